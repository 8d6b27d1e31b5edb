using MlOps.Domain;
using MlOps.Domain.Patterns;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Proposals to do something.</summary>
internal sealed class RecommendationTable : ImportTable
{
    private const string Imported = "imported";

    public override TableShape Source { get; } = new(
        "recommendations",
        Key("recommendation_id", "id"),
        Column("recommendation_type", "type", "category").WhenMissing($"'{Unknown}'"),
        Column("title", "name", "summary").Required(),
        Column("pattern_id", "identified_pattern_id"),
        Column("priority", "severity", "urgency").WhenMissing($"'{RecommendationPriority.Medium}'"),
        Column("description", "details"),
        Document("action", "action_data", "suggested_action", "action_items", "implementation"),
        Column("confidence_score", "confidence"),
        Column("target_entity_type", "target_type", "entity_type"),
        Column("target_entity_id", "target_id", "entity_id"),
        Column("status", "state").WhenMissing($"'{RecommendationStatus.Proposed}'"),
        Column("status_changed_at", "decided_at", "reviewed_at", "updated_at").WhenMissing("created_at"),
        Column("status_changed_by", "decided_by", "reviewed_by", "updated_by").WhenMissing($"'{Unknown}'"),
        Column("status_reason", "rejection_reason", "feedback"),
        Column("applied_at", "implemented_at"),
        Column("created_at", "timestamp").Required())
    {
        HasExtraColumns = true,
    };

    public override Type EntityType => typeof(Recommendation);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var id = import.GetId();
        var details = new RecommendationDetails
        {
            PatternId = import.FindReference<IdentifiedPattern>("pattern_id", IdentifiedPatternTable.Table)?.Id,
            Priority = ReadPriority(row, import),
            Description = row.FindText("description"),
            ConfidenceScore = row.FindNumber("confidence_score"),
            TargetEntityType = row.FindText("target_entity_type"),
            TargetEntityId = row.FindText("target_entity_id"),
            // This is the last one, since some of the values above may be among the extra columns.
            Action = import.AddExtraColumns(row.FindJson("action"), "action"),
        };
        var recommendation = Recommendation.Propose(
            import.GetTextOrUnknown("recommendation_type"), row.GetText("title"), row.GetTime("created_at"), details).WithId(id);
        Decide(recommendation, row, import);
        return [recommendation];
    }

    // Many teams count priorities, from either end.
    private static RecommendationPriority ReadPriority(SourceRow row, ImportContext import)
    {
        if (row.FindText("priority") is not { } text)
            return RecommendationPriority.Medium;

        if (SourceText.ParseChoice<RecommendationPriority>(text, [("urgent", RecommendationPriority.Critical)]) is { } priority)
            return priority;

        import.DoNotImport("priority", $"it is none of {string.Join(", ", Enum.GetNames<RecommendationPriority>())}");
        return RecommendationPriority.Medium;
    }

    private static void Decide(Recommendation recommendation, SourceRow row, ImportContext import)
    {
        var status = row.FindChoice(
            "status",
            ("pending", RecommendationStatus.Proposed),
            ("open", RecommendationStatus.Proposed),
            ("new", RecommendationStatus.Proposed),
            ("approved", RecommendationStatus.Accepted),
            ("in_progress", RecommendationStatus.Accepted),
            ("dismissed", RecommendationStatus.Rejected),
            ("declined", RecommendationStatus.Rejected),
            ("implemented", RecommendationStatus.Applied),
            ("completed", RecommendationStatus.Applied),
            ("rolled_back", RecommendationStatus.Reverted));
        if (status is null or RecommendationStatus.Proposed)
            return;

        var by = import.GetTextOrUnknown("status_changed_by");
        var changedAt = row.FindTime("status_changed_at") ?? recommendation.CreatedAt;
        if (status == RecommendationStatus.Rejected)
        {
            recommendation.Reject(by, row.FindText("status_reason") ?? Imported, changedAt);
            return;
        }

        var appliedAt = row.FindTime("applied_at") ?? changedAt;
        var isApplied = status is RecommendationStatus.Applied or RecommendationStatus.Reverted;
        recommendation.Accept(by, isApplied ? appliedAt : changedAt, row.FindText("status_reason"));
        if (isApplied)
            recommendation.Apply(by, appliedAt);

        if (status == RecommendationStatus.Reverted)
            recommendation.Revert(by, row.FindText("status_reason") ?? Imported, changedAt);
    }
}
