using System.Text.Json;
using MlOps.Domain.Statistics;
using MlOps.Import.Mapping;
using MlOps.Import.Source;

namespace MlOps.Import.Tables;

/// <summary>Reads confusion matrices in the forms that are usual.</summary>
internal static class EvaluationMatrix
{
    public static ConfusionMatrix? Read(SourceRow row, ImportContext import)
    {
        if (row.FindJson("confusion_matrix")?.As<JsonElement>() is not { } document)
            return null;

        var matrix = document.ValueKind switch
        {
            JsonValueKind.Object => ReadClasses(document) ?? ReadBinary(document),
            JsonValueKind.Array => ReadCounts(document) is { Length: >= 2 } counts
                ? new ConfusionMatrix([.. counts.Select((_, index) => $"{index}")], counts)
                : null,
            _ => null,
        };
        if (matrix is null)
            import.DoNotImport("confusion_matrix", "its form is unknown");

        return matrix;
    }

    private static ConfusionMatrix? ReadClasses(JsonElement document) =>
        document.TryGetProperty("classes", out var names) && names.ValueKind == JsonValueKind.Array
        && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
        && document.TryGetProperty("counts", out var rows) && ReadCounts(rows) is { } counts
            ? new ConfusionMatrix([.. names.EnumerateArray().Select(name => name.GetString()!)], counts)
            : null;

    private static ConfusionMatrix? ReadBinary(JsonElement document) =>
        Find(document, "tp", "true_positives") is { } truePositives && Find(document, "fp", "false_positives") is { } falsePositives
        && Find(document, "fn", "false_negatives") is { } falseNegatives && Find(document, "tn", "true_negatives") is { } trueNegatives
            ? ConfusionMatrix.Binary(truePositives, falsePositives, falseNegatives, trueNegatives)
            : null;

    private static long? Find(JsonElement document, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (document.TryGetProperty(name, out var value))
                return ReadCount(value);
        }

        return null;
    }

    private static long[][]? ReadCounts(JsonElement rows)
    {
        if (rows.ValueKind != JsonValueKind.Array || rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array))
            return null;

        var counts = rows.EnumerateArray().Select(row => row.EnumerateArray().Select(ReadCount).ToArray()).ToArray();
        return counts.Any(row => row.Contains(null)) ? null : [.. counts.Select(row => row.Select(count => count!.Value).ToArray())];
    }

    private static long? ReadCount(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : null;
}
