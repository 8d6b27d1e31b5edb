using System.Text.Json;
using MlOps.Domain;

namespace MlOps.Import.Mapping;

/// <summary>The values of a row that have no column here. They are stored in one of its documents, under "imported".</summary>
internal sealed class ExtraColumns
{
    private readonly Dictionary<string, string> _values = [];

    public void Clear() => _values.Clear();

    /// <summary>Adds a value as JSON, or as text.</summary>
    public void Add(string column, string value, bool isJson) =>
        _values[column] = isJson ? value : JsonSerializer.Serialize(value);

    /// <summary>Adds the values to a document.</summary>
    /// <param name="document">The document of the row; null if it has none.</param>
    /// <param name="name">Its column.</param>
    /// <param name="others">More values, as an object of JSON.</param>
    public Json? AddTo(Json? document, string name, string others)
    {
        if (_values.Count == 0 && IsEmpty(others))
            return document;

        var imported = Merge(JsonMembers.Write(_values.Select(value => (value.Key, value.Value))), others);
        return Json.Parse(Merge(ToObject(document, name), $$"""{"imported": {{imported}}}"""), name);
    }

    // A document that is not an object, or already has such a member, becomes a member itself.
    private static string ToObject(Json? document, string name)
    {
        var text = document?.Text.Trim() ?? "{}";
        return text.StartsWith('{') && !text.Contains("\"imported\"", StringComparison.Ordinal)
            ? text
            : $$"""{"{{name}}": {{text}}}""";
    }

    // As text: faults of the values are found when the whole document is parsed.
    private static string Merge(string first, string second) =>
        IsEmpty(first) ? second : IsEmpty(second) ? first : $"{first[..^1]}, {second[1..]}";

    private static bool IsEmpty(string document) => document.AsSpan(1, document.Length - 2).IsWhiteSpace();
}
