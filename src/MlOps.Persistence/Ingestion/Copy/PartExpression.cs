using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>How COPY reads the members of an entity, of its parts, and of what it refers to.</summary>
internal static class PartExpression
{
    /// <summary>Whether values of a type may be missing.</summary>
    public static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>
    /// The member. The rows of all leaves are in one COPY of the root's table, so that an entity is cast to the class that
    /// declares the property. A part that is missing has no values at all: those of its columns are null.
    /// </summary>
    public static Expression Read(Expression instance, IPropertyBase member)
    {
        var info = member.GetMemberInfo(forMaterialization: false, forSet: false);
        return IfPresent(instance, Expression.MakeMemberAccess(Expression.Convert(instance, info.DeclaringType!), info));
    }

    /// <summary>The value, or null where the part is missing.</summary>
    public static Expression IfPresent(Expression instance, Expression value)
    {
        // The entity itself is what COPY iterates over.
        if (instance is ParameterExpression || !CanBeNull(instance.Type))
            return value;

        var type = CanBeNull(value.Type) ? value.Type : typeof(Nullable<>).MakeGenericType(value.Type);
        return Expression.Condition(
            Expression.Equal(instance, Expression.Constant(null, instance.Type)),
            Expression.Default(type),
            Expression.Convert(value, type));
    }
}
