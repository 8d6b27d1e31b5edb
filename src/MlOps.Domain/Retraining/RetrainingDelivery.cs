using System.Text.Json.Serialization;

namespace MlOps.Domain.Retraining;

/// <summary>
/// The notice about a retraining request that a sink gets. It is tried until the sink takes it, or the request is answered or closed.
/// </summary>
public sealed class RetrainingDelivery : NoticeDelivery
{
    private RetrainingDelivery()
    {
    }

    private RetrainingDelivery(RetrainingRequest request, string sink, DateTimeOffset at)
        : base(sink, at)
    {
        RequestId = Guard.Given(request, nameof(Request)).Id;
        InheritTenantFrom(request);
    }

    public Guid RequestId { get; private set; }

    /// <summary>The request. Null if it was not loaded.</summary>
    [JsonIgnore]
    public RetrainingRequest? Request { get; private set; }

    /// <summary>Plans the notice about a request.</summary>
    public static RetrainingDelivery Plan(RetrainingRequest request, string sink, DateTimeOffset at) => new(request, sink, at);
}
