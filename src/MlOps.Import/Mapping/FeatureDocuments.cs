using System.Text.Json;
using MlOps.Domain.Features;
using MlOps.Import.Reports;

namespace MlOps.Import.Mapping;

/// <summary>Reads the features of a schema from documents, by their names.</summary>
internal sealed class FeatureDocuments(FeatureSchema schema)
{
    // Many teams store the features in an object of this name, beside other things.
    private const string Nested = "features";

    private readonly Dictionary<string, SchemaFeature> _features =
        schema.Features.ToDictionary(feature => feature.Name, StringComparer.Ordinal);

    public FeatureSchema Schema => schema;

    /// <summary>
    /// Takes the features out of the documents of a row; null if they have none. Of several members with one name, the first one counts.
    /// </summary>
    public FeatureVector? Take(IEnumerable<InputDocument> documents, Action<string> note)
    {
        var (values, found) = (new FeatureValues(schema, note), new HashSet<string>());
        foreach (var document in documents)
            Take(document, values, found);

        note(found.Count > 0 ? ImportRemarks.HasFeatures(schema) : ImportRemarks.HasNoFeatures(schema));
        return found.Count > 0 ? values.ToVector() : null;
    }

    private void Take(InputDocument document, FeatureValues values, HashSet<string> found)
    {
        List<JsonProperty> members = document.Root.ValueKind == JsonValueKind.Object ? [.. document.Root.EnumerateObject()] : [];
        var rest = new List<(string Name, string Text)>();
        var isTaken = Take(members.Where(member => !IsNested(member)), values, found, rest);
        foreach (var nested in members.Where(IsNested))
        {
            // The members at the top were taken before, so they win.
            var inner = new List<(string, string)>();
            var isInnerTaken = Take(nested.Value.EnumerateObject(), values, found, inner);
            isTaken |= isInnerTaken;
            if (inner.Count > 0 || !isInnerTaken)
                rest.Add((nested.Name, JsonMembers.Write(inner)));
        }

        if (isTaken)
            document.Take(rest);
    }

    private bool Take(
        IEnumerable<JsonProperty> members, FeatureValues values, HashSet<string> found, List<(string Name, string Text)> rest)
    {
        var isTaken = false;
        foreach (var member in members)
        {
            if (_features.TryGetValue(member.Name, out var feature) && found.Add(member.Name) && values.TryTake(feature, member.Value))
                isTaken = true;
            else
                rest.Add((member.Name, member.Value.GetRawText()));
        }

        return isTaken;
    }

    private static bool IsNested(JsonProperty member) => member is { Name: Nested, Value.ValueKind: JsonValueKind.Object };
}
