using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>A database with one model, which has three trained versions.</summary>
public abstract class PromotionTest(TestDatabase database) : DatabaseTest(database)
{
    protected const string Name = "credit-risk";

    protected static StageChange Change(int hours = 0, string by = "ann") => new(by, "better", Sample.Noon.AddHours(hours));

    protected async Task StoreVersionsAsync(int count = 3)
    {
        await using var context = Database.CreateContext();
        var model = Build.Model();
        context.Add(model);
        context.AddRange(Enumerable.Range(1, count).Select(number => Build.ModelVersion(model, $"{number}")));
        await context.SaveChangesAsync();
    }

    protected async Task PromoteAsync(string version, int hours)
    {
        await using var context = Database.CreateContext();
        await new ModelVersionRepository(context).PromoteAsync(Name, version, Change(hours));
    }

    protected Task<List<string>> InProductionAsync() =>
        Database.ColumnAsync("SELECT model_version FROM model_versions WHERE stage = 'Production'");
}
