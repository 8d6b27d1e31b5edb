using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Views;

/// <summary>A table within a view's query. As text it is the table with its alias.</summary>
public sealed class ViewTable<TEntity>
    where TEntity : class
{
    private readonly IReadOnlyEntityType _entityType;
    private readonly StoreObjectIdentifier _table;
    private readonly ISqlGenerationHelper _sql;
    private readonly string _alias;
    private readonly string _view;

    internal ViewTable(IReadOnlyEntityType entityType, string alias, ISqlGenerationHelper sql, string view)
    {
        _sql = sql;
        _view = view;
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
            var name = body is MemberExpression { Expression: ParameterExpression } member ? member.Member.Name : null;
            var column = (name is null ? null : _entityType.FindProperty(name)?.GetColumnName(_table))
                ?? throw new InvalidOperationException(
                    $"View '{_view}' reads {typeof(TEntity).Name}.{name ?? body.ToString()}, which is no column of table " +
                    $"{_table.DisplayName()}. Name a property that is stored there: a leaf's other columns are in its root's table.");
            return $"{_alias}.{_sql.DelimitIdentifier(column)}";
        }
    }

    public override string ToString() => $"{_sql.DelimitIdentifier(_table.Name, _table.Schema)} AS {_alias}";
}
