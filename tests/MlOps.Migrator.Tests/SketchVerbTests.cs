using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class SketchVerbTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly FeatureSchema Schema = FeatureSchema.Define(
        "churn inputs", 1, Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("country"));

    [Fact]
    public async Task Any_window_is_compared_by_the_counts_of_a_monitor()
    {
        await StoreAsync();
        await ReadAsync(
            "monitor", "add", "m", "--model", "churn", "--service", "oracle", "--lookback", "1", "--min-sample", "30", "--segment",
            "country", "--from", "2026-03-01T12:00Z");
        await ReadAsync("monitor", "run", "m", "--at", "2026-03-01T12:05Z");

        string[] window = ["drift", "window", "m", "--window", "2026-03-01T11:00Z..2026-03-01T12:00Z"];
        var exact = Manual.ParseJson("drift window", await ReadAsync([.. window, "--json"]));
        Assert.Equal(["age psi_edges", "country psi_named"], exact.Select(
            row => $"{row.GetProperty("feature").GetString()} {row.GetProperty("method").GetString()}"));
        Assert.True(exact[0].GetProperty("statistic").GetDouble() > 0.1);
        var bounds = Assert.Single(Manual.ParseJson("drift window", await ReadAsync([.. window, "--method", "ks_bounds", "--json"])));
        Assert.Equal(40 / 60.0, bounds.GetProperty("lowerLimit").GetDouble(), 12);
        Assert.InRange(bounds.GetProperty("upperLimit").GetDouble(), 40 / 60.0, 0.75);
        Assert.Equal(4, (await ReadAsync([.. window, "--segments"])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);

        var gap = await RunAsync("drift", "window", "m", "--window", "2026-02-01..2026-02-02");
        Assert.Equal(ExitCode.Of(MlOpsError.Configuration), gap.ExitCode);
        Assert.StartsWith("mlops: The monitor 'm' has no sketch of the hour of ", gap.Error, StringComparison.Ordinal);
        var method = await RunAsync([.. window, "--method", "psi_sturges"]);
        Assert.Equal(ExitCode.Usage, method.ExitCode);
        Assert.Contains("psi_sturges_bounds", method.Error, StringComparison.Ordinal);
        var today = await RunAsync("drift", "window", "m", "--window", "today");
        Assert.Contains("--window must be two times", today.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_of_a_training_is_the_reference_of_a_monitor()
    {
        await StoreAsync();
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "training.csv");
        await File.WriteAllLinesAsync(
            file,
            ["country,age", .. Enumerable.Range(0, 200).Select(i => $"{(i % 3 == 0 ? "de" : "fr")},{i * 37 % 60}")]);
        string[] baseline =
        [
            "monitor", "baseline", file, "--model", "credit-risk", "--model-version", "1", "--schema", "churn inputs", "--data",
            "2026-01-01..2026-02-01",
        ];
        string[] add =
        [
            "monitor", "add", "b", "--model", "credit-risk", "--service", "oracle", "--lookback", "1", "--min-sample", "30", "--from",
            "2026-03-01T11:00Z", "--reference", "baseline:1", "--rule", "psi_edges:0.2", "--rule", "psi_named:0.2",
        ];
        Assert.Contains("has no baseline", (await RunAsync(add)).Error, StringComparison.Ordinal);

        var stored = Assert.Single(Manual.ParseJson("monitor baseline", await ReadAsync([.. baseline, "--json"])));
        Assert.Equal(200, stored.GetProperty("rows").GetInt32());
        Assert.Equal(ExitCode.Of(MlOpsError.Conflict), (await RunAsync(baseline)).ExitCode);
        await ReadAsync(add);
        await ReadAsync("monitor", "run", "b", "--at", "2026-03-01T12:05Z");

        var results = await Database.ColumnAsync(
            "SELECT concat_ws(' ', extract(hour FROM current_end AT TIME ZONE 'UTC'), feature_name, method_id, drifted::text, " +
            "reference_size) FROM ml_drift_metrics ORDER BY 1");
        Assert.Equal(
            [
                "11 age psi_edges false 200", "11 country psi_named false 200", "12 age psi_edges true 200",
                "12 country psi_named false 200",
            ],
            results);
    }

    [Fact]
    public async Task A_line_that_is_wrong_refuses_the_whole_baseline_and_says_which()
    {
        await StoreAsync();
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "training.csv");
        await File.WriteAllTextAsync(file, "country,age\nde,1\nfr,old\n");

        var refused = await RunAsync(
            "monitor", "baseline", file, "--model", "credit-risk", "--model-version", "1", "--schema", "churn inputs", "--data",
            "2026-01-01..2026-02-01");

        Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), refused.ExitCode);
        Assert.Contains("Line 3: 'old' is no number, as age must be.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync("ml_feature_baselines"));
    }

    private async Task StoreAsync()
    {
        // The second hour is 40 years older.
        await using var context = Database.CreateContext();
        var model = Build.Model();
        context.AddRange(Schema, model, Build.ModelVersion(model));
        await context.SaveChangesAsync();
        await context.BulkInsertAsync(Enumerable.Range(0, 120).Select(minute => Prediction.ForService(
            "oracle",
            "score",
            0.5,
            Noon.AddHours(-2).AddMinutes(minute),
            new PredictionDetails
            {
                Features = FeatureVector.Of(Schema, [(minute * 37 % 60) + (minute < 60 ? 0 : 40)], [minute % 3 == 0 ? "de" : "fr"]),
            })));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", Database.ConnectionString]);

    private Task<string> ReadAsync(params string[] arguments) =>
        CommandInProcess.ReadAsync([.. arguments, "--connection", Database.ConnectionString]);
}
