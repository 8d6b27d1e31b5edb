using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The feature store.</summary>
/// <param name="table">Its table, which has one of two usual names.</param>
internal sealed class FeatureValueTable(string table = FeatureValueTable.Table) : ImportTable
{
    public const string Table = "ml_feature_store";

    public override TableShape Source { get; } = new(
        table,
        Key("feature_id", "id"),
        FeatureTable.Name,
        FeatureTable.Kind,
        FeatureTable.CreatedAt,
        Column("known_at", "available_at", "knowledge_time", "ingested_at")
            .WhenMissing("created_at"),
        Column("entity_id", "resource_id", "entity").Required(),
        Document("value", "feature_value", "feature_values", "features").Required(),
        Column(
            "event_time", "event_timestamp", "valid_from", "effective_from", "observed_at", "as_of", "timestamp")
            .WhenMissing("known_at"),
        "quality_score",
        "completeness_score");

    public override string Target => Table;

    public override Type EntityType => typeof(FeatureValue);

    public override IReadOnlyList<string> Times => ["known_at", "created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var knownAt = ReadKnownAt(row, import);
        var value = FeatureValue.Record(
            row.GetText("feature_name"),
            FeatureTable.ReadKind(row),
            row.GetText("entity_id"),
            row.GetJson("value"),
            row.FindTime("event_time") ?? knownAt,
            knownAt,
            row.FindNumber("quality_score"),
            row.FindNumber("completeness_score"));
        return [value.WithId(import.GetSlicedId(knownAt))];
    }

    // A value may be written down before it is known, and a query for that time must not find it.
    private static DateTimeOffset ReadKnownAt(SourceRow row, ImportContext import)
    {
        if (row.FindTime("known_at") is { } knownAt)
            return knownAt;

        var createdAt = row.GetTime("created_at");
        if (row.HasColumn("known_at"))
            import.NoteSubstitute("known_at", "created_at");

        return createdAt;
    }
}
