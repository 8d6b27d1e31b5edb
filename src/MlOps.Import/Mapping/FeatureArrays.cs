using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Features;

namespace MlOps.Import.Mapping;

/// <summary>Reads arrays of the source, which it writes as JSON. The result is null if an array does not fit.</summary>
internal static class FeatureArrays
{
    /// <summary>Numbers. A missing one is null, which differs from NaN.</summary>
    public static double?[]? ReadNumbers(Json array)
    {
        var numbers = new List<double?>();
        foreach (var element in array.As<JsonElement>().EnumerateArray())
        {
            var number = element.ValueKind == JsonValueKind.Number ? element.GetDouble() : FeatureValues.FindNumber(element);
            // An array of several dimensions has arrays as elements.
            if (number is null && element.ValueKind != JsonValueKind.Null)
                return null;

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Categories. A missing one is null.</summary>
    public static string?[]? ReadCategories(Json array)
    {
        var elements = array.As<JsonElement>().EnumerateArray().ToList();
        var isList = elements.TrueForAll(element => element.ValueKind is JsonValueKind.String or JsonValueKind.Null);
        string?[] categories = isList ? [.. elements.Select(element => element.GetString())] : [];
        return isList && categories.All(category => category is null or { Length: <= FeatureVector.MaxCategoryLength }) ? categories : null;
    }
}
