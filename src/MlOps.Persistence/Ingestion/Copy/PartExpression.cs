using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>Builds the expressions by which COPY reads members of an entity, of its parts, and of entities that it refers to.</summary>
internal static class PartExpression
{
    /// <summary>Whether values of a type may be missing.</summary>
    public static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>
    /// Reads a member. One COPY of the root's table has the rows of all leaves, so the entity is cast to the class that declares
    /// the member. The columns of a missing part are null.
    /// </summary>
    public static Expression Read(Expression instance, IPropertyBase member)
    {
        var info = member.GetMemberInfo(forMaterialization: false, forSet: false);
        return IfPresent(instance, Expression.MakeMemberAccess(Expression.Convert(instance, info.DeclaringType!), info));
    }

    /// <summary>Reads a value, or null if the part is missing.</summary>
    public static Expression IfPresent(Expression instance, Expression value)
    {
        // The entity itself is never missing.
        if (instance is ParameterExpression || !CanBeNull(instance.Type))
            return value;

        var type = CanBeNull(value.Type) ? value.Type : typeof(Nullable<>).MakeGenericType(value.Type);
        return Expression.Condition(
            Expression.Equal(instance, Expression.Constant(null, instance.Type)),
            Expression.Default(type),
            Expression.Convert(value, type));
    }
}
