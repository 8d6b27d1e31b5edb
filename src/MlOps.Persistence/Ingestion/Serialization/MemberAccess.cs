using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>How members are read and set where EF reads and sets them: fields, and properties that only EF may set, too.</summary>
internal static class MemberAccess
{
    public static MemberExpression Get(Expression owner, IPropertyBase member)
    {
        var info = member.GetMemberInfo(forMaterialization: false, forSet: false);
        return Expression.MakeMemberAccess(Expression.Convert(owner, info.DeclaringType!), info);
    }

    public static Func<object, object?> Getter(IPropertyBase member)
    {
        var owner = Expression.Parameter(typeof(object), "owner");
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(Get(owner, member), typeof(object)), owner).Compile();
    }

    // Reflection sets what no compiled expression may: a field that only a constructor sets. A structure is set within its box.
    public static Action<object, object?> Setter(IPropertyBase member) =>
        member.GetMemberInfo(forMaterialization: true, forSet: true) switch
        {
            FieldInfo field => field.SetValue,
            PropertyInfo property => property.SetValue,
            var other => throw new NotSupportedException($"{other.Name} is neither a field nor a property."),
        };
}
