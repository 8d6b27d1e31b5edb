using MlOps.Domain.Retraining;

namespace MlOps.Migrator.Commands;

/// <summary>The metrics of the gate, by the names that a user types.</summary>
internal static class GateMetricNames
{
    public static readonly IReadOnlyDictionary<string, GateMetric> All =
        Enum.GetValues<GateMetric>().ToDictionary(GateMetrics.ToName, StringComparer.Ordinal);
}
