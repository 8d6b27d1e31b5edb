using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The feature schemas of another database of MlOps, each with its features.</summary>
internal sealed class FeatureSchemaTable : ImportTable
{
    private const string Features = "features";

    public override TableShape Source { get; } = new(
        "ml_feature_schemas",
        Key("id"),
        Column("name").Required(),
        Column("version").Required(),
        Column("created_at").Required(),
        "hash")
    {
        Children = new SourceChildren(Features, "ml_schema_features", "schema_id"),
        Marker = Features,
        IgnoredColumns = ["number_count", "category_count"],
    };

    public override Type EntityType => typeof(FeatureSchema);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var features = row.GetJson(Features).As<JsonElement>().EnumerateArray()
            .OrderBy(feature => FindNumber(feature, "ordinal")).ToList();
        var schema = FeatureSchema.Define(
            row.GetText("name"), row.GetInteger("version"), row.GetTime("created_at"),
            features.ConvertAll(feature => ReadDefinition(row, feature))).WithId(import.GetId());
        foreach (var feature in schema.Features)
            feature.Follow(schema);

        RequireOrder(row, schema, features);
        if (features.Exists(feature => FindText(feature, "feature_id") is not null))
            import.Note(ImportRemarks.HasNoCatalogue);

        var known = import.State.SourceSchemas!;
        var equal = known.FindEqual(schema);
        if (equal is not null)
            RequireEqual(row, import, schema, equal);

        known.Add(row.GetText("id"), equal ?? schema);
        return [equal ?? schema, .. (equal ?? schema).Features];
    }

    // The arrays of predictions have no names, so a schema with another order would give them a wrong meaning.
    private static void RequireOrder(SourceRow row, FeatureSchema schema, List<JsonElement> features)
    {
        if (row.FindText("hash") is { } hash && hash != schema.Hash)
            throw row.Refuse("hash", $"must be {schema.Hash}, which is the hash of the features");

        foreach (var (given, feature) in features.Zip(schema.Features))
        {
            if (FindNumber(given, "ordinal") != feature.Ordinal || FindNumber(given, "position") != feature.Position)
                throw row.Refuse(Features, "must have the places 1, 2, 3 and so on, of all features and of those of each type");
        }
    }

    private static void RequireEqual(SourceRow row, ImportContext import, FeatureSchema schema, FeatureSchema equal)
    {
        if ((equal.Name, equal.Version) != (schema.Name, schema.Version))
            throw row.Refuse("id", $"must be another one, since schema '{equal.Name}' version {equal.Version} has it");

        if (equal.Hash != schema.Hash)
        {
            throw row.Refuse(
                "hash", $"must be {equal.Hash}, since there is a schema '{equal.Name}' version {equal.Version} with other features");
        }

        if (equal.Features.Zip(schema.Features).Any(pair => Describe(pair.First) != Describe(pair.Second)))
            import.Note(ImportRemarks.KeepsSchema(equal));
    }

    // The hash holds only what gives the arrays of predictions their meaning.
    private static (double?, double?, string?) Describe(SchemaFeature feature) =>
        (feature.ExpectedMin, feature.ExpectedMax, feature.Description);

    private static FeatureDefinition ReadDefinition(SourceRow row, JsonElement feature)
    {
        var name = FindText(feature, "name")!;
        var definition = SourceText.ParseChoice<FeatureType>(FindText(feature, "type") ?? "", []) switch
        {
            FeatureType.Number => FeatureDefinition.Number(name, FindNumber(feature, "expected_min"), FindNumber(feature, "expected_max")),
            FeatureType.Category => FeatureDefinition.Category(name),
            _ => throw row.Refuse(Features, $"must each have a type: {string.Join(" or ", Enum.GetNames<FeatureType>())}"),
        };
        return definition with { Description = FindText(feature, "description") };
    }

    private static string? FindText(JsonElement feature, string name) =>
        feature.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? FindNumber(JsonElement feature, string name) =>
        feature.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
