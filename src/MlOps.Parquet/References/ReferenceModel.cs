using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres;

namespace MlOps.Parquet.References;

/// <summary>Which tables the rows of others refer to: by the foreign keys of a model, and by the names of its properties.</summary>
internal sealed class ReferenceModel
{
    private const string Id = "Id";

    private readonly IReadOnlyList<ITable> _tables;
    private readonly Dictionary<ITable, ReferredTable> _referred;
    private readonly ISqlGenerationHelper _sql;

    public ReferenceModel(DbContext context)
    {
        _sql = context.GetService<ISqlGenerationHelper>();
        _tables = [.. context.Model.GetRelationalModel().Tables];
        // The rows of another slice have files of their own.
        _referred = _tables.Select((table, place) => (Table: table, Place: place))
            .Where(one => one.Table.PrimaryKey is not null && TypesOf(one.Table).All(type => type.FindSlice() is null))
            .ToDictionary(one => one.Table, one => new ReferredTable(one.Table, NameOf(one.Table), one.Place, _sql));

        string NameOf(ITable table) =>
            table.Schema == context.Model.GetDefaultSchema() ? table.Name : $"{table.Schema}.{table.Name}";
    }

    /// <summary>A table by its name in files.</summary>
    public ReferredTable? Find(string tableName) => _referred.Values.FirstOrDefault(table => table.TableName == tableName);

    /// <summary>What the rows of slices refer to.</summary>
    /// <param name="sliced">The name of their table without its schema, not quoted.</param>
    public IReadOnlyList<TableReference> ReferencesOf(string sliced) =>
        ReferencesOf(_tables.First(one => one.Name == sliced && !_referred.ContainsKey(one)));

    /// <summary>What the rows of a table refer to.</summary>
    public IReadOnlyList<TableReference> ReferencesOf(ReferredTable table) => ReferencesOf(table.Table);

    private IReadOnlyList<TableReference> ReferencesOf(ITable table)
    {
        var keys = table.ForeignKeyConstraints
            .Where(key => _referred.ContainsKey(key.PrincipalTable))
            .Select(key => Refer(key.Columns, key.PrincipalTable, key.PrincipalColumns));
        return [.. keys, .. table.Columns.Select(column => FindNamed(table, column)).OfType<TableReference>()];
    }

    /// <summary>The parts of the rows of a table, which are deleted with them: the features of a schema.</summary>
    public IReadOnlyList<TableReference> PartsOf(ReferredTable table) =>
    [
        .. _referred.Keys.SelectMany(part => part.ForeignKeyConstraints)
            .Where(key => key.OnDeleteAction == ReferentialAction.Cascade && key.PrincipalTable == table.Table)
            .Select(key => Refer(key.PrincipalColumns, key.Table, key.Columns)),
    ];

    /// <summary>Names of tables as SQL, each after those that its foreign keys lead to, as a writer of their rows locks them.</summary>
    public IReadOnlyList<string> InOrder(IEnumerable<string> names)
    {
        var (sought, seen, ordered) = (names.ToHashSet(), new HashSet<ITable>(), new List<string>());
        foreach (var table in _tables)
            Visit(table);

        return [.. ordered.Where(sought.Contains)];

        void Visit(ITable table)
        {
            if (!seen.Add(table))
                return;

            foreach (var key in table.ForeignKeyConstraints)
                Visit(key.PrincipalTable);

            ordered.Add(_sql.DelimitIdentifier(table.Name, table.Schema));
        }
    }

    public static IEnumerable<IEntityType> TypesOf(ITable table) =>
        table.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>();

    // Where a foreign key would cost each prediction too much, FeatureSchemaId still is the id of a FeatureSchema. TenantId is that of a
    // Tenant.
    private TableReference? FindNamed(ITable table, IColumn column)
    {
        var property = column.PropertyMappings.Select(mapping => mapping.Property.Name)
            .FirstOrDefault(name => name.EndsWith(Id, StringComparison.Ordinal));
        if (property is null)
            return null;

        var target = _referred.Keys.FirstOrDefault(one => TypesOf(one).Any(type => $"{type.ClrType.Name}{Id}" == property));
        if (target is null || target == table || table.ForeignKeyConstraints.Any(
            key => key.PrincipalTable == target && key.Columns.Contains(column)))
            return null;

        var (own, other) = (FindTenant(table), FindTenant(target));
        var id = target.PrimaryKey!.Columns.Where(one => one != other).ToList();
        if (id is not [var key] || key.StoreType != column.StoreType)
            return null;

        return own is null || other is null ? Refer([column], target, [key]) : Refer([own, column], target, [other, key]);
    }

    /// <summary>The column with the tenant; null if all tenants share the table.</summary>
    public static IColumn? FindTenant(ITable table) => TypesOf(table)
        .Select(type => type.FindTenantProperty() is { } tenant ? type.FindProperty(tenant) : null)
        .Select(tenant => table.Columns.FirstOrDefault(column => column.PropertyMappings.Any(mapping => mapping.Property == tenant)))
        .FirstOrDefault();

    private TableReference Refer(IEnumerable<IColumn> columns, ITable target, IEnumerable<IColumn> targetColumns) =>
        new(Quote(columns), _referred[target], Quote(targetColumns));

    private IReadOnlyList<string> Quote(IEnumerable<IColumn> columns) => [.. columns.Select(column => _sql.DelimitIdentifier(column.Name))];
}
