using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tests.Concurrency;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

public class RacingPromotersTests(TestDatabase database) : PromotionTest(database)
{
    private const int Rounds = 20;

    [Theory]
    [InlineData("2", "3")] // two candidates
    [InlineData("2", "2")] // one
    public async Task Of_two_promoters_at_once_one_wins_and_the_other_can_go_on(string left, string right)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Database.ResetAsync();
            await StoreVersionsAsync();
            await PromoteAsync("1", 1);
            await RaceAsync(left, right);
        }
    }

    [Fact]
    public async Task The_first_promotion_is_won_once_as_well()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Database.ResetAsync();
            await StoreVersionsAsync();
            await RaceAsync("2", "3");
        }
    }

    private async Task RaceAsync(string left, string right)
    {
        await using var first = Database.CreateContext();
        await using var second = Database.CreateContext();
        var outcomes = await Database.WriteAtOnceAsync(
            "model_versions, model_stage_transitions", [() => TryAsync(first, left), () => TryAsync(second, right)]);
        Assert.Single(outcomes, lost => lost is null);
        var winner = (await InProductionAsync()).Single();
        Assert.Contains(
            $"Version '{winner}' serves now: promoter of {winner} promoted it",
            outcomes.OfType<MlOpsException>().Single().Message,
            StringComparison.Ordinal);
        if (outcomes[0] is null)
            await AssertUsableAsync(second, right);
        else
            await AssertUsableAsync(first, left);
    }

    private static async Task<MlOpsException?> TryAsync(MlOpsDbContext context, string version)
    {
        try
        {
            await new ModelVersionRepository(context).PromoteAsync(Name, version, Change(2, $"promoter of {version}"));
            return null;
        }
        catch (MlOpsException e)
        {
            Assert.Equal(MlOpsError.Conflict, e.Error);
            Assert.Contains(Name, e.Message, StringComparison.Ordinal);
            return e;
        }
    }

    private async Task AssertUsableAsync(MlOpsDbContext loser, string version)
    {
        var before = await InProductionAsync();
        Assert.Equal(0, await loser.SaveChangesAsync());
        Assert.Equal(before, await InProductionAsync());

        var versions = new ModelVersionRepository(loser);
        Assert.Equal(before.Single(), (await versions.FindInProductionAsync(Name, default))!.Version);
        if (before.Single() == version)
            return;

        await versions.PromoteAsync(Name, version, Change(3));
        Assert.Equal([version], await InProductionAsync());
        Assert.Equal(VersionStatus.Retired, (await versions.GetAsync(Name, before.Single(), default)).Status);
    }
}
