using MlOps.Domain;

namespace MlOps.Import;

/// <summary>How rows of a table of the source become entities. There is one for each table that teams have.</summary>
/// <param name="Sources">The names that the table may have.</param>
/// <param name="Target">Where its rows go.</param>
/// <param name="Columns">What is wanted of a row.</param>
/// <param name="Make">Makes the entities of a row; throws a <see cref="DomainException"/> if the row breaks a rule.</param>
internal sealed record ImportTable(
    string[] Sources, string Target, IReadOnlyList<ImportColumn> Columns, Func<ImportRow, IEnumerable<Entity>> Make)
{
    public const string TenantColumn = "tenant_id";

    /// <summary>What stands where the source does not tell and something has to.</summary>
    public const string Unknown = "unknown";

    /// <summary>The names that columns have which tell a row from others; the first one with a value does.</summary>
    public static readonly string[] Keys = ["key", "reference", "id"];

    public ImportJoin? Join { get; init; }

    /// <summary>A column without which a table of the name is another one, of which nothing is known.</summary>
    public ImportColumn? KnownBy { get; init; }

    /// <summary>Several rows name the same thing, which is made of the first: the column with its name.</summary>
    public string? OncePer { get; init; }

    /// <summary>The order in which the rows are made, in SQL of our names for the columns; as they lie if not given.</summary>
    public string? Order { get; init; }

    /// <summary>The JSON column that takes along what no column is there for.</summary>
    public string? Bag { get; init; }

    /// <summary>Columns that are computed here, so that nothing is lost without them.</summary>
    public string[] Derived { get; init; } = [];
}
