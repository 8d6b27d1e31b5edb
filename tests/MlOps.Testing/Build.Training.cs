using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics;
using MlOps.Domain.Training;

namespace MlOps.Testing;

/// <content>Training.</content>
public static partial class Build
{
    public static TrainingDataset TrainingDataset(string name = "loans", string version = "1", DateTimeOffset? at = null) =>
        Domain.Training.TrainingDataset.Register(name, version, "s3://data", Json.Parse("""{"age": "integer"}"""), 1000, at ?? Noon);

    /// <summary>A job that waits for a worker. Its version is in training: <c>Build.ModelVersion(model, isTrained: false)</c>.</summary>
    public static TrainingJob TrainingJob(
        ModelVersion version, TrainingDataset? dataset = null, int totalEpochs = 10, DateTimeOffset? at = null) =>
        Domain.Training.TrainingJob.Queue(version, totalEpochs, at ?? Noon, dataset);

    public static ModelEvaluation ModelEvaluation(
        ModelVersion version, TrainingDataset? dataset = null, EvaluationResult? result = null, DateTimeOffset? at = null) =>
        Domain.Training.ModelEvaluation.Record(
            version,
            result ?? new EvaluationResult { ConfusionMatrix = ConfusionMatrix.Binary(90, 10, 10, 90) },
            "ann",
            at ?? Noon,
            dataset);
}
