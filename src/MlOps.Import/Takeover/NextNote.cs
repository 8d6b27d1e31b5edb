using MlOps.Import.Reports;

namespace MlOps.Import.Takeover;

/// <summary>What is remembered between two copies, as a comment of the schema in which ours are built.</summary>
/// <param name="ReadUpTo">Where the next copy begins to read; null if none has ended.</param>
/// <param name="Refused">How many rows and tables the copies have refused.</param>
/// <param name="TenantId">The tenant of rows that name none; null before the first copy.</param>
/// <param name="Origin">Which rows of ours the copies have made; null before the first copy.</param>
/// <param name="Sources">The old tables that were copied.</param>
/// <param name="LastSwitch">
/// The transaction of the switch before the last way back, after which ours were in use; null if they never were.
/// </param>
/// <param name="IsRestored">Whether the database was restored from a dump after a copy.</param>
internal sealed record NextNote(
    string? ReadUpTo,
    long Refused,
    Guid? TenantId,
    RowOrigin? Origin = null,
    IReadOnlyList<string>? Sources = null,
    string? LastSwitch = null,
    bool IsRestored = false)
{
    /// <summary>Whether somebody may have written into ours.</summary>
    public bool HasGoneBack => LastSwitch is not null;

    /// <summary>Why rows of ours stay whose old rows are gone; null if they are deleted.</summary>
    public string? WhyNoDeletions =>
        HasGoneBack ? ImportRemarks.NoDeletionsAfterBack : IsRestored ? ImportRemarks.NoDeletionsAfterRestore : null;
}
