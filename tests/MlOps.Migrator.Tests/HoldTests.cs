using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class HoldTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_hold_is_placed_listed_and_released()
    {
        var added = await RunAsync("add", "--window", "2026-03-01..2026-04-01", "--reason", "Audit of March", "--by", "ann");
        Assert.True(added is { ExitCode: 0, Error: "" }, added.ToString());
        var id = Manual.ParseJson("hold add", added.Output).Single().GetProperty("hold").GetString()!;
        var listed = Manual.ParseJson("hold list", (await RunAsync("list")).Output).Single();
        Assert.Equal(
            ("Audit of March", "ann", "2026-03-01 00:00:00Z to 2026-04-01 00:00:00Z"),
            (listed.GetProperty("reason").GetString(), listed.GetProperty("by").GetString(), listed.GetProperty("on").GetString()));

        var released = await RunAsync("release", id, "--reason", "The audit is over.");
        Assert.Equal("released", Manual.ParseJson("hold release", released.Output).Single().GetProperty("outcome").GetString());
        Assert.Equal("", (await RunAsync("list")).Output);
        Assert.Single(Manual.ParseJson("hold list", (await RunAsync("list", "--all")).Output));
        var again = await RunAsync("release", id, "--reason", "again");
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("was released at ", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_of_two_kinds_or_on_nothing_is_refused()
    {
        var two = await RunAsync("add", "--model", "churn", "--window", "2026-03-01..2026-04-01", "--reason", "x");
        Assert.Contains("exclude one another", two.Error, StringComparison.Ordinal);
        var missing = await RunAsync("add", "--model", "churn", "--reason", "x");
        Assert.Contains("There is no model 'churn'", missing.Error, StringComparison.Ordinal);
        var random = await RunAsync("add", "--prediction", $"{Guid.NewGuid()}", "--reason", "x");
        Assert.Contains("must be the id of a prediction", random.Error, StringComparison.Ordinal);
        Assert.All((CommandResult[])[two, missing, random], result => Assert.NotEqual(0, result.ExitCode));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["hold", .. arguments, "--json", "--connection", Database.OwnerConnectionString]);
}
