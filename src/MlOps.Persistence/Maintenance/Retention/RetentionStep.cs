using MlOps.Domain.Governance;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>Rows that are too old by a retention policy.</summary>
/// <param name="Table">The table, or the first one of a slice.</param>
/// <param name="Slice">The name of the slice; null for single rows.</param>
/// <param name="TenantId">The tenant of single rows; null for a slice, which has those of all tenants.</param>
/// <param name="Action">What the policy asks for.</param>
/// <param name="Outcome">What became of them.</param>
public sealed record RetentionStep(string Table, string? Slice, Guid? TenantId, RetentionAction Action, RetentionOutcome Outcome)
{
    /// <summary>The number of rows that were deleted one by one, or are to be.</summary>
    public long? Rows { get; init; }

    /// <summary>Why they stay.</summary>
    public string? Reason { get; init; }

    public override string ToString() => Slice is null ? Table : $"{Table} {Slice}";
}
