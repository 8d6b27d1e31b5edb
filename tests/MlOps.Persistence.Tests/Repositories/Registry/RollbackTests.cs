using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

public class RollbackTests(TestDatabase database) : PromotionTest(database)
{
    private int _hours;

    [Theory]
    [InlineData("1 2 back", "1")]
    [InlineData("1 2 3 back back", "1")] // not to 3 again
    [InlineData("1 2 3 back 3 back", "2")]
    [InlineData("1 2 3 back 2", "none")] // it serves already
    [InlineData("1 2 1 back back", "1")]
    [InlineData("1 2 3 back 1 back back", "1")]
    [InlineData("1 2 end 3 back", "2")] // what served last
    [InlineData("2 1 end 1 back", "2")] // another version
    [InlineData("1 2 back end 1 back", "none")] // 2 was taken back already
    [InlineData("3 1 2 back end 1 back", "3")]
    [InlineData("1 2 1 back back back", "none")]
    [InlineData("back", "none")]
    [InlineData("1 back", "none")]
    [InlineData("1 2 end back", "none")] // nothing serves
    [InlineData("1 2 back back", "none")]
    public async Task A_rollback_leads_to_what_served_before_the_promotion_of_what_serves(string steps, string serves)
    {
        await StoreVersionsAsync();
        var parts = steps.Split(' ');
        foreach (var step in parts[..^1])
            await StepAsync(step);

        if (serves != "none")
        {
            await StepAsync(parts[^1]);
            Assert.Equal([serves], await InProductionAsync());
            Assert.Equal([serves], await Database.ColumnAsync("SELECT model_version FROM model_aliases WHERE valid_to IS NULL"));
            Assert.Equal([serves], await Database.ColumnAsync("SELECT model_version FROM ml_serving_periods WHERE served_to IS NULL"));
            return;
        }

        var before = await InProductionAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => StepAsync(parts[^1]));
        Assert.Equal(before, await InProductionAsync());
    }

    [Theory]
    [InlineData("1", "No version of model 'credit-risk' served before version '1' was promoted")]
    [InlineData(null, "No version of model 'credit-risk' serves, so there is nothing to roll back")]
    public async Task Where_there_is_nothing_to_return_to_the_error_says_so(string? serving, string message)
    {
        await StoreVersionsAsync();
        if (serving is not null)
            await StepAsync(serving);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => StepAsync("back"));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_can_expect_the_version_that_it_takes_back()
    {
        await StoreVersionsAsync();
        await StepAsync("1");
        await StepAsync("2");
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => versions.RollbackAsync(Name, Change(9), "3"));
        Assert.Equal(MlOpsError.Conflict, error.Error);
        Assert.Equal("1", (await versions.RollbackAsync(Name, Change(9), "2")).Version);
    }

    private async Task StepAsync(string step)
    {
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var change = Change(++_hours);
        if (step == "back")
            await versions.RollbackAsync(Name, change);
        else if (step == "end")
            await versions.MoveAsync(Name, (await InProductionAsync()).Single(), ModelStage.Archived, change);
        else
            await versions.PromoteAsync(Name, step, change);
    }
}
