using MlOps.Domain;
using MlOps.Domain.Features;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>The feature store, and the catalogue, which is made of the names in it.</summary>
internal static class FeatureTables
{
    private const string Table = "ml_feature_store";
    private const string KnownAt = "known_at";

    private static readonly ImportColumn Name = Text("feature_name", "name") with { IsNeeded = true };
    private static readonly ImportColumn Kind = Text("kind", "feature_type", "feature_kind", "feature_category") with { Otherwise = "features are contextual" };
    private static readonly ImportColumn CreatedAt = Time("created_at", "known_at", "computed_at", "timestamp") with { IsNeeded = true };

    public static readonly ImportTable Features = new([Table], "ml_features", [Name, Kind, CreatedAt], MakeFeature) { OncePer = "feature_name" };

    public static readonly ImportTable Values = new(
        [Table],
        Table,
        [
            Key("key", "feature_id", "id") with { IsNeeded = true },
            Name, Kind, CreatedAt,
            Time(KnownAt, "available_at", "knowledge_time", "ingested_at") with { Otherwise = "a value is known since it was written down" },
            Text("entity_id", "resource_id", "entity") with { IsNeeded = true },
            Json("value", "feature_value", "feature_values", "features") with { IsNeeded = true },
            Time("event_time", "event_timestamp", "valid_from", "effective_from", "observed_at", "as_of", "timestamp") with { Otherwise = "a value holds from when it is known" },
            Number("quality_score"),
            Number("completeness_score"),
        ],
        MakeValue);

    private static IEnumerable<Entity> MakeFeature(ImportRow row)
    {
        var name = row.Text("feature_name") ?? throw row.Missing("feature_name");
        var feature = Feature.Register(name, KindOf(row), ImportTable.Unknown, row.NeededTime("created_at"));
        return [feature.WithId(ImportedId.Sliced("features", name, feature.CreatedAt))];
    }

    private static IEnumerable<Entity> MakeValue(ImportRow row)
    {
        // A value that was written down and not yet known must not be found by a question about the time between.
        var knownAt = row.Time(KnownAt) ?? NotTold(row);
        var value = FeatureValue.Record(
            row.Text("feature_name") ?? throw row.Missing("feature_name"),
            KindOf(row),
            row.Text("entity_id") ?? throw row.Missing("entity_id"),
            row.Json("value") ?? throw row.Missing("value"),
            row.Time("event_time") ?? knownAt,
            knownAt,
            row.Number("quality_score"),
            row.Number("completeness_score"));
        return [value.WithId(row.SlicedId(Table, "key", knownAt))];
    }

    private static DateTimeOffset NotTold(ImportRow row)
    {
        var createdAt = row.NeededTime("created_at");
        return row.Knows(KnownAt) ? row.Note(createdAt, $"{KnownAt} was not told: created_at") : createdAt;
    }

    private static FeatureKind KindOf(ImportRow row) => row.Choice<FeatureKind>("kind") ?? FeatureKind.Contextual;
}
