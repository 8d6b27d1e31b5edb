using MlOps.Postgres;

namespace MlOps.Import.Source;

/// <summary>A table that the source has.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The type of each column, by name.</param>
/// <param name="UniqueColumns">The columns in which a unique index allows each value once, at least for each tenant.</param>
internal sealed record SourceTable(
    string Schema, string Name, IReadOnlyDictionary<string, string> Columns, IReadOnlySet<string> UniqueColumns)
{
    /// <summary>The name of every table's column for the tenant.</summary>
    public const string TenantColumn = "tenant_id";

    public string QuotedName => $"{SqlNames.Quote(Schema)}.{SqlNames.Quote(Name)}";

    /// <summary>The first of several names that the table has a column of.</summary>
    public string? FindColumn(IEnumerable<string> names) => names.FirstOrDefault(Columns.ContainsKey);
}
