using MlOps.Postgres;

namespace MlOps.Import.Source;

/// <summary>A table of the source, with the table to which its rows refer, if the source has that and a column that refers to it.</summary>
internal sealed class JoinedTables
{
    private const string This = "t";
    private const string Other = "j";

    private readonly SourceJoin? _join;
    private readonly (string Reference, string Key, string Cast) _link;

    public JoinedTables(SourceTable table, SourceJoin? join, SourceTable? joined)
    {
        (Table, _join) = (table, join);
        if (joined is not null && FindLink(join!, table, joined) is { } link)
            (Joined, _link) = (joined, link);
    }

    public SourceTable Table { get; }

    public SourceTable? Joined { get; }

    /// <summary>The joined table, if the rows that belong to a row here are not read with their own table.</summary>
    public SourceTable? Absorbed => _join is { IsSameThing: true } ? Joined : null;

    /// <summary>The names that the tables have in a query.</summary>
    public string[] Aliases => Joined is null ? [This] : [This, Other];

    public string FromSql => $"FROM {Table.QuotedName} AS {This}" + (Joined is null
        ? ""
        : $" LEFT JOIN {Joined.QuotedName} AS {Other} ON {WriteCondition(This, Other)}");

    /// <summary>The condition for a row of the joined table that belongs to no row here, and so is read with its own table.</summary>
    public string NotAbsorbedSql =>
        $"NOT EXISTS (SELECT 1 FROM {Table.QuotedName} AS absorbing WHERE {WriteCondition("absorbing", This)})";

    /// <summary>Whether unique indexes allow each key only once.</summary>
    public bool IsUnique(FoundColumn key) => Table.UniqueColumns.Contains(key.SourceName)
        && (Joined is null || Joined.UniqueColumns.Contains(_link.Key));

    public FoundColumn? FindOwn(SourceColumn column) => Find(This, Table, column);

    public FoundColumn? FindJoined(SourceColumn column) => Joined is null ? null : Find(Other, Joined, column);

    /// <summary>Finds a column in either table. If both have it, the value of the joined row counts.</summary>
    public FoundColumn? FindShared(SourceColumn column) => (FindJoined(column), FindOwn(column)) switch
    {
        ({ } joined, { } own) => joined.Or(own),
        var (joined, own) => joined ?? own,
    };

    /// <summary>The parts of a row in another table, as one document; null if that table refers to no row here.</summary>
    public FoundColumn? FindParts(SourceChildren children, SourceTable parts, SourceColumn key)
    {
        if (FindOwn(key) is not { } own || !parts.Columns.TryGetValue(children.Reference, out var type))
            return null;

        var cast = type == own.Type ? "" : "::text";
        var sql = $"(SELECT json_agg(part) FROM {parts.QuotedName} AS part "
            + $"WHERE part.{SqlNames.Quote(children.Reference)}{cast} = {own.Sql}{cast}{WriteSameTenant(This, Table, "part", parts)})";
        return new FoundColumn(SourceColumn.Document(children.Name), [children.Name], sql, "json");
    }

    private static FoundColumn? Find(string alias, SourceTable table, SourceColumn column) =>
        table.FindColumn(column.SourceNames) is { } name && (column.Type ?? table.Columns[name]) == table.Columns[name]
            ? new FoundColumn(column, [name], $"{alias}.{SqlNames.Quote(name)}", table.Columns[name])
            : null;

    private string WriteCondition(string table, string joined) =>
        $"{table}.{SqlNames.Quote(_link.Reference)}{_link.Cast} = {joined}.{SqlNames.Quote(_link.Key)}{_link.Cast}"
        + WriteSameTenant(table, Table, joined, Joined!);

    // Where rows are spread over servers by their tenants, only rows of one tenant can be joined. A row that names no tenant may belong
    // to any.
    private static string WriteSameTenant(string alias, SourceTable table, string otherAlias, SourceTable other) =>
        table.RequiredColumns.Contains(SourceTable.TenantColumn) && other.RequiredColumns.Contains(SourceTable.TenantColumn)
        && table.Columns[SourceTable.TenantColumn] == other.Columns[SourceTable.TenantColumn]
            ? $" AND {alias}.{SourceTable.TenantColumn} = {otherAlias}.{SourceTable.TenantColumn}"
            : "";

    private static (string Reference, string Key, string Cast)? FindLink(
        SourceJoin join, SourceTable table, SourceTable joined)
    {
        var reference = table.FindColumn(join.References);
        if (reference is null && join.IsSameThing && table.FindColumn(join.Keys) is { } id)
        {
            // Serial numbers of two tables are equal only by chance.
            reference = table.Columns[id] is "smallint" or "integer" or "bigint" ? null : id;
        }

        return reference is not null && joined.FindColumn(join.Keys) is { } key
            ? (reference, key, table.Columns[reference] == joined.Columns[key] ? "" : "::text")
            : null;
    }
}
