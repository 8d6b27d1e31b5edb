using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

public class ModelVersionRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Name = "credit-risk";

    [Fact]
    public async Task A_version_is_read_back_field_by_field()
    {
        var model = Build.Model();
        var version = Population.FullVersion(model);
        await StoreAsync(model, version);
        await using var context = Database.CreateContext();
        var read = await new ModelVersionRepository(context).GetAsync(Name, version.Version, default);
        Assert.Empty(Fields.Differences(context, version, read));
        Assert.Equal(version.Artifact, read.Artifact);
        Assert.Equal(version.Signature, read.Signature);
    }

    [Fact]
    public async Task A_missing_version_is_null_or_an_error_that_names_it()
    {
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        Assert.Null(await versions.FindAsync(Name, "9", default));
        Assert.Null(await versions.FindInProductionAsync(Name, default));
        Assert.Null(await versions.FindProductionAtAsync(Name, Sample.Noon, default));
        foreach (var read in (Func<Task>[])
        [
            () => versions.GetAsync(Name, "9", default),
            () => versions.MoveAsync(Name, "9", ModelStage.Staging, Change(), default),
            () => versions.PromoteAsync(Name, "9", Change()),
        ])
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(read);
            Assert.Equal(MlOpsError.NotFound, error.Error);
            Assert.Contains($"'{Name}' has no version '9'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_move_is_stored_with_its_transition()
    {
        var model = Build.Model();
        await StoreAsync(model, Build.ModelVersion(model, "1"));
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await versions.MoveAsync(Name, "1", ModelStage.Staging, Change(), default);
        await versions.MoveAsync(Name, "1", ModelStage.Archived, Change(1), default);

        await using var other = Database.CreateContext();
        var read = new ModelVersionRepository(other);
        Assert.Equal(VersionStatus.Retired, (await read.GetAsync(Name, "1", default)).Status);
        var history = await read.StreamHistoryAsync(Name).ToListAsync();
        Assert.Equal(
            [(ModelStage.None, ModelStage.Staging), (ModelStage.Staging, ModelStage.Archived)],
            history.Select(step => (step.FromStage, step.ToStage)));
        Assert.All(history, step => Assert.Equal(("ann", "better", "1"), (step.ChangedBy, step.Reason, step.Version)));
    }

    [Fact]
    public async Task An_illegal_move_stores_nothing()
    {
        var model = Build.Model();
        await StoreAsync(model, ModelVersion.Begin(model, "1", Sample.Noon));
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await Assert.ThrowsAsync<IllegalTransitionException>(() => versions.MoveAsync(Name, "1", ModelStage.Staging, Change(), default));
        await Assert.ThrowsAsync<IllegalTransitionException>(() => versions.PromoteAsync(Name, "1", Change()));
        await context.SaveChangesAsync();
        Assert.Equal(0, await Database.CountAsync("model_stage_transitions"));
    }

    [Fact]
    public async Task A_version_number_is_taken_once_within_its_model()
    {
        var model = Build.Model();
        var other = Build.Model("other");
        await StoreAsync(model, other, Build.ModelVersion(model, "1"), Build.ModelVersion(other, "1"));
        await Assert.ThrowsAnyAsync<Exception>(() => StoreAsync(Build.ModelVersion(model, "1")));
        Assert.Equal(2, await Database.CountAsync("model_versions"));
    }

    [Fact]
    public async Task A_version_needs_its_model()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => StoreAsync(Build.ModelVersion(Build.Model(), "1")));
        Assert.Equal(0, await Database.CountAsync("model_versions"));
    }

    private static StageChange Change(int hours = 0) =>
        new("ann", "better", Sample.Noon.AddHours(hours).ToOffset(TimeSpan.FromHours(-7)));

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
