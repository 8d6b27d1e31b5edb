namespace MlOps.Persistence.Import.Source;

/// <summary>A table as the source has it: the type of each column, by name.</summary>
internal sealed record SourceTable(string Name, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>The first of several names that the table has a column of.</summary>
    public string? FindColumn(IEnumerable<string> names) => names.FirstOrDefault(Columns.ContainsKey);
}
