namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>What one table has of a slice.</summary>
/// <param name="Table">The name of the table, without its schema and not quoted.</param>
/// <param name="Archived">The partition in the archive, quoted where it needs to be.</param>
/// <param name="Live">The partition beside the live table, in the same way.</param>
internal sealed record SlicePart(string Table, string Archived, string Live);
