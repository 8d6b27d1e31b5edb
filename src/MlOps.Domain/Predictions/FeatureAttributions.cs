using MlOps.Domain.Features;

namespace MlOps.Domain.Predictions;

/// <summary>How much each feature contributed to an answer, as a method such as SHAP says.</summary>
public sealed record FeatureAttributions
{
    public const int MaxMethodLength = 100;

    /// <param name="method">The method: "shap".</param>
    /// <param name="values">One for each feature of the schema, in the order of all features. A missing one is null.</param>
    public FeatureAttributions(string method, params IEnumerable<double?> values)
    {
        Method = Guard.Text(method, nameof(Method), MaxMethodLength);
        Values = [.. Guard.Given(values, nameof(Values))];
    }

    public string Method { get; }

    public IReadOnlyList<double?> Values { get; }

    internal double?[] ValuesFor(FeatureVector? features)
    {
        if (features is null)
            throw new InvalidValueException(nameof(PredictionDetails.Attributions), "must come with features, which name their order");

        var count = features.Schema.NumberCount + features.Schema.CategoryCount;
        return Values.Count == count
            ? [.. Values]
            : throw new InvalidValueException(
                nameof(PredictionDetails.Attributions),
                $"must have {count} values, as many as {features.Schema} has features; there were {Values.Count}");
    }
}
