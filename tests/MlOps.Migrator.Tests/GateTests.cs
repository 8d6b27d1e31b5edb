using System.Text.Json;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class GateTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        await StoreAsync();
        await RunAsync(0, "policy", "set", "default", "--min-labelled", "300", "--guard", "brier:0");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_worse_challenger_is_rejected_and_a_better_one_is_promoted_and_the_exit_code_says_which()
    {
        var rejected = await RunAsync(28, "run", "credit-risk", "worse", "--trigger", "scheduled");
        Assert.Contains("Version worse of model 'credit-risk' is rejected.", rejected, StringComparison.Ordinal);
        Assert.Contains("f1 is", rejected, StringComparison.Ordinal);

        var dry = Manual.ParseJson("gate run", await RunAsync(0, "run", "credit-risk", "better", "--dry-run", "--json")).Single();
        Assert.Equal("1", (await database.ColumnAsync("SELECT count(*)::text FROM retraining_decisions")).Single());
        var promoted = Manual.ParseJson("gate run", await RunAsync(0, "run", "credit-risk", "better", "--json")).Single();

        Assert.Equal("promote", promoted.GetProperty("action").GetString());
        Assert.Equal(dry.GetProperty("paired").GetInt64(), promoted.GetProperty("paired").GetInt64());
        Assert.Equal(["better"], await database.ColumnAsync("SELECT model_version FROM model_versions WHERE stage = 'Production'"));
        Assert.Equal(
            ["promote manual", "reject scheduled"],
            await database.ColumnAsync("SELECT concat_ws(' ', action, trigger_reason) FROM retraining_decisions ORDER BY 1"));
    }

    [Fact]
    public async Task What_needs_approval_waits_and_can_be_refused()
    {
        await RunAsync(0, "policy", "set", "careful", "--model", "credit-risk", "--approval");
        var waiting = await RunAsync(29, "run", "credit-risk", "better", "--by", "ann");
        var id = (await database.ColumnAsync("SELECT id::text FROM retraining_decisions")).Single();
        Assert.Contains($"gate approve {id}", waiting, StringComparison.Ordinal);

        Assert.Contains("cannot approve it too", await RunAsync(18, "approve", id, "--by", "bob"), StringComparison.Ordinal);
        Assert.Contains("is rejected", await RunAsync(0, "refuse", id, "--reason", "not now"), StringComparison.Ordinal);
        Assert.Contains("answered", await RunAsync(11, "refuse", id, "--reason", "not now"), StringComparison.Ordinal);
        Assert.Equal(["champion"], await database.ColumnAsync("SELECT model_version FROM model_versions WHERE stage = 'Production'"));
    }

    [Fact]
    public async Task Of_two_decisions_that_wait_the_list_shows_which_one_stands()
    {
        await RunAsync(0, "policy", "set", "careful", "--model", "credit-risk", "--approval");
        await RunAsync(29, "run", "credit-risk", "better");
        await RunAsync(29, "run", "credit-risk", "better");
        string[] list = ["decisions", "list", "--json", "--connection", database.OwnerConnectionString];
        var listed = Manual.ParseJson("decisions list", await CommandInProcess.ReadAsync(list));

        Assert.Equal(JsonValueKind.Null, listed[0].GetProperty("replacedBy").ValueKind);
        Assert.Equal(listed[0].GetProperty("decision").GetGuid(), listed[1].GetProperty("replacedBy").GetGuid());
    }

    [Fact]
    public async Task A_policy_is_changed_only_if_it_asks_for_something_else()
    {
        string[] set = ["policy", "set", "default", "--min-labelled", "300", "--guard", "brier:0"];
        Assert.Contains("already", await RunAsync(0, set), StringComparison.Ordinal);
        var changed = await RunAsync(0, [.. set, "--guard", "log_loss:0.01", "--metric", "accuracy"]);
        Assert.Contains("Version 2", changed, StringComparison.Ordinal);

        var policy = Manual.ParseJson("gate policy list", await RunAsync(0, "policy", "list", "--json")).Single();
        Assert.Equal(
            ("accuracy", 2, "brier:0, log_loss:0.01"),
            (policy.GetProperty("metric").GetString(), policy.GetProperty("version").GetInt32(), policy.GetProperty("guards").GetString()));
    }

    [Theory]
    [InlineData(2, "METRIC is one of f1,", "policy", "set", "x", "--guard", "f2:1")]
    [InlineData(2, "MaxLoss must be", "policy", "set", "x", "--guard", "f1:-1")]
    [InlineData(2, "Confidence must be from 0.5", "policy", "set", "x", "--confidence", "95")]
    [InlineData(12, "no version '9'", "run", "credit-risk", "9")]
    [InlineData(12, "no retraining policy 'x'", "run", "credit-risk", "better", "--policy", "x")]
    [InlineData(27, "is for all models", "policy", "set", "default", "--model", "churn")]
    [InlineData(12, "There is no decision", "approve", "0195a000-0000-7000-8000-00000000000d")]
    public async Task What_cannot_be_done_is_named(int code, string message, params string[] arguments) =>
        Assert.Contains(message, await RunAsync(code, arguments), StringComparison.Ordinal);

    // Of 600 labelled answers, the champion has 120 wrong, and the challengers 60 and 180.
    private async Task StoreAsync()
    {
        await using var context = database.CreateContext();
        var model = Build.Model(at: Now.AddDays(-9));
        var versions = new[] { "champion", "better", "worse" }
            .Select(name => Build.ModelVersion(model, name, at: Now.AddDays(-9))).ToArray();
        context.AddRange(model);
        context.AddRange(versions);
        await context.SaveChangesAsync();
        await new ModelVersionRepository(context)
            .PromoteAsync("credit-risk", "champion", new StageChange("ann", "the first", Now.AddDays(-8)));
        static double Answer(int number, int wrong) => (number % 2 == 0) == (number < wrong) ? 0.1 : 0.9;
        Prediction[] predictions =
        [
            .. Enumerable.Range(0, 600).Select(number =>
            {
                var details = new PredictionDetails { ModelVersionId = versions[0].Id };
                var prediction = Build.Prediction("search", Answer(number, 120), Now.AddHours(-100).AddMinutes(number), details);
                prediction.RecordLabel(1 - (number % 2), Now);
                return prediction;
            }),
        ];
        await context.BulkInsertAsync(predictions);
        await context.BulkInsertAsync(predictions.SelectMany((prediction, number) => new[]
        {
            Build.ShadowScore(prediction, versions[1], Answer(number, 60)), Build.ShadowScore(prediction, versions[2], Answer(number, 180)),
        }));
    }

    private async Task<string> RunAsync(int code, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(["gate", .. arguments, "--connection", database.OwnerConnectionString]);
        Assert.True(result.ExitCode == code, $"{result.ExitCode}: {result.Output}{result.Error}");
        return result.Output + result.Error;
    }
}
