using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The columns with documents that may have features. The first one of a table becomes context.</summary>
internal static class InputColumns
{
    private const string Name = "context";

    public static readonly SourceColumn Context = Document(Name, "metadata", "input_features", "features", "input_data");

    /// <summary>Takes the features out of all documents of a row. The rest is for context, and for "imported" in it.</summary>
    public static (FeatureVector? Features, Json? Context, string Others) Read(
        SourceRow row, ImportContext import, Lazy<FeatureDocuments?> named)
    {
        var (context, text) = (row.FindJson(Name), row.ReadExtraColumns());
        if (!import.State.Schemas.HasAny)
            return (null, context, text);

        var others = row.HasExtraColumn(Context.SourceNames) ? Json.Parse(text, Name).As<JsonElement>().EnumerateObject().ToList() : [];
        var first = context is null ? null : new InputDocument(Name, context.As<JsonElement>());
        var further = Context.SourceNames.SelectMany(name => others.Where(other => other.NameEquals(name)))
            .Select(other => new InputDocument(other.Name, ReadText(other.Value))).ToList();
        InputDocument[] documents = first is null ? [.. further] : [first, .. further];
        if (documents.Length == 0 || named.Value?.Take(documents, import.Note) is not { } features)
            return (null, context, text);

        if (first is { IsTaken: true })
            context = first.Rest is null ? null : Json.Parse(first.Rest, Name);

        var taken = further.Where(document => document.IsTaken).ToDictionary(document => document.Column, document => document.Rest);
        var rest = others
            .Select(other => (other.Name, Text: taken.TryGetValue(other.Name, out var remains) ? remains : other.Value.GetRawText()))
            .Where(other => other.Text is not null);
        return (features, context, taken.Count == 0 ? text : JsonMembers.Write(rest!));
    }

    // A column of text may have a document too. If it has none, it stays as it is.
    private static JsonElement ReadText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || !value.GetString()!.AsSpan().TrimStart().StartsWith("{"))
            return value;

        try
        {
            return Json.Parse(value.GetString()!).As<JsonElement>();
        }
        catch (InvalidValueException)
        {
            return value;
        }
    }
}
