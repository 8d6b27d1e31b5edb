using System.Text.Json.Serialization;

namespace MlOps.Domain.Retraining;

/// <summary>A metric that must not get worse.</summary>
public sealed record GateGuard
{
    /// <param name="metric">The metric.</param>
    /// <param name="maxLoss">How much worse it may be, in its own unit: 0 or more.</param>
    [JsonConstructor]
    public GateGuard(GateMetric metric, double maxLoss)
    {
        Metric = Guard.Declared(metric, nameof(Metric));
        MaxLoss = Guard.NotNegative(maxLoss, nameof(MaxLoss));
    }

    public GateMetric Metric { get; }

    public double MaxLoss { get; }
}
