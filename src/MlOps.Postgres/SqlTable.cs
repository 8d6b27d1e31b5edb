using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres;

/// <summary>
/// The table of an entity within a statement, named as the model names it. As text it is the table with its alias.
/// </summary>
public sealed class SqlTable<TEntity>
    where TEntity : class
{
    private readonly IReadOnlyEntityType _entityType;
    private readonly StoreObjectIdentifier _table;
    private readonly ISqlGenerationHelper _sql;
    private readonly string _alias;
    private readonly string _statement;

    /// <param name="entityType">The entity.</param>
    /// <param name="alias">The alias of its table.</param>
    /// <param name="sql">Quotes names.</param>
    /// <param name="statement">How errors call the statement: View 'v_orders'.</param>
    internal SqlTable(IReadOnlyEntityType entityType, string alias, ISqlGenerationHelper sql, string statement)
    {
        _sql = sql;
        _statement = statement;
        _entityType = entityType;
        _table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        _alias = alias;
    }

    /// <summary>The table without its alias. It is also the type of its rows, which a function can take.</summary>
    public string Name => _sql.DelimitIdentifier(_table.Name, _table.Schema);

    /// <summary>A column, with the alias before it.</summary>
    public SqlColumn this[Expression<Func<TEntity, object?>> property] => new($"{_alias}.{FindColumn(property)}");

    /// <summary>A column without the alias, as SET needs it.</summary>
    internal SqlColumn Assigned(Expression<Func<TEntity, object?>> property) => new(FindColumn(property));

    /// <summary>A value as the column of a property stores it: the text of an enumeration, for instance.</summary>
    internal object? Stored(Expression<Func<TEntity, object?>> property, object? value) =>
        FindProperty(property).GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;

    public override string ToString() => $"{Name} AS {_alias}";

    private string FindColumn(Expression<Func<TEntity, object?>> property) =>
        _sql.DelimitIdentifier(FindProperty(property).GetColumnName(_table)!);

    private IReadOnlyProperty FindProperty(Expression<Func<TEntity, object?>> property)
    {
        var body = property.Body is UnaryExpression { NodeType: ExpressionType.Convert } boxed ? boxed.Operand : property.Body;
        var name = body is MemberExpression { Expression: ParameterExpression } member ? member.Member.Name : null;
        var found = name is null ? null : _entityType.FindProperty(name);
        return found?.GetColumnName(_table) is not null
            ? found
            : throw new InvalidOperationException(
                $"{_statement} reads {typeof(TEntity).Name}.{name ?? body.ToString()}, which is no column of table " +
                $"{_table.DisplayName()}. Name a property that is stored there: " +
                "a leaf's other columns are in its root's table.");
    }
}
