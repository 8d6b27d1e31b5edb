using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>A context that lives long remembers versions as they were.</summary>
public class StaleContextTests(TestDatabase database) : PromotionTest(database)
{
    [Fact]
    public async Task A_promotion_retires_the_version_that_another_writer_put_into_production()
    {
        await StoreVersionsAsync();
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await versions.PromoteAsync(Name, "1", Change(1));
        await versions.PromoteAsync(Name, "2", Change(2));
        await PromoteAsync("1", 3); // the context still holds version 1 as retired

        await versions.PromoteAsync(Name, "3", Change(4));
        Assert.Equal(["3"], await InProductionAsync());
    }

    [Fact]
    public async Task A_candidate_that_another_writer_moved_is_promoted_from_where_it_is()
    {
        await StoreVersionsAsync();
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await versions.GetAsync(Name, "2", default);
        await PromoteAsync("2", 1);
        await PromoteAsync("3", 2);

        await versions.PromoteAsync(Name, "2", Change(3));
        Assert.Equal(["2"], await InProductionAsync());
        Assert.Equal(
            ModelStage.Archived, (await versions.StreamHistoryAsync(Name).LastAsync(step => step.Version == "2")).FromStage);
    }

    [Fact]
    public async Task A_candidate_that_another_writer_promoted_already_cannot_be_promoted_again()
    {
        await StoreVersionsAsync();
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await versions.GetAsync(Name, "2", default);
        await PromoteAsync("2", 1);
        var error = await Assert.ThrowsAsync<IllegalTransitionException>(() => versions.PromoteAsync(Name, "2", Change(3)));
        Assert.Contains("is in Production", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_starts_from_where_the_version_is()
    {
        await StoreVersionsAsync();
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await versions.GetAsync(Name, "1", default);
        await PromoteAsync("1", 1);
        await versions.MoveAsync(Name, "1", ModelStage.Archived, Change(2), default);
        Assert.Empty(await InProductionAsync());
    }
}
