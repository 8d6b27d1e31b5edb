namespace MlOps.Import.Takeover;

/// <summary>What is remembered between two copies, as a comment of the schema in which ours are built.</summary>
/// <param name="ReadUpTo">Where the next copy begins to read; null if none has ended.</param>
/// <param name="Refused">How many rows and tables the copies have refused.</param>
/// <param name="TenantId">The tenant of rows that name none; null before the first copy.</param>
/// <param name="Origin">Which rows of ours the copies have made; null before the first copy.</param>
internal sealed record NextNote(string? ReadUpTo, long Refused, Guid? TenantId, RowOrigin? Origin = null);
