using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Versions of models. Their promotions become the history of stages.</summary>
internal sealed class ModelVersionTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "model_versions",
        Key("version_id", "id"),
        Column("model_name", "name").Required(),
        Column("version", "model_version").Required(),
        Column("mlflow_run_id", "run_id"),
        Column("stage", "current_stage").WhenMissing($"'{ModelStage.None}'"),
        Column("f1_score", "f1"),
        Column("brier_score", "brier"),
        Document("metrics"),
        Document("hyperparameters"),
        Document("parameters"),
        Column("promoted_at", "deployed_at"),
        Column("promoted_by", "deployed_by"),
        Column("created_at", "timestamp", "registered_at", "promoted_at").Required())
    {
        LatestFirst = "promoted_at",
    };

    public override Type EntityType => typeof(ModelVersion);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var createdAt = row.GetTime("created_at");
        var promotedAt = row.FindTime("promoted_at");
        // A version is often written down after its promotion.
        var beganAt = promotedAt < createdAt ? promotedAt.Value : createdAt;
        var version = VersionMapping.Begin(row, import, row.GetText("model_name"), beganAt).WithId(import.GetId());
        VersionMapping.Complete(version, row, import, beganAt);
        // The database would refuse it too, but by then this version would have archived the one before it.
        if (!import.State.TryAddName(version.ModelName, version.Version, version.Id))
            throw row.Refuse("version", "must be unique within the model: another row has it");

        var history = MoveToStage(version, row, import, promotedAt)
            .Select(transition => VersionMapping.GiveId(version, transition)).ToList();
        import.State.AddVersion(version.Id);
        return [version.RecordedAt(createdAt), .. history, .. VersionMapping.ListServingPeriods(version)];
    }

    private static List<StageTransition> MoveToStage(
        ModelVersion version, SourceRow row, ImportContext import, DateTimeOffset? promotedAt)
    {
        var stage = row.FindChoice(
            "stage", ("prod", ModelStage.Production), ("stage", ModelStage.Staging), ("shadow", ModelStage.Staging));
        var change = new StageChange(
            row.FindText("promoted_by") ?? Unknown, "imported", promotedAt ?? version.CreatedAt);
        switch (stage)
        {
            case ModelStage.Production:
                if (promotedAt is null)
                    import.NoteSubstitute("promoted_at", "created_at");

                return Promote(version, import, change, isArchived: false);
            case ModelStage.Archived when promotedAt is not null:
                return Promote(version, import, change, isArchived: true);
            case ModelStage.Archived or ModelStage.Staging:
                return [version.MoveTo(stage.Value, change)];
            default:
                return [];
        }
    }

    // Of several versions in production, only the one that was promoted last stays. Each other one was archived by its successor.
    private static List<StageTransition> Promote(
        ModelVersion version, ImportContext import, StageChange change, bool isArchived)
    {
        var promotion = version.PromoteToProduction(null, change)[0];
        var nextAt = import.State.AddPromotion(version.ModelName, change.At);
        if (nextAt is null && !isArchived)
            return [promotion];

        if (!isArchived)
            import.Note(ImportRemarks.ReplacedVersion);

        var reason = nextAt is null ? "imported" : "imported: another version took its place";
        return [promotion, version.MoveTo(ModelStage.Archived, new StageChange(Unknown, reason, nextAt ?? change.At))];
    }
}
