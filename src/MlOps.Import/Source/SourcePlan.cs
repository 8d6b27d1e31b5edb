namespace MlOps.Import.Source;

/// <summary>What is read of a table: which of the known columns the source has, and which others.</summary>
internal sealed class SourcePlan
{
    private readonly Dictionary<string, int> _ordinals;

    private SourcePlan(TableShape shape, JoinedTables tables, SourceTable? parts)
    {
        (Shape, Tables, Parts) = (shape, tables, parts);
        Columns =
        [
            .. shape.Columns.Select(tables.FindOwn)
                .Concat(shape.Join?.Columns.Select(tables.FindJoined) ?? [])
                .Concat(shape.Join?.SharedColumns.Select(tables.FindShared) ?? [])
                .Append(parts is null ? null : tables.FindParts(shape.Children!, parts, shape.Columns[0]))
                .OfType<FoundColumn>(),
        ];
        _ordinals = Columns.Index().ToDictionary(found => found.Item.Column.Name, found => found.Index);
        // A row without a tenant belongs to the tenant of the row to which it refers.
        Tenant = tables.FindOwn(SourceTable.TenantColumn) ?? tables.FindJoined(SourceTable.TenantColumn);
        OtherColumns = FindOtherColumns();
    }

    public TableShape Shape { get; }

    public JoinedTables Tables { get; }

    /// <summary>The table with parts of the rows; null if there is none.</summary>
    public SourceTable? Parts { get; }

    /// <summary>The columns that are read, in the order of the query.</summary>
    public IReadOnlyList<FoundColumn> Columns { get; }

    /// <summary>The columns of the source that are not known.</summary>
    public IReadOnlyList<string> OtherColumns { get; }

    /// <summary>The column with the tenant of a row; null if there is none.</summary>
    public FoundColumn? Tenant { get; }

    public bool HasExtraColumns => Shape.HasExtraColumns && OtherColumns.Count > 0;

    /// <summary>The columns that the source lacks.</summary>
    public IEnumerable<SourceColumn> MissingColumns =>
        Shape.Columns.Concat(Shape.Join?.SharedColumns ?? []).Where(column => Find(column.Name) is null);

    /// <summary>Plans how to read a table; null if the source has no such table.</summary>
    public static SourcePlan? Create(TableShape shape, IReadOnlyDictionary<string, SourceTable> tables)
    {
        if (!tables.TryGetValue(shape.Name, out var table))
            return null;

        var joined = shape.Join is { } join ? tables.GetValueOrDefault(join.Table) : null;
        var parts = shape.Children is { } children ? tables.GetValueOrDefault(children.Table) : null;
        var plan = new SourcePlan(shape, new JoinedTables(table, shape.Join, joined), parts);
        return shape.Marker is { } column && plan.Find(column) is null ? null : plan;
    }

    /// <summary>The value of a column that is not known, in SQL.</summary>
    public string WriteOther(string name) =>
        Columns.FirstOrDefault(column => column.HiddenSql is not null && column.SourceNames[^1] == name)?.HiddenSql
        ?? Tables.FindShared(name)!.Sql;

    public FoundColumn? Find(string name) => FindOrdinal(name) is { } ordinal ? Columns[ordinal] : null;

    public int? FindOrdinal(string name) => _ordinals.TryGetValue(name, out var ordinal) ? ordinal : null;

    private IReadOnlyList<string> FindOtherColumns()
    {
        // Where several rows become one entity, the report would list all the columns of the table.
        var own = Shape.DistinctBy is null ? Tables.Table.Columns.Keys : [];
        string[] known =
        [
            SourceTable.TenantColumn,
            .. Columns.SelectMany(column => column.HiddenSql is null ? column.SourceNames : [column.SourceName]),
            .. Shape.IgnoredColumns,
            .. Tables.Joined is null ? [] : Shape.Join!.References,
        ];
        return [.. own.Union(Tables.Absorbed?.Columns.Keys ?? []).Except(known)];
    }
}
