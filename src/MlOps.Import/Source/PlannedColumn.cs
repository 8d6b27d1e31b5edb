namespace MlOps.Import.Source;

/// <summary>Where a value is found.</summary>
/// <param name="Column">The value.</param>
/// <param name="SourceName">The source's name for it.</param>
/// <param name="Original">What the source has.</param>
/// <param name="Sql">What is selected of it.</param>
/// <param name="Ordinal">Its place in the query.</param>
internal sealed record PlannedColumn(ImportColumn Column, string SourceName, SourceSql Original, SourceSql Sql, int Ordinal);
