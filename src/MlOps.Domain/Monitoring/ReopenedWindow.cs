using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>A window that a monitor has evaluated, and for which something came late. It is there until that is evaluated too.</summary>
public sealed class ReopenedWindow : Entity
{
    private ReopenedWindow()
    {
    }

    private ReopenedWindow(DateTimeOffset at)
        : base(at)
    {
    }

    public Guid MonitorId { get; private set; }

    /// <summary>The monitor. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ServiceMonitor? Monitor { get; private set; }

    public DateTimeOffset WindowEnd { get; private set; }

    public static ReopenedWindow Open(ServiceMonitor monitor, DateTimeOffset windowEnd, DateTimeOffset at)
    {
        var window = new ReopenedWindow(at)
        {
            MonitorId = Guard.Given(monitor, nameof(Monitor)).Id,
            WindowEnd = Guard.Time(windowEnd, nameof(WindowEnd)),
        };
        window.InheritTenantFrom(monitor);
        return window;
    }
}
