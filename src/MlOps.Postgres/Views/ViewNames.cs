using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.RowSecurity;

namespace MlOps.Postgres.Views;

/// <summary>Gives a view or a function the names of tables and columns, so that it follows when one of them is renamed.</summary>
public sealed class ViewNames
{
    private const string FirstTenant = "'00000000-0000-0000-0000-000000000000'";
    private const string LastTenant = "'ffffffff-ffff-ffff-ffff-ffffffffffff'";

    private readonly IReadOnlyModel _model;
    private readonly SortedSet<string> _reads = new(StringComparer.Ordinal);

    private readonly PostgresFeaturesOptions _features;
    private readonly ISqlGenerationHelper _sql;
    private readonly string _statement;

    internal ViewNames(IReadOnlyModel model, ISqlGenerationHelper sql, string statement)
    {
        _model = model;
        _features = model.RequireFeatures();
        _sql = sql;
        _statement = statement;
    }

    internal IEnumerable<string> Reads => _reads;

    /// <summary>The table of an entity, under an alias of your choice.</summary>
    public SqlTable<TEntity> Table<TEntity>(string alias)
        where TEntity : class
    {
        var entityType = _model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException(
                $"{_statement} reads {typeof(TEntity).Name}, which the model does not have. Add the entity, or change the statement.");
        _reads.Add(entityType.GetSchemaQualifiedTableName()!);
        return new SqlTable<TEntity>(entityType, alias, _sql, _statement);
    }

    /// <summary>All columns of the table of an entity, of whatever class.</summary>
    internal IReadOnlyList<StoredColumn> ListColumns(Type entity)
    {
        var entityType = _model.FindEntityType(entity)!;
        return StoredColumn.ListOf(entityType, StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value, _sql);
    }

    /// <summary>The table of an entity, of whatever class, quoted.</summary>
    internal string TableOf(Type entity)
    {
        var entityType = _model.FindEntityType(entity)!;
        _reads.Add(entityType.GetSchemaQualifiedTableName()!);
        return _sql.DelimitIdentifier(entityType.GetTableName()!, entityType.GetSchema());
    }

    /// <summary>A table of each schema of the model, quoted: the first one by its name.</summary>
    internal IReadOnlyList<string> PickTableOfEachSchema()
    {
        var tables = _model.GetEntityTypes().Where(type => type.GetTableName() is not null)
            .GroupBy(type => type.GetSchema(), type => type.GetTableName()!)
            .Select(schema => (Schema: schema.Key, Table: schema.Min(StringComparer.Ordinal)!))
            .OrderBy(table => table.Schema, StringComparer.Ordinal)
            .ToList();
        foreach (var (schema, table) in tables)
            _reads.Add(schema is null ? table : $"{schema}.{table}");

        return tables.ConvertAll(table => _sql.DelimitIdentifier(table.Table, table.Schema));
    }

    /// <summary>Another view, by its name.</summary>
    public string View(string name)
    {
        if (_model.FindAnnotation(_features.Annotations.View + name) is null)
            throw new InvalidOperationException(
                $"{_statement} reads view '{name}', which the model does not have. Declare it with HasSqlView, or change the statement.");

        _reads.Add(name);
        return _sql.DelimitQualified(name);
    }

    /// <summary>
    /// The rows of the session's tenant in a materialized view, whose unique key begins with the tenant. The owner sees all rows in a
    /// session without a tenant, as it does in tables.
    /// </summary>
    internal string SelectTenantPart(string materializedView)
    {
        var from = View(materializedView);
        var key = _model[_features.Annotations.View + materializedView] switch
        {
            ViewDefinition declared => declared.UniqueKey,
            string written => ViewSpec.Parse(written).UniqueKey,
            _ => null,
        } ?? throw new InvalidOperationException(
            $"{_statement} shows each tenant its part of '{materializedView}', which is not materialized and does so itself. Read " +
            "it directly.");
        var boundRole = _model[_features.Annotations.BoundRole] as string;
        var tenant = _sql.DelimitIdentifier(key[0]);
        if (_model.FindOwnerRole() is not { } owner)
            return $"SELECT * FROM {from} WHERE {RowSecuritySql.IsOfTheTenant(tenant, boundRole, _features)}";

        // A range from the tenant to the tenant, or of all of them, since the index finds it. That of an OR would not be found, and in a
        // UNION PostgreSQL calls functions of the reader before the condition.
        var (isOwner, own) = (RowSecuritySql.IsOwnerWithoutTenant(owner, _features), RowSecuritySql.GetTenant(boundRole, _features));
        return
            $"SELECT * FROM {from} WHERE {tenant} BETWEEN CASE WHEN {isOwner} THEN {FirstTenant} ELSE {own} END " +
            $"AND CASE WHEN {isOwner} THEN {LastTenant} ELSE {own} END";
    }
}
