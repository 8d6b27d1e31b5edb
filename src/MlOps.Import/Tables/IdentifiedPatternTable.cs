using MlOps.Domain;
using MlOps.Domain.Patterns;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Patterns that recur.</summary>
internal sealed class IdentifiedPatternTable : ImportTable
{
    public const string Table = "identified_patterns";

    public override TableShape Source { get; } = new(
        Table,
        Key("pattern_id", "id"),
        Column("pattern_type", "type").Required(),
        Column("pattern_name", "name").Required(),
        Column("confidence_score", "confidence").Required(),
        Column("description", "pattern_description"),
        Document("characteristics", "pattern_characteristics", "pattern_data", "pattern_definition"),
        Column("status", "state"),
        Column("is_active", "active"),
        Column("created_at", "detected_at", "first_detected", "first_detected_at", "first_seen", "timestamp").Required(),
        Column("updated_at", "last_detected", "last_seen"))
    {
        HasExtraColumns = true,
    };

    public override Type EntityType => typeof(IdentifiedPattern);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var id = import.GetId();
        var pattern = IdentifiedPattern.Identify(
            row.GetText("pattern_type"),
            row.GetText("pattern_name"),
            row.GetNumber("confidence_score"),
            row.GetTime("created_at"),
            row.FindText("description"),
            import.AddExtraColumns(row.FindJson("characteristics"), "characteristics")).WithId(id);
        if (IsDismissed(row))
            pattern.Dismiss(row.FindTime("updated_at") ?? pattern.CreatedAt);

        import.State.References.Add(pattern);
        return [pattern];
    }

    private static bool IsDismissed(SourceRow row) => row.FindChoice(
        "status",
        ("identified", PatternStatus.Active),
        ("confirmed", PatternStatus.Active),
        ("inactive", PatternStatus.Dismissed),
        ("archived", PatternStatus.Dismissed),
        ("resolved", PatternStatus.Dismissed)) is { } status
            ? status == PatternStatus.Dismissed
            : row.FindFlag("is_active") == false;
}
