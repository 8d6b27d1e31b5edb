using MlOps.Domain;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tests.Concurrency;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

public class ModelAliasRepositoryTests(TestDatabase database) : PromotionTest(database)
{
    [Fact]
    public async Task An_alias_stands_for_the_version_that_it_moved_to_last()
    {
        await StoreVersionsAsync();
        Assert.Null(await NowAsync());
        await SetAsync("1", 1);
        Assert.Equal("1", await NowAsync());
        await SetAsync("2", 2);
        Assert.Equal("2", await NowAsync());

        await using var context = Database.CreateContext();
        var history = await new ModelAliasRepository(context).StreamHistoryAsync(Name, "champion").ToListAsync();
        Assert.Equal(
            [("1", At(1), At(2), "bob"), ("2", At(2), null, null)],
            history.Select(period => (period.Version, period.ValidFrom, period.ValidTo, period.ClosedBy)));
        Assert.Null(await new ModelAliasRepository(context).FindByAliasAsync(Name, "challenger"));
    }

    [Fact]
    public async Task What_it_stood_for_is_known_of_every_moment()
    {
        await StoreVersionsAsync();
        await SetAsync("1", 1);
        await SetAsync("2", 2);
        await SetAsync("3", 2); // at once: version 2 was never asked for
        await CloseAsync(4);
        await SetAsync("1", 6);

        var known = new List<string?>();
        foreach (var hours in (double[])[0, 0.999, 1, 1.999, 2, 3.999, 4, 5.999, 6, 100])
            known.Add(await AsOfAsync(At(hours).ToOffset(TimeSpan.FromHours(5.5))));

        Assert.Equal([null, null, "1", "1", "3", "3", null, null, "1", "1"], known);
    }

    [Fact]
    public async Task Two_models_use_the_same_alias()
    {
        await StoreVersionsAsync();
        await using var context = Database.CreateContext();
        var other = Build.Model("other");
        context.AddRange(other, Build.ModelVersion(other, "7"));
        await context.SaveChangesAsync();
        await SetAsync("1", 1);
        var aliases = new ModelAliasRepository(context);
        await aliases.SetAsync("other", "champion", "7", "bob", At(1));

        Assert.Equal("1", await NowAsync());
        Assert.Equal("7", (await aliases.FindByAliasAsync("other", "champion"))!.Version);
    }

    [Fact]
    public async Task A_period_that_is_over_is_not_entered_again()
    {
        await StoreVersionsAsync();
        await SetAsync("1", 1);
        await CloseAsync(4);

        await Assert.ThrowsAsync<IllegalTransitionException>(() => SetAsync("2", 3.999));
        await SetAsync("2", 4);
        Assert.Equal(("2", "1"), (await AsOfAsync(At(4)), await AsOfAsync(At(3.999))));
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_that_names_it()
    {
        await StoreVersionsAsync();
        var missing = await Assert.ThrowsAsync<MlOpsException>(() => SetAsync("9", 1));
        Assert.Equal(MlOpsError.NotFound, missing.Error);
        Assert.Contains("no version '9'", missing.Message, StringComparison.Ordinal);

        var closed = await Assert.ThrowsAsync<MlOpsException>(() => CloseAsync(1));
        Assert.Equal(MlOpsError.NotFound, closed.Error);
        Assert.Contains("'champion' of model 'credit-risk'", closed.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Of_two_that_set_an_alias_at_once_one_wins_and_the_other_can_go_on(bool first)
    {
        await StoreVersionsAsync();
        if (!first)
            await SetAsync("1", 1);

        await using var left = Database.CreateContext();
        await using var right = Database.CreateContext();
        var outcomes = await Database.WriteAtOnceAsync("model_aliases", [() => TryAsync(left, "2"), () => TryAsync(right, "3")]);
        Assert.Single(outcomes, won => won);
        Assert.Equal(outcomes[0] ? "2" : "3", await NowAsync());

        var (loser, version) = outcomes[0] ? (right, "3") : (left, "2");
        Assert.Equal(0, await loser.SaveChangesAsync());
        await new ModelAliasRepository(loser).SetAsync(Name, "champion", version, "bob", At(5));
        Assert.Equal(version, await NowAsync());
    }

    // The old period must be closed before the new one is opened, in whatever order the context came to know them.
    [Fact]
    public async Task A_move_that_the_caller_saves_is_stored_in_an_order_that_the_database_takes()
    {
        await StoreVersionsAsync();
        for (var round = 0; round < 10; round++)
        {
            await SetAsync("1", 1);
            await using (var context = Database.CreateContext())
            {
                var next = context.ModelAliases.Single().MoveTo(
                    context.ModelVersions.Single(version => version.Version == "2"), "bob", At(2));
                context.Add(next);
                await context.SaveChangesAsync();
            }

            Assert.Equal("2", await NowAsync());
            await Database.ExecuteAsync("DELETE FROM model_aliases");
        }
    }

    private static DateTimeOffset At(double hours) => Sample.Noon.AddHours(hours);

    private static async Task<bool> TryAsync(MlOpsDbContext context, string version)
    {
        try
        {
            await new ModelAliasRepository(context).SetAsync(Name, "champion", version, "bob", At(3));
            return true;
        }
        catch (MlOpsException e)
        {
            Assert.Equal(MlOpsError.Conflict, e.Error);
            Assert.Contains("'champion'", e.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private async Task<string?> NowAsync()
    {
        await using var context = Database.CreateContext();
        return (await new ModelAliasRepository(context).FindByAliasAsync(Name, "champion"))?.Version;
    }

    private async Task<string?> AsOfAsync(DateTimeOffset at)
    {
        await using var context = Database.CreateContext();
        return (await new ModelAliasRepository(context).FindByAliasAsOfAsync(Name, "champion", at))?.Version;
    }

    private async Task SetAsync(string version, double hours)
    {
        await using var context = Database.CreateContext();
        await new ModelAliasRepository(context).SetAsync(Name, "champion", version, "bob", At(hours));
    }

    private async Task CloseAsync(double hours)
    {
        await using var context = Database.CreateContext();
        await new ModelAliasRepository(context).CloseAsync(Name, "champion", "bob", At(hours));
    }
}
