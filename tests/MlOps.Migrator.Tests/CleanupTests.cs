using MlOps.Domain.Predictions;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class CleanupTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Test_data_of_a_source_goes_and_the_rest_stays()
    {
        await StoreAsync("test", "api");
        await StoreAsync("test", "api", Guid.CreateVersion7());
        var planned = await RunAsync("test-data", "--source", "test", "--dry-run");
        Assert.Equal("would be deleted", Manual.ParseJson("cleanup test-data", planned.Output).Single().GetProperty("outcome").GetString());
        Assert.Equal(4, await Database.CountAsync("ml_predictions"));

        var deleted = await RunAsync("test-data", "--source", "test", "--by", "ann");
        Assert.Equal(1, Manual.ParseJson("cleanup test-data", deleted.Output).Single().GetProperty("rows").GetInt64());
        Assert.Equal(3, await Database.CountAsync("ml_predictions"));
        Assert.Equal(
            "ann delete Prediction test {\"rows\": 1, \"source\": \"test\", \"service\": null}",
            await Database.ScalarAsync<string>(
                "SELECT concat_ws(' ', actor, action, subject_type, subject_id, before) FROM ml_audit_log"));
    }

    [Theory]
    [InlineData]
    [InlineData("--all", "--source", "x")]
    public async Task Rows_that_are_not_named_are_not_deleted(params string[] options)
    {
        var result = await RunAsync(["test-data", .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Name the rows", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_of_tests_is_deleted_with_all_its_rows()
    {
        var tenant = Guid.CreateVersion7();
        await StoreAsync("a", "b", tenant);
        var result = await RunAsync("test-data", "--tenant", $"{tenant}", "--all");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
        Assert.Equal(
            $"{Environment.UserName} {tenant}",
            await Database.ScalarAsync<string>("SELECT concat_ws(' ', actor, subject_id) FROM ml_audit_log WHERE subject_type = 'Tenant'"));
        var refused = await RunAsync("test-data", "--all");
        Assert.Contains("The default tenant is not removed", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prediction_is_erased_with_its_feedback()
    {
        await using var context = Database.CreateContext();
        var prediction = Build.Prediction();
        context.Add(prediction);
        await context.SaveChangesAsync();
        context.Add(Build.Feedback(prediction));
        await context.SaveChangesAsync();
        var result = await RunAsync("erase", "ml_predictions", $"{prediction.Id}", "--by", "ann");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(
            ["ml_feedback", "ml_predictions"],
            Manual.ParseJson("cleanup erase", result.Output).Select(row => row.GetProperty("table").GetString()));
        Assert.Equal(0, await Database.CountAsync("ml_feedback"));
    }

    [Theory, InlineData("vacuum"), InlineData("analyze"), InlineData("reindex")]
    public async Task A_table_is_kept_small(string verb)
    {
        var planned = await RunAsync(verb, "ml_models", "--dry-run");
        var run = await RunAsync(verb, "ml_models");
        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());
        Assert.Equal(planned.Output, run.Output);
        Assert.EndsWith(" ml_models", Manual.ParseJson($"cleanup {verb}", run.Output).Single().GetProperty("statement").GetString());
    }

    private async Task StoreAsync(string first, string second, Guid? tenant = null)
    {
        await using var context = Database.CreateContext(tenant);
        context.AddRange(((string[])[first, second]).Select(source => Prediction.ForService(
            "oracle", "score", 1, Build.Noon, new PredictionDetails { Source = source })));
        await context.SaveChangesAsync();
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["cleanup", .. arguments, "--json", "--connection", Database.OwnerConnectionString]);
}
