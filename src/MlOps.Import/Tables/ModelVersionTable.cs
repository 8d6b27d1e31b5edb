using MlOps.Domain;
using MlOps.Domain.Registry;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>model_versions, with the promotion of each, from which its history of stages is made.</summary>
internal static class ModelVersionTable
{
    public const string Table = "model_versions";

    public static readonly ImportTable Versions = new(
        [Table],
        Table,
        [
            Key("key", "version_id", "id") with { IsNeeded = true },
            Text("model_name", "name") with { IsNeeded = true },
            Text("version", "model_version") with { IsNeeded = true },
            Text("mlflow_run_id", "run_id"),
            Text("stage", "current_stage") with { Otherwise = "versions are in no stage" },
            Number("f1_score", "f1"),
            Number("brier_score", "brier"),
            Json("metrics"),
            Json("hyperparameters"),
            Json("parameters"),
            Time("promoted_at", "deployed_at"),
            Text("promoted_by", "deployed_by"),
            Time("created_at", "timestamp", "registered_at", "promoted_at") with { IsNeeded = true },
        ],
        Make)
    { Order = "promoted_at" };

    public static ModelVersion Begin(ImportRow row, string modelName, DateTimeOffset at) => ModelVersion.Begin(
        Model.Register(modelName, ImportTable.Unknown, ImportTable.Unknown, at),
        row.Text("version", ImportTable.Unknown),
        at,
        new ModelVersionOrigin
        {
            MlflowRunId = row.Text("mlflow_run_id"),
            Hyperparameters = row.Json("hyperparameters"),
            Parameters = row.Json("parameters"),
        });

    public static void Complete(ModelVersion version, ImportRow row, DateTimeOffset at) =>
        version.CompleteTraining(at, row.Metrics("metrics"), row.Number("f1_score"), row.Number("brier_score"));

    public static StageTransition Transition(ModelVersion version, StageTransition transition) =>
        transition.WithId(ImportedId.Sliced("model_stage_transitions", $"{version.Id}/{transition.ToStage}", transition.CreatedAt));

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var createdAt = row.NeededTime("created_at");
        var promotedAt = row.Time("promoted_at");
        // It is often written down after it has happened.
        var began = promotedAt < createdAt ? promotedAt.Value : createdAt;
        var version = Begin(row, row.Text("model_name") ?? throw row.Missing("model_name"), began)
            .WithId(row.PlainId(Table, "key"));
        Complete(version, row, began);
        // The database refuses it as well, but too late: the version before would have been archived by it.
        if (row.Memory.IsNameTaken(version.ModelName, version.Version, version.Id))
            throw row.Fault("version", "must be that of one version of the model: another row has it");

        var transitions = Moves(row, version, promotedAt).Select(move => Transition(version, move)).ToList();
        row.Memory.AddVersion(version.Id);
        return [version.RecordedAt(createdAt), .. transitions];
    }

    private static IEnumerable<StageTransition> Moves(ImportRow row, ModelVersion version, DateTimeOffset? promotedAt)
    {
        var stage = row.Choice<ModelStage>("stage", ("prod", ModelStage.Production), ("stage", ModelStage.Staging), ("shadow", ModelStage.Staging)) ?? ModelStage.None;
        var at = promotedAt ?? version.CreatedAt;
        var change = new StageChange(row.Text("promoted_by") ?? ImportTable.Unknown, "imported", at);
        if (stage == ModelStage.Staging || (stage == ModelStage.Archived && promotedAt is null))
            yield return version.MoveTo(stage, change);

        if (stage != ModelStage.Production && (stage != ModelStage.Archived || promotedAt is null))
            yield break;

        if (promotedAt is null)
            row.Note(at, "promoted_at was not told: created_at");

        yield return version.PromoteToProduction(null, change)[0];
        var next = row.Memory.Promoted(version.ModelName, at);
        if (stage == ModelStage.Production && next is not null)
            row.Note(stage, "in Production beside a version that was promoted later: Archived at that time");

        if (stage == ModelStage.Archived || next is not null)
            yield return version.MoveTo(ModelStage.Archived, new StageChange(
                ImportTable.Unknown, next is null ? "imported" : "imported: another version took its place", next ?? at));
    }
}
