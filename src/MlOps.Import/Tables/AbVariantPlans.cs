using System.Text.Json;
using MlOps.Domain.Experiments;
using MlOps.Import.Mapping;
using MlOps.Import.Source;

namespace MlOps.Import.Tables;

/// <summary>Reads the variants of an A/B experiment, of which the first one is the control.</summary>
internal static class AbVariantPlans
{
    /// <summary>The document of the table of variants, where the source has one.</summary>
    public const string Parts = "parts";

    private static readonly string[] Names = ["name", "variant", "variant_name", "id", "key"];
    private static readonly string[] Shares =
        ["planned_share", "share", "traffic", "traffic_split", "traffic_allocation", "allocation", "weight", "split"];

    public static VariantPlan[] Read(SourceRow row, ImportContext import)
    {
        var name = row.HasValue(Parts) ? Parts : "variants";
        if (row.FindJson(name)?.As<JsonElement>() is not { } document)
        {
            import.NoteSubstitute("variants", "'control' and 'treatment', with half of the participants each");
            return [new VariantPlan("control", 0.5), new VariantPlan("treatment", 0.5)];
        }

        var variants = List(document).ToList();
        if (variants.Count < 2 || variants.Exists(variant => variant.Name is null))
            throw row.Refuse(name, "must be two or more variants, each with a name");

        var total = variants.Sum(variant => variant.Share ?? 0);
        if (variants.Exists(variant => variant.Share is null) || total <= 0)
        {
            import.NoteSubstitute("the share of a variant", "the same share for each");
            return [.. Sort(variants).Select(variant => new VariantPlan(variant.Name!, 1.0 / variants.Count))];
        }

        // Weights and percentages add up to another number.
        return [.. Sort(variants).Select(variant => new VariantPlan(variant.Name!, variant.Share!.Value / total))];
    }

    private static IEnumerable<(string? Name, double? Share, bool IsControl)> Sort(
        IEnumerable<(string? Name, double? Share, bool IsControl)> variants) =>
        variants.OrderByDescending(variant => variant.IsControl);

    private static IEnumerable<(string? Name, double? Share, bool IsControl)> List(JsonElement document) => document.ValueKind switch
    {
        JsonValueKind.Array => document.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.String
            ? Describe(element.GetString(), element)
            : Describe(Find(element, Names) is { ValueKind: JsonValueKind.String } name ? name.GetString() : null, element)),
        JsonValueKind.Object => document.EnumerateObject().Select(member => Describe(member.Name, member.Value)),
        _ => [],
    };

    private static (string? Name, double? Share, bool IsControl) Describe(string? name, JsonElement variant)
    {
        var share = variant.ValueKind == JsonValueKind.Number ? variant : Find(variant, Shares);
        return (
            name,
            share is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null,
            Find(variant, "is_control") is { ValueKind: JsonValueKind.True } || name?.ToUpperInvariant() is "CONTROL" or "A");
    }

    private static JsonElement? Find(JsonElement variant, params string[] names)
    {
        if (variant.ValueKind != JsonValueKind.Object)
            return null;

        foreach (var name in names)
        {
            if (variant.TryGetProperty(name, out var value))
                return value;
        }

        return null;
    }
}
