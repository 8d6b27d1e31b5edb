using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class RetentionTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_policy_is_set_shown_and_disabled()
    {
        Assert.Equal("There are no policies, so nothing is archived or deleted.\n", (await RunAsync("retention", "show")).Error);
        Assert.Equal(
            "Rows of ml_predictions stay for 90 days. Then they are archived.\n",
            (await RunAsync("retention", "set", "ml_predictions", "--keep-days", "90", "--action", "archive")).Output);
        await RunAsync("retention", "set", "ml_predictions", "--keep-days", "30", "--action", "delete");
        await RunAsync("retention", "disable", "ml_predictions");
        Assert.Equal(
            "Rows of ml_predictions stay. Their policy is disabled.\n", (await RunAsync("retention", "disable", "ml_predictions")).Output);
        var policy = Manual.ParseJson("retention show", (await RunAsync("retention", "show", "--json")).Output).Single();
        Assert.Equal(
            ("ml_predictions", 30, "delete", false),
            (policy.GetProperty("table").GetString(), policy.GetProperty("keepDays").GetInt32(), policy.GetProperty("action").GetString(),
                policy.GetProperty("enabled").GetBoolean()));
        Assert.EndsWith("Then they are deleted.\n", (await RunAsync("retention", "enable", "ml_predictions")).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, "The model has no table 'ml_prediction'.", "set", "ml_prediction", "--keep-days", "90", "--action", "archive")]
    [InlineData(12, "Table 'ml_feedback' has no retention policy.", "enable", "ml_feedback")]
    [InlineData(2, "--keep-days", "set", "ml_predictions", "--keep-days", "0", "--action", "archive")]
    [InlineData(2, "KeepDays must be from 1 to 36500", "set", "ml_predictions", "--keep-days", "36501", "--action", "archive")]
    [InlineData(2, "aggregate", "set", "ml_predictions", "--keep-days", "9", "--action", "aggregate")]
    public async Task What_cannot_be_set_is_refused(int code, string expected, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(
            ["retention", .. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_says_what_became_of_each_slice()
    {
        var old = new DateTimeOffset(2018, 3, 1, 0, 0, 0, TimeSpan.Zero);
        await using (var context = Database.CreateOwnerContext())
        {
            await new SliceMaintenance(context).EnsureAsync(old, old);
            context.AddRange(
                RetentionPolicy.Define("ml_predictions", 90, RetentionAction.Archive, old), Build.OraclePrediction(1, old));
            await context.SaveChangesAsync();
        }

        Assert.Equal("due", await OutcomeAsync("cleanup retention", "--dry-run"));
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
        Assert.Equal("archived", await OutcomeAsync("retention run"));
        Assert.Equal(1, await Database.CountAsync("archive.ml_predictions"));
        Assert.Equal("Nothing is too old.\n", (await RunAsync("retention", "run")).Error);

        async Task<string?> OutcomeAsync(string verb, params string[] more)
        {
            var steps = Manual.ParseJson(verb, (await RunAsync([.. verb.Split(' '), "--json", .. more])).Output);
            return steps.Single(step => step.GetProperty("slice").GetString() == "2018_03").GetProperty("outcome").GetString();
        }
    }

    [Fact]
    public async Task Views_are_refreshed()
    {
        var views = Manual.ParseJson("views refresh", (await RunAsync("views", "refresh", "--json")).Output);
        Assert.Contains(views, view => view.GetProperty("view").GetString()!.EndsWith("m_daily_predictions", StringComparison.Ordinal));
    }

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync([.. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
