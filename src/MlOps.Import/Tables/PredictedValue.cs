using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Statistics;
using MlOps.Import.Mapping;
using MlOps.Import.Source;

namespace MlOps.Import.Tables;

/// <summary>Values of predictions, which some teams store as documents: {"probability": 0.85}.</summary>
internal static class PredictedValue
{
    private static readonly string[] Members = ["value", "probability", "prediction", "score", "predicted_value"];

    /// <summary>The number of a column, and the document of it if it is one.</summary>
    public static (double? Number, Json? Document) Read(SourceRow row, string name)
    {
        if (row.FindText(name) is not { } text)
            return (null, null);

        var isDocument = row.IsJson(name) || text.AsSpan().TrimStart() is ['{', ..];
        if (!isDocument || SourceText.ParseNumber(text) is not null)
            return (row.GetNumber(name), null);

        var document = Json.Parse(text, name);
        var value = document.As<JsonElement>();
        var number = value.ValueKind == JsonValueKind.Object ? FindNumber(value) : null;
        return (number, value.ValueKind == JsonValueKind.Null ? null : document);
    }

    /// <summary>The interval of a document: {"lower": 0.8, "upper": 0.9} or [0.8, 0.9].</summary>
    public static ConfidenceInterval? ReadInterval(SourceRow row, ImportContext import, string name)
    {
        if (row.FindJson(name)?.As<JsonElement>() is not { } document)
            return null;

        var bounds = document.ValueKind switch
        {
            JsonValueKind.Object => [Find(document, "lower"), Find(document, "upper")],
            JsonValueKind.Array => document.EnumerateArray().Select(FindOwnNumber).ToArray(),
            _ => [],
        };
        if (bounds is [{ } lower, { } upper])
            return new ConfidenceInterval(lower, upper);

        import.DoNotImport(name, "it has no lower and upper bound");
        return null;
    }

    private static double? FindNumber(JsonElement document) =>
        Members.Select(name => Find(document, name)).FirstOrDefault(number => number is not null)
        ?? (document.EnumerateObject().ToList() is [var only] ? FindOwnNumber(only.Value) : null);

    private static double? Find(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) ? FindOwnNumber(value) : null;

    private static double? FindOwnNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
