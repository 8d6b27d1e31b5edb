namespace MlOps.Domain.Retraining;

/// <summary>A version that the gate compared.</summary>
public sealed record GateVersion(Guid Id, string Version);
