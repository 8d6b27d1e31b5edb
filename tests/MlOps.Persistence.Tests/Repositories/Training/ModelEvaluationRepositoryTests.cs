using MlOps.Domain;
using MlOps.Domain.Statistics;
using MlOps.Domain.Training;
using MlOps.Persistence.Repositories.Training;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Training;

public class ModelEvaluationRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Evaluations_of_a_version_come_newest_first_and_the_latest_by_dataset()
    {
        var model = Build.Model();
        var (first, second) = (Build.ModelVersion(model, "1"), Build.ModelVersion(model, "2"));
        var dataset = Population.FullDataset();
        await StoreAsync(
            model, first, second, dataset, Evaluation(0, 1), Evaluation(2, 2, onDataset: false), Evaluation(1, 3),
                Evaluation(3, 4, ofSecond: true));
        await using var context = Database.CreateContext();
        var evaluations = new ModelEvaluationRepository(context);
        Assert.Equal([2, 3, 1], await evaluations.StreamAsync(first.Id).Select(evaluation => evaluation.Metrics["number"]).ToListAsync());
        Assert.Equal(3, (await evaluations.FindLatestAsync(first.Id, dataset.Id))!.Metrics["number"]);
        Assert.Equal(2, (await evaluations.FindLatestAsync(first.Id, null))!.Metrics["number"]);
        Assert.Null(await evaluations.FindLatestAsync(second.Id, null));

        ModelEvaluation Evaluation(int hour, int number, bool onDataset = true, bool ofSecond = false) => ModelEvaluation.Record(
            ofSecond ? second : first, new() { Metrics = new MetricSet([new("number", number)]) }, "ann", Sample.Noon.AddHours(hour),
                onDataset ? dataset : null);
    }

    [Fact]
    public async Task Two_versions_that_were_stored_are_compared()
    {
        var model = Build.Model();
        var (first, second) = (Build.ModelVersion(model, "1"), Build.ModelVersion(model, "2"));
        await StoreAsync(
            model, first, second,
            ModelEvaluation.Record(first, new() { ConfusionMatrix = ConfusionMatrix.Binary(90, 10, 0, 0) }, "ann", Sample.Noon),
            ModelEvaluation.Record(second, new() { ConfusionMatrix = ConfusionMatrix.Binary(95, 5, 0, 0) }, "ann", Sample.Noon));
        await using var context = Database.CreateContext();
        var evaluations = new ModelEvaluationRepository(context);
        var found = EvaluationComparison.CompareAccuracy(
            (await evaluations.FindLatestAsync(first.Id, null))!, (await evaluations.FindLatestAsync(second.Id, null))!);
        Assert.Equal((0.05, 0.179494818373), (Math.Round(found.Difference, 13), Math.Round(found.PValue, 13)));
    }

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        foreach (var entity in entities)
        {
            if (entity is ModelEvaluation evaluation)
                new ModelEvaluationRepository(context).Add(evaluation);
            else
                context.Add(entity);
        }

        await context.SaveChangesAsync();
    }
}
