using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class ShadowScoreRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Window = new(Sample.Noon, Sample.Noon.AddHours(10));

    private readonly Model _model = Build.Model();
    private readonly Guid _otherTenant = Guid.CreateVersion7();

    [Fact]
    public async Task Pairs_are_the_labelled_predictions_that_both_versions_answered_by_number()
    {
        var (champion, challenger, third) =
            (Build.ModelVersion(_model, "1"), Build.ModelVersion(_model, "2"), Build.ModelVersion(_model, "3"));
        Prediction[] compared = [.. Enumerable.Range(0, 3).Select(hour => Labelled(hour, hour * 10, champion))];
        var unlabelled = At(3, 1, champion);
        var withoutChampion = Prediction.ForService(
            "search", "quality", null, Sample.Noon.AddHours(4), new() { Output = Json.Parse("[]"), ModelVersionId = champion.Id });
        withoutChampion.RecordLabel(1, Sample.Noon.AddDays(1));
        var withoutChallenger = Labelled(5, 1, champion);
        var ofOtherService = Build.Prediction("other", 1, Sample.Noon.AddHours(6));
        ofOtherService.RecordLabel(1, Sample.Noon.AddDays(1));
        Prediction[] outside = [Labelled(-1, 1, champion), Labelled(10, 1, champion)];
        var ofNoVersion = Labelled(7, 70);
        var ownPrediction = Labelled(8, 1, challenger);
        var ofThirdAlone = Labelled(9, 1, champion);
        Prediction[] predictions =
        [
            .. compared, unlabelled, withoutChampion, withoutChallenger, ofOtherService, .. outside, ofNoVersion, ownPrediction,
            ofThirdAlone,
        ];
        await StoreAsync(
            null,
            [
                _model, champion, challenger, third, .. predictions,
                .. predictions.Except([withoutChallenger, ofThirdAlone])
                    .Select(prediction => Build.ShadowScore(prediction, challenger, (prediction.PredictedValue ?? 1) + 0.5)),
                ShadowScore.Record(withoutChallenger, challenger, new() { Output = Json.Parse("[]") }, Sample.Noon),
                .. predictions.Select(prediction => Build.ShadowScore(prediction, third, -1)),
            ]);
        await StoreForOtherTenantAsync();

        await using var context = Database.CreateContext();
        var repository = new ShadowScoreRepository(context);
        Assert.Equal(
            [.. compared.Append(ofNoVersion).Select(prediction => new ShadowPair(
                prediction.Id, prediction.CreatedAt, 7, prediction.PredictedValue!.Value, prediction.PredictedValue!.Value + 0.5))],
            await repository.StreamPairsAsync("search", challenger.Id, Window).ToListAsync());
        Assert.Equal(new ShadowCoverage(7, 4), await repository.CountAsync("search", challenger.Id, Window));
    }

    [Fact]
    public async Task Where_nothing_is_scored_nothing_is_counted()
    {
        await StoreForOtherTenantAsync();
        await using var context = Database.CreateContext();
        var repository = new ShadowScoreRepository(context);
        Assert.Empty(await repository.StreamPairsAsync("search", Guid.CreateVersion7(), Window).ToListAsync());
        Assert.Equal(new ShadowCoverage(0, 0), await repository.CountAsync("search", Guid.CreateVersion7(), Window));
    }

    private static Prediction At(int hour, double value, ModelVersion? version = null) =>
        Build.Prediction("search", value, Sample.Noon.AddHours(hour), new PredictionDetails { ModelVersionId = version?.Id });

    private static Prediction Labelled(int hour, double value, ModelVersion? version = null)
    {
        var prediction = At(hour, value, version);
        prediction.RecordLabel(7, Sample.Noon.AddDays(1));
        return prediction;
    }

    // The same service, and a version of the same name.
    private Task StoreForOtherTenantAsync()
    {
        var model = Build.Model();
        var version = Build.ModelVersion(model, "2");
        var prediction = Labelled(1, 99);
        return StoreAsync(_otherTenant, [model, version, prediction, Build.ShadowScore(prediction, version)]);
    }

    private async Task StoreAsync(Guid? tenantId, IReadOnlyList<Entity> entities)
    {
        await using var context = Database.CreateContext(tenantId);
        await context.BulkInsertAsync(entities);
    }
}
