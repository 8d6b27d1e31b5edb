using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Concurrency;

public class ConcurrencyTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_second_writer_of_a_model_notices_the_first()
    {
        await StoreAsync(Build.Model());
        await AssertSecondLosesAsync<Model>((model, text) => model.Describe(text, Sample.Noon), model => model.Description);
    }

    [Fact]
    public async Task The_second_writer_of_a_version_notices_the_first()
    {
        var model = Build.Model();
        await StoreAsync(model, Build.ModelVersion(model, "1"));
        await AssertSecondLosesAsync<ModelVersion>(
            (version, text) => version.Attach(new Artifact(text, 1, "sha256:0"), Sample.Noon), version => version.ArtifactReference);
    }

    [Theory, MemberData(nameof(EveryService))]
    public async Task The_second_writer_of_a_label_notices_the_first(int service)
    {
        await StoreAsync(Sample.BarePredictions()[service]);
        await AssertSecondLosesAsync<Prediction>(
            (prediction, text) => prediction.RecordLabel(text.Length, Sample.Noon), prediction => $"{prediction.ActualValue}");
    }

    [Fact]
    public async Task A_leaf_that_is_read_as_what_it_is_notices_as_well()
    {
        var stored = Sample.BarePredictions()[1];
        await StoreAsync(stored);
        await using var first = Database.CreateContext();
        await using var second = Database.CreateContext();
        var winner = await first.Set<CodeRoachPrediction>().SingleAsync();
        var loser = await second.Set<CodeRoachPrediction>().SingleAsync();
        // A change of the leaf's own table alone must count too.
        first.Entry(winner).Property(nameof(CodeRoachPrediction.FilePath)).CurrentValue = "first";
        second.Entry(loser).Property(nameof(CodeRoachPrediction.FilePath)).CurrentValue = "second";
        await first.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
        Assert.Equal("first", await Database.ScalarAsync<string>("SELECT file_path FROM code_roach_ml_predictions"));
        Assert.Equal(1, await Database.ScalarAsync<int>("SELECT revision FROM ml_predictions"));
    }

    [Fact]
    public async Task A_label_that_another_writer_recorded_first_is_seen_before_it_is_judged()
    {
        var stored = Sample.BarePredictions()[1];
        await StoreAsync(stored);
        await using var context = Database.CreateContext();
        var predictions = new PredictionRepository(context);
        await predictions.GetAsync(stored.Id, default);
        await using (var other = Database.CreateContext())
            await new PredictionRepository(other).RecordLabelAsync(stored.Id, 1, Sample.Noon, default);

        await Assert.ThrowsAsync<IllegalTransitionException>(() => predictions.RecordLabelAsync(stored.Id, 2, Sample.Noon, default));
        Assert.Equal(0, await context.SaveChangesAsync());
        Assert.Equal(1, (await predictions.RecordLabelAsync(stored.Id, 1, Sample.Noon.AddDays(1), default)).ActualValue);
        await predictions.CorrectLabelAsync(stored.Id, 2, "late", Sample.Noon, default);
        Assert.Equal(2, await Database.ScalarAsync<int>("SELECT revision FROM ml_predictions"));
    }

    public static TheoryData<int> EveryService() => [.. Enumerable.Range(0, Sample.BarePredictions().Count)];

    private async Task AssertSecondLosesAsync<T>(Action<T, string> change, Func<T, string?> read)
        where T : Entity
    {
        await using var first = Database.CreateContext();
        await using var second = Database.CreateContext();
        change(await first.Set<T>().SingleAsync(), "1");
        var loser = await second.Set<T>().SingleAsync();
        change(loser, "22");
        await first.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());

        await second.Entry(loser).ReloadAsync();
        Assert.Equal("1", read(loser));
        if (loser is Prediction prediction)
            prediction.CorrectLabel(22, "again", Sample.Noon);
        else
            change(loser, "22");

        await second.SaveChangesAsync();
        await using var third = Database.CreateContext();
        Assert.Equal("22", read(await third.Set<T>().SingleAsync()));
    }

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
