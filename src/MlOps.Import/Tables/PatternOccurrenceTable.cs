using MlOps.Domain;
using MlOps.Domain.Patterns;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The places where patterns were found.</summary>
internal sealed class PatternOccurrenceTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "pattern_occurrences",
        Key("occurrence_id", "id"),
        Column("pattern_id", "identified_pattern_id").Required(),
        Column("source_type", "entity_type").WhenMissing($"'{Unknown}'"),
        Column("source_id", "entity_id").WhenMissing($"'{Unknown}'"),
        Document("location_data", "location", "context"),
        Column("confidence_score", "confidence"),
        Column("created_at", "detected_at", "occurred_at", "timestamp").Required())
    {
        HasExtraColumns = true,
    };

    public override Type? CountedAs => typeof(PatternOccurrence);

    public override Type EntityType => typeof(PatternOccurrence);

    public override IReadOnlyList<string> Times => ["created_at"];

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var id = import.GetSlicedId(at);
        var occurrence = PatternOccurrence.Record(
            import.GetReference<IdentifiedPattern>("pattern_id", IdentifiedPatternTable.Table).Id,
            import.GetTextOrUnknown("source_type"),
            import.GetTextOrUnknown("source_id"),
            at,
            import.AddExtraColumns(row.FindJson("location_data"), "location_data"),
            row.FindNumber("confidence_score"));
        return [occurrence.WithId(id)];
    }
}
