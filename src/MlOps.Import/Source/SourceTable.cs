namespace MlOps.Import.Source;

/// <summary>A table as the source has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The type of each column, by name.</param>
/// <param name="UniqueColumns">The columns of which an index says that each value is there once, for a tenant at least.</param>
internal sealed record SourceTable(string Name, IReadOnlyDictionary<string, string> Columns, IReadOnlySet<string> UniqueColumns)
{
    /// <summary>The first of several names that the table has a column of.</summary>
    public string? FindColumn(IEnumerable<string> names) => names.FirstOrDefault(Columns.ContainsKey);
}
