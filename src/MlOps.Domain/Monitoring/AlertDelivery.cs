using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>
/// A notice about an alert that a sink gets: that it fired, or that it is resolved. It is tried until the sink takes it, for a day.
/// </summary>
public sealed class AlertDelivery : NoticeDelivery
{
    private AlertDelivery()
    {
    }

    private AlertDelivery(Alert alert, string sink, DateTimeOffset at)
        : base(sink, at)
    {
        AlertId = Guard.Given(alert, nameof(Alert)).Id;
        Notice = alert.Status == AlertStatus.Resolved ? AlertNoticeKind.Resolved : AlertNoticeKind.Fired;
        InheritTenantFrom(alert);
    }

    public Guid AlertId { get; private set; }

    /// <summary>The alert. Null if it was not loaded.</summary>
    [JsonIgnore]
    public Alert? Alert { get; private set; }

    public AlertNoticeKind Notice { get; private set; }

    /// <summary>Plans the notice about an alert as it is now.</summary>
    public static AlertDelivery Plan(Alert alert, string sink, DateTimeOffset at) => new(alert, sink, at);
}
