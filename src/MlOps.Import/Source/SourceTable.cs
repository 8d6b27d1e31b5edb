using MlOps.Postgres;

namespace MlOps.Import.Source;

/// <summary>A table of the source.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The type of each column, by name.</param>
/// <param name="UniqueColumns">The columns in which a unique index allows each value once, or once for each tenant.</param>
/// <param name="RequiredColumns">The columns in which every row has a value.</param>
internal sealed record SourceTable(
    string Schema,
    string Name,
    IReadOnlyDictionary<string, string> Columns,
    IReadOnlySet<string> UniqueColumns,
    IReadOnlySet<string> RequiredColumns)
{
    /// <summary>The column that names the tenant of a row, in every table.</summary>
    public const string TenantColumn = "tenant_id";

    public string QuotedName => $"{SqlNames.Quote(Schema)}.{SqlNames.Quote(Name)}";

    /// <summary>The first of several names that the table has as a column.</summary>
    public string? FindColumn(IEnumerable<string> names) => names.FirstOrDefault(Columns.ContainsKey);
}
