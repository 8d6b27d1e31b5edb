using MlOps.Domain.Training;

namespace MlOps.Domain.Tests.Training;

public class ModelEvaluationTests
{
    private static readonly EvaluationResult Result = new() { Metrics = new MetricSet([new("auc", 0.9)]) };

    [Fact]
    public void An_evaluation_tells_of_which_version_on_which_data_by_whom()
    {
        var version = Some.Trained("1", Some.Model(tenant: Some.Tenant));
        var dataset = TrainingDataset.Register("loans", "1", "s3://loans", Json.Parse("{}"), 7, Some.Time);
        var matrix = ConfusionMatrix.Binary(1, 2, 3, 4);
        var evaluation = ModelEvaluation.Record(
            version, Result with { ConfusionMatrix = matrix, Thresholds = new MetricSet([new("approve", 0.7)]) }, "ada", Some.Time, dataset);

        Assert.Equal((version.Id, dataset.Id, Some.Tenant), (evaluation.ModelVersionId, evaluation.DatasetId, evaluation.TenantId));
        Assert.Equal((0.9, 0.7, matrix, "ada"), (evaluation.Metrics["auc"], evaluation.Thresholds["approve"], evaluation.ConfusionMatrix, evaluation.EvaluatedBy));
    }

    [Fact]
    public void A_metric_or_a_matrix_is_enough_and_neither_is_not()
    {
        Assert.Null(ModelEvaluation.Record(Some.Trained(), Result, "ada", Some.Time).ConfusionMatrix);
        Assert.Empty(ModelEvaluation.Record(Some.Trained(), new() { ConfusionMatrix = ConfusionMatrix.Binary(1, 1, 1, 1) }, "ada", Some.Time).Metrics);
        Refused.Value("Metrics", "empty", () => ModelEvaluation.Record(Some.Trained(), new(), "ada", Some.Time));
    }

    [Fact]
    public void A_version_is_evaluated_while_it_trains_but_not_once_it_failed()
    {
        Assert.Equal("ada", ModelEvaluation.Record(Some.InTraining(), Result, "ada", Some.Time).EvaluatedBy);
        Refused.Transition(() => ModelEvaluation.Record(Some.Failed(), Result, "ada", Some.Time), "Failed");
    }
}
