using System.Linq.Expressions;
using System.Reflection;

namespace MlOps.Domain.Features;

/// <summary>Reads the features of a schema from the properties of an object, without boxing.</summary>
internal sealed class FeatureReader<T>
    where T : notnull
{
    private readonly FeatureSchema _schema;
    private readonly Action<T, double?[], string?[]> _read;

    public FeatureReader(FeatureSchema schema)
    {
        // Otherwise all values would count as missing.
        if (schema.Features.Count != schema.NumberCount + schema.CategoryCount)
        {
            throw new InvalidValueException(
                nameof(schema.Features),
                $"must be loaded to read objects; {schema} has {schema.NumberCount + schema.CategoryCount}, and " +
                $"{schema.Features.Count} were loaded");
        }

        _schema = schema;
        _read = Compile(schema);
    }

    public FeatureVector Read(T inputs)
    {
        Guard.Given<object>(inputs, nameof(inputs));
        var (numbers, categories) = (new double?[_schema.NumberCount], new string?[_schema.CategoryCount]);
        _read(inputs, numbers, categories);
        foreach (var category in categories)
            Guard.OptionalText(category, nameof(FeatureVector.Categories), FeatureVector.MaxCategoryLength);

        return new FeatureVector(_schema, numbers, categories);
    }

    private static Action<T, double?[], string?[]> Compile(FeatureSchema schema)
    {
        var inputs = Expression.Parameter(typeof(T), "inputs");
        var numbers = Expression.Parameter(typeof(double?[]), "numbers");
        var categories = Expression.Parameter(typeof(string[]), "categories");
        var properties = FeatureProperties.ByName(typeof(T));
        var assignments = schema.Features.Select(feature =>
        {
            var property = Find(schema, feature, properties);
            var value = Expression.Property(inputs, property);
            return feature.Type == FeatureType.Number
                ? Assign(numbers, feature, ToNumber(value))
                : Assign(categories, feature, ToText(value));
        });
        return Expression.Lambda<Action<T, double?[], string?[]>>(Expression.Block(assignments), inputs, numbers, categories).Compile();
    }

    private static PropertyInfo Find(FeatureSchema schema, SchemaFeature feature, Dictionary<string, PropertyInfo> properties)
    {
        if (!properties.TryGetValue(feature.Name, out var property))
            throw new InvalidValueException(typeof(T).Name, $"must have a property for the feature '{feature.Name}' of {schema}");

        return FeatureProperties.TypeOf(property) == feature.Type
            ? property
            : throw new InvalidValueException(
                $"{typeof(T).Name}.{property.Name}",
                $"must be a {(feature.Type == FeatureType.Number ? "number" : "text")}, as {schema} says; " +
                $"its type was {property.PropertyType.Name}");
    }

    private static BinaryExpression Assign(Expression array, SchemaFeature feature, Expression value) =>
        Expression.Assign(Expression.ArrayAccess(array, Expression.Constant(feature.Position - 1)), value);

    private static Expression ToNumber(Expression value)
    {
        if (Nullable.GetUnderlyingType(value.Type) != typeof(bool) && value.Type != typeof(bool))
            return Expression.Convert(value, typeof(double?));

        var number = Expression.Condition(
            Expression.Convert(value, typeof(bool)), Expression.Constant(1.0, typeof(double?)), Expression.Constant(0.0, typeof(double?)));
        return value.Type == typeof(bool)
            ? number
            : Expression.Condition(
                Expression.Property(value, nameof(Nullable<bool>.HasValue)), number, Expression.Constant(null, typeof(double?)));
    }

    private static Expression ToText(Expression value)
    {
        if (value.Type == typeof(string))
            return value;

        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        var name = typeof(Enum).GetMethod(nameof(Enum.GetName), 1, [Type.MakeGenericMethodParameter(0)])!.MakeGenericMethod(type);
        var text = Expression.Coalesce(
            Expression.Call(name, Expression.Convert(value, type)),
            Expression.Call(Expression.Convert(value, typeof(object)), nameof(ToString), null));
        return value.Type == type
            ? text
            : Expression.Condition(
                Expression.Property(value, nameof(Nullable<int>.HasValue)), text, Expression.Constant(null, typeof(string)));
    }
}
