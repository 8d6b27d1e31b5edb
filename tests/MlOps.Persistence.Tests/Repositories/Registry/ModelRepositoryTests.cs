using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

public class ModelRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_model_is_read_back_field_by_field()
    {
        var model = Population.FullModel(Sample.Hostile);
        await StoreAsync(model);
        await using var context = Database.CreateContext();
        var read = await new ModelRepository(context).GetAsync(Sample.Hostile, default);
        Assert.Empty(Fields.Differences(context, model, read));
    }

    [Fact]
    public async Task A_missing_model_is_null_or_an_error_that_names_it()
    {
        await using var context = Database.CreateContext();
        var models = new ModelRepository(context);
        Assert.Null(await models.FindAsync("nowhere", default));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => models.GetAsync("nowhere", default));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.Contains("'nowhere'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_of_one_status_come_by_name()
    {
        var archived = Build.Model("c");
        archived.Archive(Sample.Noon);
        await StoreAsync(Build.Model("b"), archived, Build.Model("a"));
        await using var context = Database.CreateContext();
        var models = new ModelRepository(context);
        Assert.Equal(["a", "b"], await models.StreamAsync(ModelStatus.Active).Select(model => model.Name).ToListAsync());
        Assert.Equal(["c"], await models.StreamAsync(ModelStatus.Archived).Select(model => model.Name).ToListAsync());
        Assert.Empty(context.ChangeTracker.Entries());
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await StoreAsync(Build.Model());
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreAsync(Build.Model()));
    }

    [Fact]
    public async Task Tags_and_metrics_that_change_are_stored()
    {
        await StoreAsync(Build.Model());
        DateTimeOffset updatedAt;
        await using (var context = Database.CreateContext())
        {
            var model = await new ModelRepository(context).GetAsync("credit-risk", default);
            model.Tag("team", "credit", Sample.Noon.AddHours(1));
            await context.SaveChangesAsync();
            model.Untag("team", Sample.Noon.AddHours(2));
            model.Tag("tier", "1", Sample.Noon.AddHours(3));
            await context.SaveChangesAsync();
            updatedAt = model.UpdatedAt;
        }

        await using var other = Database.CreateContext();
        var read = await new ModelRepository(other).GetAsync("credit-risk", default);
        Assert.Equal([new("tier", "1")], read.Tags);
        // The database has its own opinion of the time, and the context has read it back.
        Assert.Equal(updatedAt, read.UpdatedAt);
        Assert.NotEqual(Sample.Noon.AddHours(3), read.UpdatedAt);
    }

    private async Task StoreAsync(params Model[] models)
    {
        await using var context = Database.CreateContext();
        foreach (var model in models)
            new ModelRepository(context).Add(model);

        await context.SaveChangesAsync();
    }
}
