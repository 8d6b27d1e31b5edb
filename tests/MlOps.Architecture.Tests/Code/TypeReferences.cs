using System.Reflection;

namespace MlOps.Architecture.Tests.Code;

/// <summary>
/// Lists the types that a compiled type uses: its bases, attributes, fields and signatures, and the locals, catches and
/// instructions of its methods. Constants, nameof and documentation leave no trace in compiled code.
/// </summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> List(Type type) => ListDirect(type).SelectMany(Unfold).Distinct();

    private static IEnumerable<Type> ListDirect(Type type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. type.GetCustomAttributesData().SelectMany(ListOfAttribute),
        .. type.GetFields(Declared).Select(field => field.FieldType),
        .. CompiledCode.ListMethods(type).SelectMany(ListOfMethod),
    ];

    private static IEnumerable<Type> ListOfAttribute(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.Select(argument => argument.Value).OfType<Type>().Append(attribute.AttributeType);

    private static IEnumerable<Type> ListOfMethod(MethodBase method)
    {
        var body = method.GetMethodBody();
        return
        [
            .. method is MethodInfo { ReturnType: var returned } ? [returned] : Type.EmptyTypes,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.IsGenericMethodDefinition
                ? method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints())
                : [],
            .. body?.LocalVariables.Select(local => local.LocalType) ?? [],
            .. body?.ExceptionHandlingClauses
                .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(clause => clause.CatchType!) ?? [],
            .. CompiledCode.ListReferences(method).SelectMany(reference => ListOfMember(reference.Member)),
        ];
    }

    private static IEnumerable<Type> ListOfMember(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [method.DeclaringType!, .. method.GetGenericArguments()],
        _ => [member.DeclaringType!],
    };

    private static IEnumerable<Type> Unfold(Type type)
    {
        if (type.HasElementType)
            return Unfold(type.GetElementType()!);

        if (type.IsGenericParameter)
            return [];

        return type.IsConstructedGenericType
            ? type.GetGenericArguments().SelectMany(Unfold).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
