using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Training;
using MlOps.Persistence.Repositories.Training;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Training;

public class TrainingDatasetRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Versions_come_newest_first_and_each_is_taken_once()
    {
        await StoreAsync("loans", "1", 1);
        await StoreAsync("loans", "3", 3);
        await StoreAsync("loans", "2", 2);
        await StoreAsync("cards", "1", 1);
        await using var context = Database.CreateContext();
        var datasets = new TrainingDatasetRepository(context);
        Assert.Equal(["3", "2", "1"], await datasets.StreamVersionsAsync("loans").Select(dataset => dataset.Version).ToListAsync());
        Assert.Equal(Sample.Noon.AddHours(2), (await datasets.GetAsync("loans", "2")).CreatedAt);
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreAsync("loans", "1", 4));
    }

    [Fact]
    public async Task What_a_feature_is_part_of_is_found()
    {
        await StoreAsync("loans", "1", 1, "age", "income");
        await StoreAsync("loans", "2", 2, "income");
        await StoreAsync("cards", "1", 1, "income", "limit");
        await using var context = Database.CreateContext();
        var datasets = new TrainingDatasetRepository(context);
        Assert.Equal(
            ["cards 1", "loans 2", "loans 1"],
            await datasets.StreamByFeatureAsync("income").Select(dataset => $"{dataset.Name} {dataset.Version}").ToListAsync());
        Assert.Empty(await datasets.StreamByFeatureAsync("colour").ToListAsync());
    }

    [Fact]
    public async Task A_missing_dataset_is_null_or_an_error_that_names_it()
    {
        await using var context = Database.CreateContext();
        Assert.Null(await new TrainingDatasetRepository(context).FindAsync("loans", "1"));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new TrainingDatasetRepository(context).GetAsync("loans", "1"));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.Contains("'loans' has no version '1'", error.Message, StringComparison.Ordinal);
    }

    private async Task StoreAsync(string name, string version, int hour, params string[] features)
    {
        await using var context = Database.CreateContext();
        new TrainingDatasetRepository(context).Add(TrainingDataset.Register(
            name, version, "s3://data", Json.Parse("{}"), 1, Sample.Noon.AddHours(hour), featureNames: features));
        await context.SaveChangesAsync();
    }
}
