namespace MlOps.Domain.Retraining;

/// <summary>The policy that the gate followed, as it was then.</summary>
public sealed record GatePolicy(Guid Id, string Name, int Version, GateThresholds Thresholds);
