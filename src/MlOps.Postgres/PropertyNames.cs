using System.Linq.Expressions;

namespace MlOps.Postgres;

/// <summary>Reads the name of a property from an expression such as x => x.Id.</summary>
internal static class PropertyNames
{
    public static string Read<TEntity, TValue>(Expression<Func<TEntity, TValue>> property) =>
        property.Body is MemberExpression { Expression: ParameterExpression } member
            ? member.Member.Name
            : throw new ArgumentException($"'{property}' must name a property, as in x => x.Id.", nameof(property));
}
