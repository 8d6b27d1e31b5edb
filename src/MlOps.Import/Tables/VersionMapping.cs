using MlOps.Domain.Registry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;

namespace MlOps.Import.Tables;

/// <summary>What versions of models have in common, in whichever table they are.</summary>
internal static class VersionMapping
{
    public static ModelVersion Begin(SourceRow row, ImportContext import, string model, DateTimeOffset at) =>
        ModelVersion.Begin(
            Model.Register(model, ImportTable.Unknown, ImportTable.Unknown, at),
            import.GetTextOrUnknown("version"),
            at,
            new ModelVersionOrigin
            {
                MlflowRunId = row.FindText("mlflow_run_id"),
                Hyperparameters = row.FindJson("hyperparameters"),
                Parameters = row.FindJson("parameters"),
            });

    public static void Complete(ModelVersion version, SourceRow row, ImportContext import, DateTimeOffset at) =>
        version.CompleteTraining(
            at, import.GetMetrics("metrics"), row.FindNumber("f1_score"), row.FindNumber("brier_score"));

    public static StageTransition GiveId(ModelVersion version, StageTransition transition)
    {
        var key = $"{version.Id}/{transition.ToStage}";
        return transition.WithId(ImportedId.Sliced("model_stage_transitions", key, transition.CreatedAt));
    }

    /// <summary>The times of a version in production, under ids that each run finds again. An imported version has one at most.</summary>
    public static IEnumerable<ServingPeriod> ListServingPeriods(ModelVersion version) => version.ServingPeriods
        .Select(period => period.WithId(ImportedId.Sliced("ml_serving_periods", $"{version.Id}", period.CreatedAt)));
}
