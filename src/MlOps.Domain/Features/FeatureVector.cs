namespace MlOps.Domain.Features;

/// <summary>
/// The inputs of one prediction, in the order of a schema: its numbers and its categories. A missing value is null. NaN is a value
/// that is not a number, and differs from a missing one.
/// </summary>
public sealed class FeatureVector
{
    public const int MaxCategoryLength = 1000;

    internal FeatureVector(FeatureSchema schema, double?[] numbers, string?[] categories) =>
        (Schema, NumberArray, CategoryArray) = (schema, numbers, categories);

    public FeatureSchema Schema { get; }

    public ReadOnlySpan<double?> Numbers => NumberArray;

    public ReadOnlySpan<string?> Categories => CategoryArray;

    internal double?[] NumberArray { get; }

    internal string?[] CategoryArray { get; }

    /// <param name="schema">The order of the values.</param>
    /// <param name="numbers">All numbers of the schema.</param>
    /// <param name="categories">All categories of the schema.</param>
    public static FeatureVector Of(
        FeatureSchema schema, ReadOnlySpan<double?> numbers, ReadOnlySpan<string?> categories = default)
    {
        Guard.Given(schema, nameof(schema));
        RequireCount(schema, "numbers", schema.NumberCount, numbers.Length);
        RequireCount(schema, "categories", schema.CategoryCount, categories.Length);
        string?[] texts = [.. categories];
        foreach (var text in texts)
            Guard.OptionalText(text, nameof(Categories), MaxCategoryLength);

        return new FeatureVector(schema, [.. numbers], texts);
    }

    private static void RequireCount(FeatureSchema schema, string what, int expected, int given)
    {
        if (given != expected)
            throw new InvalidValueException("Features", $"must have {expected} {what}, as many as {schema}; there were {given}");
    }
}
