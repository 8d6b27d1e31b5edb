using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class MonitorTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly string[] Add =
    [
        "monitor", "add", "oracle hourly", "--model", "churn", "--service", "oracle", "--lookback", "1", "--min-sample", "30",
        "--from", "2026-03-01T11:00Z",
    ];

    [Fact]
    public async Task A_monitor_is_added_with_the_time_of_its_first_window()
    {
        Assert.Equal(
            "Monitor 'oracle hourly' watches oracle. Its first window ends at 2026-03-01 11:00:00Z, and can be evaluated from " +
            $"2026-03-01 11:05:00Z on. '{Invocation.Program} run' does so.\n",
            await ReadAsync(Add));
        var second = await RunAsync(Add);
        Assert.Equal(ExitCode.Of(MlOpsError.Conflict), second.ExitCode);
        Assert.Contains("There is a monitor 'oracle hourly' already.", second.Error, StringComparison.Ordinal);
        var json = Manual.ParseJson(
            "monitor add", await ReadAsync("monitor", "add", "b", "--model", "m", "--service", "s", "--from", "2026-03-01", "--json"));
        Assert.Equal("monitor b", Assert.Single(json).GetProperty("job").GetString());
        var list = Manual.ParseJson("monitor list", await ReadAsync("monitor", "list", "--json"));
        Assert.Equal(["b", "oracle hourly"], list.Select(monitor => monitor.GetProperty("monitor").GetString()));
    }

    [Fact]
    public async Task All_that_is_given_is_in_the_definition_and_shown_as_it_was_typed()
    {
        await ReadAsync(
            "monitor", "add", "full", "--model", "churn", "--service", "oracle", "--every", "6h", "--lookback", "12", "--delay", "0",
            "--reference", "2026-01-01..2026-02-01T06:00Z", "--feature", "age", "--feature", "context:plan=x", "--segment", "country",
            "--segment-cap", "3", "--rule", "age=psi_edges:0.1@1,2.5,3", "--rule", "context:plan=x=chi_square:0.01:0.001", "--rule",
            "ks_asymp:0.05", "--drift-share", "0.3", "--threshold", "0.7", "--positive", "2", "--min-sample", "10");

        var monitor = Manual.ParseJson("monitor show", await ReadAsync("monitor", "show", "full", "--json")).Single();
        Assert.Equal(
            ("6h", 12, "0s", "2026-01-01 00:00:00Z..2026-02-01 06:00:00Z"),
            (monitor.GetProperty("every").GetString(), monitor.GetProperty("lookbackHours").GetInt32(),
                monitor.GetProperty("delay").GetString(), monitor.GetProperty("reference").GetString()));
        Assert.Equal(["age", "context:plan=x"], monitor.GetProperty("features").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            ["age=psi_edges:0.1@1,2.5,3", "context:plan=x=chi_square:0.01:0.001", "ks_asymp:0.05", "psi_categories:0.1:0.25"],
            monitor.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()));
        Assert.Equal(
            (0.3, 0.7, 2.0, 10, "country", 3),
            (monitor.GetProperty("driftShare").GetDouble(), monitor.GetProperty("decisionThreshold").GetDouble(),
                monitor.GetProperty("positiveLabel").GetDouble(), monitor.GetProperty("minSample").GetInt32(),
                monitor.GetProperty("segmentFeature").GetString(), monitor.GetProperty("segmentCap").GetInt32()));
    }

    [Fact]
    public async Task Windows_are_evaluated_when_they_are_due_and_shown_with_their_drift()
    {
        await StoreAsync();
        await ReadAsync(Add);
        using var reports = new TestDirectory();

        var runs = Manual.ParseJson("monitor run", await ReadAsync(
            "monitor", "run", "oracle hourly", "--at", "2026-03-01T12:05Z", "--reports", reports.Path, "--json"));
        Assert.Equal([11, 12], runs.Select(run => run.GetProperty("dueAt").GetDateTimeOffset().Hour));
        var idle = await RunAsync("monitor", "run", "oracle hourly", "--at", "2026-03-01T12:05Z");
        Assert.Equal(
            (0, "Monitor 'oracle hourly' has evaluated all windows. The next one ends at 2026-03-01 13:00:00Z, and is due at " +
                "2026-03-01 13:05:00Z."),
            (idle.ExitCode, idle.Error.Trim()));
        Assert.Equal(
            "Job 'monitor oracle hourly' is due at 2026-03-01 13:05:00Z.",
            (await RunAsync("jobs", "run", "monitor oracle hourly", "--at", "2026-03-01T12:05Z")).Error.Trim());

        var page = await RunAsync("monitor", "show", "oracle hourly");
        Assert.Contains("\n2026-03-01 12:00:00Z\t1\t60\t0.5\t", page.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Drifted share  ▁▅  from 0 to 1, the latest last\nPredictions    ██  at most 60\n", page.Error, StringComparison.Ordinal);
        var json = Manual.ParseJson("monitor show", await ReadAsync("monitor", "show", "oracle hourly", "--limit", "1", "--json")).Single();
        Assert.Equal(0.5, Assert.Single(json.GetProperty("windows").EnumerateArray()).GetProperty("driftedShare").GetDouble());
        Assert.True(File.Exists(json.GetProperty("report").GetString()));
    }

    [Fact]
    public async Task Results_are_listed_by_what_they_are_about_and_one_is_drawn()
    {
        await StoreAsync();
        await ReadAsync(Add);
        await ReadAsync("monitor", "run", "oracle hourly", "--at", "2026-03-01T12:05Z");

        async Task<List<string?>> ListAsync(params string[] filter) => (await ReadAsync(["drift", "list", "--json", .. filter]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => Manual.ParseJson("drift list", line))
            .Select(result => $"{result.GetProperty("feature")} {result.GetProperty("windowEnd").GetDateTimeOffset().Hour}")
            .Order(StringComparer.Ordinal).ToList<string?>();
        Assert.Equal(["age 11", "age 12", "country 11", "country 12"], await ListAsync());
        Assert.Equal(["age 12"], await ListAsync("--drifted"));
        Assert.Equal(
            ["country 11", "country 12"], await ListAsync("--feature", "country", "--model", "churn", "--monitor", "oracle hourly"));
        Assert.Empty(await ListAsync("--model", "other"));
        Assert.Single(await ListAsync("--limit", "1"));
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), (await RunAsync("drift", "list", "--monitor", "none")).ExitCode);

        var id = Manual.ParseJson("drift list", await ReadAsync("drift", "list", "--drifted", "--json")).Single()
            .GetProperty("result").GetString()!;
        var shown = await ReadAsync("drift", "show", id);
        Assert.StartsWith("psi_sturges of age, model churn, service oracle\n  result     ", shown, StringComparison.Ordinal);
        Assert.Contains(": critical, which begins at 0.1, and is critical from 0.25\n", shown, StringComparison.Ordinal);
        Assert.Contains("\n  reference  2026-03-01 10:00:00Z to 2026-03-01 11:00:00Z, 60 values\n", shown, StringComparison.Ordinal);
        Assert.Matches(@"\n  \S+ to \S+ +█+\S? +\d+ +[\d.]+%  .* +\d+ +[\d.]+%\n", shown);
        var json = Manual.ParseJson("drift show", await ReadAsync("drift", "show", id, "--json")).Single();
        var bins = json.GetProperty("bins").EnumerateArray().ToList();
        Assert.Equal(
            (60, 60), (bins.Sum(bin => bin.GetProperty("reference").GetInt32()), bins.Sum(bin => bin.GetProperty("current").GetInt32())));
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), (await RunAsync("drift", "show", $"{Guid.CreateVersion7()}")).ExitCode);
    }

    [Theory]
    [InlineData("or one with s, m, h or d, such as 15s, 5m, 1h or 7d, and is 'soon'.", "--every", "soon")]
    [InlineData("and is '0'.", "--every", "0")]
    [InlineData("and is '999999999d'.", "--every", "999999999d")]
    [InlineData("--lookback must be a whole number from 1, and is '1.5'.", "--lookback", "1.5")]
    [InlineData("LookbackHours must be ", "--lookback", "9000")]
    [InlineData("Every must be whole seconds, from 1 second to 366 days", "--every", "400d")]
    [InlineData("DriftShare must be ", "--drift-share", "1.5")]
    [InlineData("--reference must be 'previous', two times", "--reference", "yesterday")]
    [InlineData("'2026-02-01..2026-01-01' is no span of time. End must be after Start", "--reference", "2026-02-01..2026-01-01")]
    [InlineData("--rule must be [FEATURE=]METHOD:WARNING[:CRITICAL][@EDGE,...]", "--rule", "psi_sturges")]
    [InlineData("and is 'age=psi_edges:0.1@1,x'.", "--rule", "age=psi_edges:0.1@1,x")]
    [InlineData("--rule 'magic:1' cannot be. Method must be one of ", "--rule", "magic:1")]
    [InlineData("--rule 'psi_sturges:0.1@1' cannot be. Edges must be given for a method between edges only", "--rule", "psi_sturges:0.1@1")]
    [InlineData("Rules must differ; 'age' had two", "--rule", "age=js_bit:0.1", "--rule", "age=js_nat:0.1")]
    [InlineData("--from must be a day or a time, such as 2026-03-01 or 2026-03-01T12:00Z, and is '1.3.2026'.", "--from", "1.3.2026")]
    [InlineData("Features must differ; 'a' was there twice", "--feature", "a", "--feature", "a")]
    public async Task A_wrong_definition_is_one_sentence(string expected, params string[] wrong)
    {
        // No server is asked.
        var result = await CommandInProcess.RunAsync(
            ["monitor", "add", "x", "--model", "m", "--service", "s", .. wrong, "--connection", "Host=127.0.0.1;Port=1"]);
        Assert.True(result.ExitCode == ExitCode.Usage, result.ToString());
        Assert.Contains(expected, Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("monitor", "run", "x")]
    [InlineData("jobs", "run", "x")]
    public async Task What_has_not_happened_yet_cannot_be_evaluated(params string[] verb)
    {
        var result = await CommandInProcess.RunAsync([.. verb, "--at", "2300-01-01"]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("--at must be a day or a time that is not in the future", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("monitor", "show")]
    [InlineData("monitor", "run")]
    public async Task An_unknown_monitor_is_named_with_what_shows_the_others(params string[] verb)
    {
        var result = await RunAsync([.. verb, "nightly"]);
        Assert.Equal(
            (ExitCode.Of(MlOpsError.NotFound),
                $"mlops: There is no monitor 'nightly'. '{Invocation.Program} monitor list' shows the names."),
            (result.ExitCode, result.Error.Trim()));
    }

    // One prediction each minute of three hours. In the last hour the ages are others.
    private async Task StoreAsync()
    {
        var schema = FeatureSchema.Define(
            "oracle inputs", 1, Testing.Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("country"));
        await using var context = Database.CreateContext();
        context.Add(schema);
        await context.SaveChangesAsync();
        await context.BulkInsertAsync(Enumerable.Range(0, 180).Select(minute => Prediction.ForService(
            "oracle",
            "answer",
            minute % 2,
            Testing.Sample.Noon.AddMinutes(minute - 180),
            new PredictionDetails
            {
                Features = FeatureVector.Of(
                    schema, [(minute % 60) + (minute < 120 ? 0 : 40)], [minute % 3 == 0 ? "de" : "fr"]),
            })));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", Database.ConnectionString]);

    private Task<string> ReadAsync(params string[] arguments) =>
        CommandInProcess.ReadAsync([.. arguments, "--connection", Database.ConnectionString]);
}
