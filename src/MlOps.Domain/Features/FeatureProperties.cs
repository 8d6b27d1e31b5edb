using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Features;

/// <summary>Finds the properties of a class that are features, in the order in which the class declares them.</summary>
internal static class FeatureProperties
{
    private static readonly HashSet<Type> Numbers =
    [
        typeof(double), typeof(float), typeof(decimal), typeof(long), typeof(int), typeof(short), typeof(byte), typeof(sbyte),
        typeof(ulong), typeof(uint), typeof(ushort), typeof(bool),
    ];

    public static IReadOnlyList<FeatureDefinition> DefinitionsOf(Type type) =>
    [
        .. Of(type).Select(property =>
            TypeOf(property) == FeatureType.Number
                ? FeatureDefinition.Number(NameOf(property))
                : FeatureDefinition.Category(NameOf(property))),
    ];

    public static Dictionary<string, PropertyInfo> ByName(Type type) => Of(type).ToDictionary(NameOf, StringComparer.Ordinal);

    /// <exception cref="InvalidValueException">A feature cannot have the type of the property.</exception>
    public static FeatureType TypeOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (Numbers.Contains(type))
            return FeatureType.Number;

        return type == typeof(string) || type.IsEnum
            ? FeatureType.Category
            : throw new InvalidValueException(
                $"{property.DeclaringType!.Name}.{property.Name}",
                $"must be a number, a truth value, a text or an enumeration to be a feature; its type was {type.Name}. " +
                "Convert it, or mark it with JsonIgnore");
    }

    private static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .OrderBy(property => property.MetadataToken);

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
