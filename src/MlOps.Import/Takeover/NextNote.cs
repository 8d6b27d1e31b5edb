using MlOps.Import.Reports;

namespace MlOps.Import.Takeover;

/// <summary>What is remembered between two copies, as a comment of the schema in which ours are built.</summary>
/// <param name="ReadUpTo">Where the next copy begins to read; null if none has ended.</param>
/// <param name="Refused">How many rows and tables the copies have refused.</param>
/// <param name="TenantId">The tenant of rows that name none; null before the first copy.</param>
/// <param name="Origin">Which rows of ours the copies have made; null before the first copy.</param>
/// <param name="Sources">The old tables that were copied.</param>
/// <param name="HasGoneBack">Whether ours were in use before, so that somebody may have written into them.</param>
/// <param name="IsRestored">Whether the database was restored from a dump after a copy.</param>
internal sealed record NextNote(
    string? ReadUpTo,
    long Refused,
    Guid? TenantId,
    RowOrigin? Origin = null,
    IReadOnlyList<string>? Sources = null,
    bool HasGoneBack = false,
    bool IsRestored = false)
{
    /// <summary>Why rows of ours stay whose old rows are gone; null if they are deleted.</summary>
    public string? WhyNoDeletions =>
        HasGoneBack ? ImportRemarks.NoDeletionsAfterBack : IsRestored ? ImportRemarks.NoDeletionsAfterRestore : null;
}
