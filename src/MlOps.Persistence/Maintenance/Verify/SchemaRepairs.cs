namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>What <see cref="SchemaVerification.RepairAsync"/> did.</summary>
/// <param name="Repaired">What it repaired.</param>
/// <param name="Left">What is left: what is not safe to repair, and what could not be repaired.</param>
public sealed record SchemaRepairs(IReadOnlyList<SchemaFinding> Repaired, IReadOnlyList<SchemaFinding> Left);
