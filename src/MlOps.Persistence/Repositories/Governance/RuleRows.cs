using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>The rows of an entity type as SQL: its tables, and which of them has a property.</summary>
internal sealed class RuleRows
{
    private readonly IEntityType _entityType;
    private readonly ISqlGenerationHelper _sql;
    private readonly IReadOnlyList<(StoreObjectIdentifier Id, string Alias)> _tables;

    public RuleRows(MlOpsDbContext context, Type type, string alias = "t")
    {
        _entityType = context.Model.FindEntityType(type)
            ?? throw new ArgumentException($"{type.Name} is not an entity of the model.", nameof(type));
        _sql = context.GetService<ISqlGenerationHelper>();
        _tables =
            [.. FindTables(_entityType).Select((table, place) => (table, place == 0 ? alias : $"{alias}{place}"))];
    }

    /// <summary>The name of the type's own table.</summary>
    public string Name => _tables[0].Id.Name;

    /// <summary>The type's own table, with its alias.</summary>
    public string OwnTable => Reference(_tables[0]);

    /// <summary>The type's own table, joined to the tables that it shares with others if it is a leaf.</summary>
    public string From => _tables.Skip(1).Aggregate(
        OwnTable, (from, table) => $"{from} JOIN {Reference(table)} ON {Match(table, _tables[0])}");

    /// <summary>The condition for the rows of the tenant.</summary>
    public string OfTenant => string.Join(
        " AND ",
        _tables.Select(table => $"{Column(table, nameof(Entity.TenantId))} = @tenant").Concat(Discriminate()));

    /// <summary>The condition for the rows of the tenant that were made in the window.</summary>
    public string InWindow =>
        $"{OfTenant}{string.Concat(_tables.Select(Bound))} AND {CreatedAt} >= @start AND {CreatedAt} < @end";

    /// <summary>The id of a row in the type's own table.</summary>
    public string OwnId => Column(_tables[0], nameof(Entity.Id));

    /// <summary>
    /// The condition for rows of two types to be parts of one entity, with the bounds of the first one's ids.
    /// </summary>
    public string MatchTo(RuleRows other) => $"{Match(_tables[0], other._tables[0])}{Bound(_tables[0])}";

    /// <summary>The columns of one property or of several: x => x.A, x => new { x.A, x.B }.</summary>
    public IReadOnlyList<RuleColumn> FindColumns(LambdaExpression property) =>
    [
        .. property.GetMemberAccessList().Select(member => FindColumn(member.Name)
            ?? throw new ArgumentException(
                $"{_entityType.DisplayName()}.{member.Name} is not a column of {Name}.", nameof(property))),
    ];

    private string CreatedAt => FindColumn(nameof(Entity.CreatedAt))!.Sql;

    private string Reference((StoreObjectIdentifier Id, string Alias) table) =>
        $"{_sql.DelimitIdentifier(table.Id.Name, table.Id.Schema)} {table.Alias}";

    private string Column((StoreObjectIdentifier Id, string Alias) table, string property) =>
        $"{table.Alias}.{_sql.DelimitIdentifier(_entityType.FindProperty(property)!.GetColumnName(table.Id)!)}";

    private string Match(
        (StoreObjectIdentifier Id, string Alias) one, (StoreObjectIdentifier Id, string Alias) other) =>
        $"{Column(one, nameof(Entity.TenantId))} = {Column(other, nameof(Entity.TenantId))} " +
        $"AND {Column(one, nameof(Entity.Id))} = {Column(other, nameof(Entity.Id))}";

    // Where ids hold the time of the row, their bounds make the server skip the slices of other times.
    private string Bound((StoreObjectIdentifier Id, string Alias) table) =>
        _entityType.FindSlicedBy() == nameof(Entity.Id) && _entityType.FindSliceTime() == nameof(Entity.CreatedAt)
            ? $" AND {Column(table, nameof(Entity.Id))} >= @low AND {Column(table, nameof(Entity.Id))} < @high"
            : "";

    private RuleColumn? FindColumn(string property) => _tables
        .Select(table => _entityType.FindProperty(property)?.GetColumnName(table.Id) is { } column
            ? new RuleColumn(column, $"{table.Alias}.{_sql.DelimitIdentifier(column)}")
            : null)
        .FirstOrDefault(column => column is not null);

    // The rows of a leaf that shares the table of its root differ from others by a column.
    private IEnumerable<string> Discriminate()
    {
        if (_entityType.BaseType is null || _entityType.FindDiscriminatorProperty() is not { } kind)
            return [];

        var values = _entityType.GetConcreteDerivedTypesInclusive()
            .Select(type => kind.GetRelationalTypeMapping().GenerateSqlLiteral(type.GetDiscriminatorValue()));
        return [$"{FindColumn(kind.Name)!.Sql} IN ({string.Join(", ", values)})"];
    }

    // From the type's own table up to the one that has the time.
    private static IEnumerable<StoreObjectIdentifier> FindTables(IEntityType entityType)
    {
        foreach (var table in entityType.GetAllBaseTypesInclusiveAscending()
            .Select(type => StoreObjectIdentifier.Create(type, StoreObjectType.Table))
            .OfType<StoreObjectIdentifier>()
            .Distinct())
        {
            yield return table;
            if (entityType.FindProperty(nameof(Entity.CreatedAt))!.GetColumnName(table) is not null)
                yield break;
        }
    }
}
