using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>The rows of an entity type as SQL: the tables that they lie in, and which of these has a property.</summary>
internal sealed class RuleRows
{
    private readonly IEntityType _entityType;
    private readonly ISqlGenerationHelper _sql;
    private readonly IReadOnlyList<(StoreObjectIdentifier Id, string Alias)> _tables;

    public RuleRows(MlOpsDbContext context, Type type, string alias = "t")
    {
        _entityType = context.Model.FindEntityType(type) ?? throw new ArgumentException($"{type.Name} is no entity of the model.", nameof(type));
        _sql = context.GetService<ISqlGenerationHelper>();
        _tables = [.. TablesOf(_entityType).Select((table, place) => (table, place == 0 ? alias : $"{alias}{place}"))];
    }

    /// <summary>The name of the type's own table.</summary>
    public string Name => _tables[0].Id.Name;

    /// <summary>The type's own table.</summary>
    public string Own => Named(_tables[0]);

    /// <summary>The table, and for a leaf those that it shares with others, row by row.</summary>
    public string From => _tables.Skip(1).Aggregate(
        Own,
        (from, table) => $"{from} JOIN {Named(table)} ON {table.Alias}.tenant_id = {_tables[0].Alias}.tenant_id AND {table.Alias}.id = {_tables[0].Alias}.id");

    /// <summary>The rows of the tenant.</summary>
    public string OfTenant => string.Join(" AND ", _tables.Select(table => $"{table.Alias}.tenant_id = @tenant").Concat(Discriminated()));

    /// <summary>Those of them that were made in the window.</summary>
    public string InWindow =>
        $"{OfTenant}{string.Concat(_tables.Select(table => BoundsOf(table.Alias)))} AND {CreatedAt} >= @start AND {CreatedAt} < @end";

    /// <summary>
    /// One condition more for one of the tables, where ids tell the time of the row: they leave out the slices of other times.
    /// </summary>
    public string BoundsOf(string alias) => _entityType.GetRootType() is var root
        && root[PostgresAnnotations.SlicedBy] as string == nameof(Entity.Id)
        && root[PostgresAnnotations.SliceTime] as string == nameof(Entity.CreatedAt)
            ? $" AND {alias}.id >= @low AND {alias}.id < @high"
            : "";

    /// <summary>The columns of one property, or of several: x => x.A, x => new { x.A, x.B }.</summary>
    public IReadOnlyList<RuleColumn> Columns(LambdaExpression property) =>
        [.. property.GetMemberAccessList().Select(member => Find(member.Name)
            ?? throw new ArgumentException($"{_entityType.DisplayName()}.{member.Name} is no column of {Name}.", nameof(property)))];

    private string CreatedAt => Find(nameof(Entity.CreatedAt))!.Sql;

    private string Named((StoreObjectIdentifier Id, string Alias) table) =>
        $"{_sql.DelimitIdentifier(table.Id.Name, table.Id.Schema)} {table.Alias}";

    private RuleColumn? Find(string property) => _tables
        .Select(table => _entityType.FindProperty(property)?.GetColumnName(table.Id) is { } column
            ? new RuleColumn(column, $"{table.Alias}.{_sql.DelimitIdentifier(column)}")
            : null)
        .FirstOrDefault(column => column is not null);

    // A leaf that shares the table of its root is told by a column of it.
    private IEnumerable<string> Discriminated()
    {
        if (_entityType.BaseType is null || _entityType.FindDiscriminatorProperty() is not { } kind)
            return [];

        var values = _entityType.GetConcreteDerivedTypesInclusive()
            .Select(type => kind.GetRelationalTypeMapping().GenerateSqlLiteral(type.GetDiscriminatorValue()));
        return [$"{Find(kind.Name)!.Sql} IN ({string.Join(", ", values)})"];
    }

    // Up to the one that has the time.
    private static IEnumerable<StoreObjectIdentifier> TablesOf(IEntityType entityType)
    {
        foreach (var table in entityType.GetAllBaseTypesInclusiveAscending()
            .Select(type => StoreObjectIdentifier.Create(type, StoreObjectType.Table)).OfType<StoreObjectIdentifier>().Distinct())
        {
            yield return table;
            if (entityType.FindProperty(nameof(Entity.CreatedAt))!.GetColumnName(table) is not null)
                yield break;
        }
    }
}
