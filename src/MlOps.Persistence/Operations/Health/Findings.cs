using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Kinds of findings that several probes have.</summary>
internal static class Findings
{
    /// <summary>What the login may not see says nothing of its state.</summary>
    public static HealthFinding NotVisible(string name, string reason) =>
        new(name, HealthState.Healthy, reason) { IsVisible = false };
}
