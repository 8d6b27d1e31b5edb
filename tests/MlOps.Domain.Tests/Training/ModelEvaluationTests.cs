using MlOps.Domain.Statistics;
using MlOps.Domain.Training;

namespace MlOps.Domain.Tests.Training;

public class ModelEvaluationTests
{
    private static readonly EvaluationResult Result = new() { Metrics = new MetricSet([new("auc", 0.9)]) };

    [Fact]
    public void An_evaluation_has_its_version_its_data_and_its_evaluator()
    {
        var version = Sample.TrainedVersion("1", Sample.Model(tenant: Sample.Tenant));
        var dataset = TrainingDataset.Register("loans", "1", "s3://loans", Json.Parse("{}"), 7, Sample.Time);
        var matrix = ConfusionMatrix.Binary(1, 2, 3, 4);
        var evaluation = ModelEvaluation.Record(
            version,
            Result with { ConfusionMatrix = matrix, Thresholds = new MetricSet([new("approve", 0.7)]) },
            "ada",
            Sample.Time,
            dataset);

        Assert.Equal(
            (version.Id, dataset.Id, Sample.Tenant),
            (evaluation.ModelVersionId, evaluation.DatasetId, evaluation.TenantId));
        Assert.Equal((0.9, 0.7), (evaluation.Metrics["auc"], evaluation.Thresholds["approve"]));
        Assert.Equal((matrix, "ada"), (evaluation.ConfusionMatrix, evaluation.EvaluatedBy));
    }

    [Fact]
    public void A_metric_or_a_matrix_is_required()
    {
        Assert.Null(ModelEvaluation.Record(Sample.TrainedVersion(), Result, "ada", Sample.Time).ConfusionMatrix);
        var matrix = new EvaluationResult { ConfusionMatrix = ConfusionMatrix.Binary(1, 1, 1, 1) };
        Assert.Empty(ModelEvaluation.Record(Sample.TrainedVersion(), matrix, "ada", Sample.Time).Metrics);
        Refused.Value(
            "Metrics", "empty", () => ModelEvaluation.Record(Sample.TrainedVersion(), new(), "ada", Sample.Time));
    }

    [Fact]
    public void A_version_can_be_evaluated_during_training_but_not_after_a_failure()
    {
        Assert.Equal("ada", ModelEvaluation.Record(Sample.VersionInTraining(), Result, "ada", Sample.Time).EvaluatedBy);
        Refused.Transition(() => ModelEvaluation.Record(Sample.FailedVersion(), Result, "ada", Sample.Time), "Failed");
    }
}
