using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Rows;

/// <summary>Reads and sets members as EF does, including fields and properties that a class hides from others.</summary>
internal static class MemberAccess
{
    public static MemberExpression Get(Expression owner, IPropertyBase member)
    {
        var info = member.GetMemberInfo(forMaterialization: false, forSet: false);
        return Expression.MakeMemberAccess(Expression.Convert(owner, info.DeclaringType!), info);
    }

    public static Func<object, object?> Getter(IPropertyBase member) => Getter<object?>(member);

    public static Func<object, TValue> Getter<TValue>(IPropertyBase member)
    {
        var owner = Expression.Parameter(typeof(object), "owner");
        return Expression.Lambda<Func<object, TValue>>(Expression.Convert(Get(owner, member), typeof(TValue)), owner).Compile();
    }

    // Reflection can set a field that a compiled expression cannot: one that only a constructor sets. It sets a structure
    // within its box.
    public static Action<object, object?> Setter(IPropertyBase member) =>
        member.GetMemberInfo(forMaterialization: true, forSet: true) switch
        {
            FieldInfo field => field.SetValue,
            PropertyInfo property => property.SetValue,
            var other => throw new NotSupportedException($"{other.Name} is neither a field nor a property."),
        };
}
