using System.Linq.Expressions;

namespace MlOps.Postgres;

/// <summary>Reads the names of properties from expressions such as x => x.Id.</summary>
internal static class PropertyNames
{
    public static string Read<TEntity, TValue>(Expression<Func<TEntity, TValue>> property) =>
        FindName(property.Body)
        ?? throw new ArgumentException($"'{property}' must name a property, as in x => x.Id.", nameof(property));

    /// <summary>Reads one or several: x => x.Id, or x => new { x.TenantId, x.Id }.</summary>
    public static IReadOnlyList<string> ReadAll<TEntity>(Expression<Func<TEntity, object?>> properties)
    {
        var names = properties.Body is NewExpression several ? several.Arguments.Select(FindName).ToList() : [FindName(properties.Body)];
        return names.Count > 0 && !names.Contains(null)
            ? [.. names.OfType<string>()]
            : throw new ArgumentException(
                $"'{properties}' must name properties, as in x => new {{ x.TenantId, x.Id }}.", nameof(properties));
    }

    private static string? FindName(Expression body) =>
        (body is UnaryExpression { NodeType: ExpressionType.Convert } converted ? converted.Operand : body)
        is MemberExpression { Expression: ParameterExpression } member
            ? member.Member.Name
            : null;
}
