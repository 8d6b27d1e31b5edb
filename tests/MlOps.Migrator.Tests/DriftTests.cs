using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class DriftTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private Guid _result;

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        await using var context = database.CreateContext();
        await context.BulkInsertAsync(
            Enumerable.Range(0, 200).Select(at => Prediction.ForService("oracle", "score", at * at % 97, Noon.AddMinutes(at))), default);
        var question = new DriftQuestion(
            "oracle", new TimeWindow(Noon, Noon.AddMinutes(100)), new TimeWindow(Noon.AddMinutes(100), Noon.AddMinutes(200)))
        {
            Features = ["predicted_value"],
        };
        var recorded = await new DriftMetricRepository(context).RecordAsync(
            "churn", question, DriftThreshold.StatisticAtLeast(0.1), Noon.AddHours(4));
        _result = recorded.Metrics.Single().Id;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_result_is_equal_until_its_rows_change()
    {
        var equal = await RunAsync("drift", "verify", $"{_result}");
        Assert.Equal(0, equal.ExitCode);
        Assert.StartsWith($"{_result} equal: psi_sturges of predicted_value. The same predictions gave ", equal.Output);

        await using (var context = database.CreateContext())
            await context.BulkInsertAsync([Prediction.ForService("oracle", "score", 500, Noon.AddMinutes(150))], default);
        var changed = await RunAsync("drift", "verify", $"{_result}");

        Assert.Equal(ExitCode.Of(MlOpsError.NotReproduced), changed.ExitCode);
        Assert.StartsWith(
            $"{_result} rows changed: psi_sturges of predicted_value. The current data had 100 values, and has 101 now.", changed.Output);
        Assert.Equal("mlops: 1 of 1 cannot be confirmed, for the reasons above.", changed.Error.Trim());
    }

    [Fact]
    public async Task A_result_of_attributions_shows_the_share_of_each_feature()
    {
        var sample = new DriftSample(new TimeWindow(Noon, Noon.AddHours(1)), 100);
        const string Shares =
            """
            {"attributionMethod": "shap", "shares": [{"feature": "age", "reference": 0.75, "current": 0.25},
                {"feature": "income", "reference": 0.25, "current": 0.75}]}
            """;
        var metric = DriftMetric.Measure(
            "churn", null, DriftKind.Attribution, new DriftResult("ndcg_loss", 0.2) { Bins = Json.Parse(Shares) },
            DriftThreshold.StatisticAtLeast(0.1), sample, sample, Noon);
        await using (var context = database.CreateContext())
        {
            context.Add(metric);
            await context.SaveChangesAsync();
        }

        var shown = (await RunAsync("drift", "show", $"{metric.Id}")).Output;
        Assert.StartsWith("ndcg_loss of the attributions, model churn\n", shown);
        Assert.Matches(@"\n  by shap +reference +current\n  age +█+ +75\.0%  \S+ +25\.0%\n  income +\S+ +25\.0%  █+ +75\.0%\n", shown);
    }

    [Fact]
    public async Task Json_has_the_verdict_and_both_statistics()
    {
        var json = Manual.ParseJson("drift verify", (await RunAsync("drift", "verify", $"{_result}", "--json")).Output).Single();

        Assert.Equal(("equal", _result), (json.GetProperty("verdict").GetString(), json.GetProperty("result").GetGuid()));
        Assert.Equal(json.GetProperty("statistic").GetDouble(), json.GetProperty("statisticNow").GetDouble());
    }

    [Fact]
    public async Task A_result_of_another_tool_and_an_unknown_one_are_said_to_be_so()
    {
        var metric = Build.DriftMetric();
        await using (var context = database.CreateContext())
        {
            context.Add(metric);
            await context.SaveChangesAsync();
        }

        var unknown = Guid.CreateVersion7(Noon);
        var foreign = await RunAsync("drift", "verify", $"{metric.Id}", $"{unknown}", $"{_result}");
        Assert.Equal(ExitCode.Of(MlOpsError.NotReproduced), foreign.ExitCode);
        Assert.StartsWith($"{metric.Id} not reproducible: psi of age. It does not say which predictions it compared.", foreign.Output);
        Assert.Contains($"{_result} equal", foreign.Output);
        Assert.Equal(
            $"mlops: 1 of 3 cannot be confirmed, for the reasons above. There is no drift metric {unknown}.", foreign.Error.Trim());
        var missing = await RunAsync("drift", "verify", $"{unknown}");
        Assert.Equal(
            (ExitCode.Of(MlOpsError.NotFound), $"mlops: There is no drift metric {unknown}."), (missing.ExitCode, missing.Error.Trim()));
        Assert.Equal(ExitCode.Usage, (await RunAsync("drift", "verify")).ExitCode);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", database.ConnectionString]);
}
