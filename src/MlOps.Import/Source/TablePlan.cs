using MlOps.Postgres;

namespace MlOps.Import.Source;

/// <summary>How one table is read, after a look at what the source has.</summary>
internal sealed class TablePlan
{
    private const string Own = "t";
    private const string Partner = "p";

    private readonly string _schema;
    private readonly SourceTable _own;
    private readonly SourceTable? _partner;
    private readonly string? _condition;
    private readonly Dictionary<string, PlannedColumn> _columns = [];
    private readonly HashSet<string> _read = [ImportTable.TenantColumn];

    private TablePlan(ImportTable table, string schema, SourceTable own, SourceTable? partner)
    {
        (Table, _schema, _own) = (table, schema, own);
        if (partner is not null && (_condition = Condition(table.Join!, own, partner)) is not null)
            _partner = partner;

        foreach (var column in table.Columns)
        {
            if (Find(column) is { } found)
                _columns.Add(column.Name, found with { Ordinal = _columns.Count });
        }

        // A row that does not name its tenant belongs to that of the row it refers to.
        if (own.Columns.ContainsKey(ImportTable.TenantColumn))
            Tenant = SourceSql.Of(Own, own, ImportTable.TenantColumn).As(ValueKind.Key);
        else if (_partner?.Columns.ContainsKey(ImportTable.TenantColumn) ?? false)
            Tenant = SourceSql.Of(Partner, _partner, ImportTable.TenantColumn).As(ValueKind.Key);

        _read.UnionWith(table.Derived);
        if (_partner is not null)
            _read.UnionWith(table.Join!.References);

        // Of several rows that name one thing nobody expects the rest to be kept.
        var mine = table.OncePer is null ? own.Columns.Keys : [];
        var taken = _partner is not null && table.Join!.TakesOver ? _partner.Columns.Keys : [];
        ColumnsLeft = [.. mine.Concat(taken).Distinct().Where(name => !_read.Contains(name))];
    }

    public ImportTable Table { get; }

    public string Source => _own.Name;

    /// <summary>The tenant of a row as the source has it; null if it knows none.</summary>
    public SourceSql? Tenant { get; }

    public IReadOnlyList<string> ColumnsLeft { get; }

    public IReadOnlyList<string> ColumnsMissing =>
        [.. Table.Columns.Where(column => !_columns.ContainsKey(column.Name) && column.Origin != ColumnOrigin.Partner).Select(column => column.Name)];

    public bool HasBag => Table.Bag is not null && ColumnsLeft.Count > 0;

    public int BagOrdinal => _columns.Count;

    /// <summary>Why the table cannot be taken; null if it can.</summary>
    public string? Fault => Table.Columns.FirstOrDefault(column => column.IsNeeded && !_columns.ContainsKey(column.Name)) is { } missing
        ? $"it has no column {missing.Name}{(missing.OtherNames is [] ? "" : $", nor {string.Join(" or ", missing.OtherNames)}")}"
        : null;

    public IEnumerable<string> Remarks
    {
        get
        {
            foreach (var column in Table.Columns.Where(column => column.Otherwise is not null && !_columns.ContainsKey(column.Name)))
                yield return $"no {column.Name}: {column.Otherwise}";

            if (_partner is not null && Table.Join!.TakesOver)
                yield return $"rows of {_partner.Name} that it tells more of are read with it, and not there";

            var zoneless = _columns.Values.Where(column => column.Column.Kind == ValueKind.Time && column.Original.IsTimeWithoutZone).Select(column => column.SourceName).ToList();
            if (zoneless.Count > 0)
                yield return $"{string.Join(", ", zoneless)}: without a time zone, taken as UTC";

            foreach (var column in _columns.Values.Where(column => column.SourceName != column.Column.Name && column.Column is { Kind: not ValueKind.Key, Origin: not ColumnOrigin.Partner }))
                yield return $"{column.SourceName} is {column.Column.Name} here";
        }
    }

    /// <summary>Null if the source has no table of these.</summary>
    public static TablePlan? For(ImportTable table, string schema, IReadOnlyDictionary<string, SourceTable> tables)
    {
        var own = table.Sources.FirstOrDefault(tables.ContainsKey);
        var partner = table.Join?.Tables.FirstOrDefault(tables.ContainsKey);
        return own is null || (table.KnownBy is { } mark && tables[own].FindColumn(mark.Names) is null)
            ? null
            : new TablePlan(table, schema, tables[own], partner is null ? null : tables[partner]);
    }

    public IEnumerable<string> ColumnNames => _columns.Keys;

    public PlannedColumn? Column(string name) => _columns.GetValueOrDefault(name);

    /// <summary>The query of one tenant's rows.</summary>
    /// <param name="tenants">What the tenant's column has; null for rows that have none. They are the parameter of the query.</param>
    /// <param name="before">The tables that were read before, and took rows of this one over.</param>
    public string Query(IReadOnlyList<string?> tenants, IEnumerable<TablePlan> before)
    {
        var once = Table.OncePer is { } name ? $"DISTINCT ON ({_columns[name].Sql.Expression}) " : "";
        var values = _columns.Values.Select(column => column.Sql.Expression);
        if (HasBag)
            values = values.Append(Bag());

        var conditions = before.Select(plan => plan.TakenOverFrom(this)).OfType<string>().ToList();
        if (Tenant is not null)
            conditions.Add($"({Tenant.Expression} = ANY ($1{(Tenant.Type == "uuid" ? "::uuid[]" : "")}){(tenants.Contains(null) ? $" OR {Tenant.Expression} IS NULL" : "")})");

        return $"SELECT {once}{string.Join(", ", values)} {From()}"
            + (conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}")
            + Order();
    }

    /// <summary>The query of the ids that more than one row has; null if the source lets none have it.</summary>
    public string? RepeatsQuery()
    {
        var keys = ImportTable.Keys.Where(_columns.ContainsKey).ToList();
        var isUnique = keys is [var key] && _own.UniqueColumns.Contains(_columns[key].SourceName)
            && (_partner is null || _partner.UniqueColumns.Contains(_partner.FindColumn(Table.Join!.Keys)!));
        return isUnique || Table.OncePer is not null
            ? null
            : $"SELECT coalesce({string.Join(", ", keys.Select(key => $"{_columns[key].Sql.Expression}::text"))}) {From()} GROUP BY 1 HAVING count(*) > 1";
    }

    /// <summary>The query of the tenants that there are.</summary>
    public string TenantsQuery() => $"SELECT DISTINCT {Tenant!.Expression}::text {From()}";

    private string? TakenOverFrom(TablePlan other) => Table.Join is { TakesOver: true } && _partner?.Name == other._own.Name
        ? $"NOT EXISTS (SELECT FROM {Named(_own)} AS taken WHERE {Condition(Table.Join, _own, _partner, "taken", Own)})"
        : null;

    private static string? Condition(ImportJoin join, SourceTable own, SourceTable partner, string ownAlias = Own, string partnerAlias = Partner)
    {
        if (partner.FindColumn(join.Keys) is not { } key)
            return null;

        var reference = own.FindColumn(join.References) ?? (join.MayShareIds ? own.FindColumn(join.Keys) : null);
        if (reference is null || (!join.References.Contains(reference) && own.Columns[reference] is "smallint" or "integer" or "bigint"))
            return null;

        var cast = own.Columns[reference] == partner.Columns[key] ? "" : "::text";
        return $"{ownAlias}.{SqlNames.Quote(reference)}{cast} = {partnerAlias}.{SqlNames.Quote(key)}{cast}";
    }

    private PlannedColumn? Find(ImportColumn column)
    {
        var own = column.Origin == ColumnOrigin.Partner ? null : _own.FindColumn(column.Names);
        var partner = column.Origin == ColumnOrigin.Own ? null : _partner?.FindColumn(column.Names);
        _read.UnionWith(new[] { own, partner }.OfType<string>());
        var (first, second) = (In(Partner, _partner, partner), In(Own, _own, own));
        var original = first is not null && second is not null ? SourceSql.Coalesce(first, second) : first ?? second;
        return original?.As(column.Kind) is { } sql ? new PlannedColumn(column, (partner ?? own)!, original, sql, 0) : null;
    }

    private static SourceSql? In(string alias, SourceTable? table, string? column) =>
        column is null ? null : SourceSql.Of(alias, table!, column);

    // Columns that are null are left out; nulls within what a column holds are of it. Not as jsonb, since a document that jsonb
    // refuses would end the whole query.
    private string Bag() =>
        $"(SELECT coalesce(json_object_agg(k, v), '{{}}') FROM (VALUES {string.Join(", ", ColumnsLeft.Select(Kept))}) AS kept (k, v) WHERE v IS NOT NULL)::text";

    private string Kept(string name)
    {
        var values = new[] { (Alias: Partner, Table: _partner), (Alias: Own, Table: _own) }
            .Where(side => side.Table?.Columns.ContainsKey(name) ?? false)
            .Select(side => $"to_json({side.Alias}.{SqlNames.Quote(name)})");
        return $"({SqlNames.Literal(name)}, coalesce({string.Join(", ", values)}))";
    }

    private string Order()
    {
        var names = new[] { Table.OncePer, Table.Order, Table.OncePer is null ? null : "created_at" }.OfType<string>().Where(_columns.ContainsKey)
            .Select(name => _columns[name].Sql.Expression + (name == Table.Order ? " DESC NULLS LAST" : "")).ToList();
        return names.Count == 0 ? "" : $" ORDER BY {string.Join(", ", names)}";
    }

    private string From() =>
        $"FROM {Named(_own)} AS {Own}" + (_partner is null ? "" : $" LEFT JOIN {Named(_partner)} AS {Partner} ON {_condition}");

    private string Named(SourceTable table) => $"{SqlNames.Quote(_schema)}.{SqlNames.Quote(table.Name)}";
}
