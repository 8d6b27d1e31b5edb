using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Postgres.Views;

/// <summary>A table within a view's query. As text it is the table with its alias.</summary>
public sealed class ViewTable<TEntity>
    where TEntity : class
{
    private readonly IReadOnlyEntityType _entityType;
    private readonly StoreObjectIdentifier _table;
    private readonly string _alias;

    internal ViewTable(IReadOnlyEntityType entityType, string alias)
    {
        _entityType = entityType;
        _table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        _alias = alias;
    }

    /// <summary>A column, with the alias before it.</summary>
    public string this[Expression<Func<TEntity, object?>> property]
    {
        get
        {
            var body = property.Body is UnaryExpression { NodeType: ExpressionType.Convert } boxed ? boxed.Operand : property.Body;
            var name = ((MemberExpression)body).Member.Name;
            var column = _entityType.FindProperty(name)?.GetColumnName(_table)
                ?? throw new InvalidOperationException(
                    $"A view reads {typeof(TEntity).Name}.{name}, which is no column of table {_table.DisplayName()}.");
            return $"{_alias}.{column}";
        }
    }

    public override string ToString() => $"{_entityType.GetSchemaQualifiedTableName()} AS {_alias}";
}
