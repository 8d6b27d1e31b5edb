using System.Text.Json;
using MlOps.Domain.Features;
using MlOps.Import.Reports;

namespace MlOps.Import.Mapping;

/// <summary>The features of one document, as far as they were found.</summary>
/// <param name="schema">The order of the features.</param>
/// <param name="note">Counts the document by a sentence, for the report.</param>
internal sealed class FeatureValues(FeatureSchema schema, Action<string> note)
{
    private readonly double?[] _numbers = new double?[schema.NumberCount];
    private readonly string?[] _categories = new string?[schema.CategoryCount];

    public FeatureVector ToVector() => FeatureVector.Of(schema, _numbers, _categories);

    /// <summary>Takes the value of a feature; false if something of it is lost, so that the document must still hold it.</summary>
    public bool TryTake(SchemaFeature feature, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return true;

        return feature.Type == FeatureType.Number
            ? TryTakeNumber(feature, value, ref _numbers[feature.Position - 1])
            : TryTakeCategory(feature, value, ref _categories[feature.Position - 1]);
    }

    private bool TryTakeNumber(SchemaFeature feature, JsonElement value, ref double? number)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                number = value.GetDouble();
                return DecimalText.IsExact(value.GetRawText(), number.Value) || Refuse(ImportRemarks.FeatureHasMoreDigits(feature.Name));
            case JsonValueKind.True or JsonValueKind.False:
                number = value.GetBoolean() ? 1 : 0;
                note(ImportRemarks.FeatureBecomesNumber(feature.Name));
                return true;
            default:
                number = FindNumber(value);
                return number is not null || Refuse(ImportRemarks.FeatureDoesNotFit(feature));
        }
    }

    private bool TryTakeCategory(SchemaFeature feature, JsonElement value, ref string? category)
    {
        category = value.ValueKind == JsonValueKind.String ? value.GetString() : FindText(value);
        if (category is null or { Length: > FeatureVector.MaxCategoryLength })
        {
            category = null;
            return Refuse(ImportRemarks.FeatureDoesNotFit(feature));
        }

        if (value.ValueKind != JsonValueKind.String)
            note(ImportRemarks.FeatureBecomesText(feature.Name));

        return true;
    }

    private bool Refuse(string remark)
    {
        note(remark);
        return false;
    }

    /// <summary>A number that JSON writes as text, since it has no such numbers.</summary>
    public static double? FindNumber(JsonElement value) => value.ValueKind != JsonValueKind.String ? null : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };

    // The operator ->> of jsonb writes all digits in place of an exponent, and zero without a sign.
    private static string? FindText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number when value.GetRawText() is var text && text.IndexOfAny(['e', 'E']) < 0 =>
            value.GetDouble() == 0 ? text.TrimStart('-') : text,
        _ => null,
    };
}
