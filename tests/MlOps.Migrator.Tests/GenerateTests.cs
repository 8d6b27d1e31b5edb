using System.Diagnostics;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public class GenerateTests(TestServer server, PrivateHome home) : IClassFixture<PrivateHome>
{
    private static readonly string[] Tables =
    [
        "ml_models", "model_versions", "model_stage_transitions", "training_datasets", "ml_training_jobs", "model_evaluations",
            "ml_features",
        "ml_feature_store", "ml_predictions", "code_roach_ml_predictions", "ml_feedback", "ml_drift_metrics", "monitoring_metrics",
        "ml_performance_metrics", "retraining_decisions", "identified_patterns", "pattern_occurrences", "recommendations",
        "evolution_experiments", "evolution_generations", "evolution_individuals", "code_evaluations", "llm_interactions",
        "learning_events", "git_operation_learning_events", "user_session_learning_events", "system_performance_metrics",
        "query_performance_logs", "resource_utilization", "capacity_planning_metrics",
    ];

    // Their rows have the time of their base.
    private static readonly string[] Leaves =
        ["code_roach_ml_predictions", "git_operation_learning_events", "user_session_learning_events"];

    private static readonly string[] Views = ["m_daily_predictions", "m_version_accuracy", "m_experiment_progress"];

    private readonly CommandLine _mlops = new(home.Path);
    private string _scale = "0.001";

    [Fact]
    public async Task The_same_arguments_make_the_same_rows_in_every_database()
    {
        var (first, second, other) =
            (await server.CreateDatabaseAsync(), await server.CreateEmptyDatabaseAsync(), await server.CreateDatabaseAsync());
        // Each service has some.
        _scale = "0.002";
        await AssertSucceedsAsync(first, "--seed", "7");
        await AssertSucceedsAsync(second, "--seed", "7");
        await AssertSucceedsAsync(other, "--seed", "8");

        Assert.All(await ChecksumsAsync(first), table => Assert.False(table.EndsWith("empty", StringComparison.Ordinal), table));
        Assert.Equal(await ChecksumsAsync(first), await ChecksumsAsync(second));
        Assert.NotEqual(await ChecksumsAsync(first), await ChecksumsAsync(other));
    }

    [Fact]
    public async Task A_run_that_was_killed_is_completed_and_what_is_there_is_not_stored_again()
    {
        var (whole, broken) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        // Enough is left to store when it is killed.
        _scale = "0.003";
        await AssertSucceedsAsync(whole);
        await KillOnceItStoresAsync(broken);
        Assert.NotEqual(await ChecksumsAsync(whole), await ChecksumsAsync(broken));

        await AssertSucceedsAsync(broken);
        Assert.Equal(await ChecksumsAsync(whole), await ChecksumsAsync(broken));
        Assert.Contains("System metrics: 0 rows, 0 rows/s, 2 days were there", (await AssertSucceedsAsync(broken)).Output);
        Assert.Equal(await ChecksumsAsync(whole), await ChecksumsAsync(broken));
    }

    [Fact]
    public async Task Nothing_is_of_the_future_runs_agree_with_the_drift_and_each_promotion_has_its_decision()
    {
        var database = await server.CreateDatabaseAsync();
        await AssertSucceedsAsync(database, "--days", "14");
        await using var dataSource = NpgsqlDataSource.Create(database);
        foreach (var table in Tables.Except(Leaves))
            Assert.Equal(
                $"{table} 0",
                await ScalarAsync(dataSource, $"SELECT '{table} ' || count(*) FROM {table} WHERE created_at >= '2026-05-03T00:00Z'"));

        Assert.Equal(
            "0 true",
            await ScalarAsync(
                dataSource,
                """
                SELECT concat_ws(' ',
                    count(*) FILTER (WHERE r.num_drifted_features <> d.drifted OR abs(r.feature_drift_ratio - d.drifted / 24.0) > 1e-9),
                    CASE WHEN count(*) FILTER (WHERE d.drifted > 0) > 0 THEN 'true' END)
                FROM monitoring_metrics r
                CROSS JOIN LATERAL (
                    SELECT count(*) FILTER (WHERE m.drifted) AS drifted FROM ml_drift_metrics m
                    WHERE m.created_at > r.timestamp - interval '24 hours' AND m.created_at <= r.timestamp) AS d
                """));
        Assert.Equal(
            "12 0",
            await ScalarAsync(
                dataSource,
                """
                SELECT concat_ws(' ', count(*), count(*) FILTER (WHERE d.id IS NULL)) FROM model_stage_transitions t
                LEFT JOIN retraining_decisions d ON d.id = t.decision_id AND d.action = 'promote' AND d.candidate_version_id = t.model_version_id
                WHERE t.to_stage = 'Production'
                """));
    }

    [Fact]
    public async Task A_pipe_gets_a_line_for_each_step_and_each_kind_and_the_arguments_that_repeat_it()
    {
        var result = await AssertSucceedsAsync(await server.CreateDatabaseAsync());
        Assert.StartsWith($"{Invocation.Program} generate --days 2 --scale 0.001 --seed 1 --until 2026-05-02\n", result.Output);
        Assert.Matches(@"\nPredictions: \d+ rows, [\d,]+ rows/s\n", result.Output);
        Assert.Matches(@"\nKind\tRows\tSeconds\tRows per second\tDays there\n", result.Output);
        Assert.Matches(@"\nSystem metrics\t20000\t[\d.]+\t\d+\t0\n", result.Output);
    }

    [Fact]
    public async Task What_other_arguments_have_made_is_not_mixed_with_it()
    {
        var database = await server.CreateDatabaseAsync();
        await AssertSucceedsAsync(database);
        var before = await ChecksumsAsync(database);
        var result = await RunAsync(database, "--seed", "2");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("other data than 'generate --days 2 --scale 0.001 --seed 2 --until 2026-05-02' makes", result.Error);
        Assert.Equal(before, await ChecksumsAsync(database));
    }

    [Theory]
    [InlineData("--days", "0")]
    [InlineData("--days", "-3")]
    [InlineData("--days", "many")]
    [InlineData("--days", "100000")]
    [InlineData("--scale", "0")]
    [InlineData("--scale", "-0.1")]
    [InlineData("--scale", "NaN")]
    [InlineData("--scale", "Infinity")]
    [InlineData("--scale", "0,5")]
    [InlineData("--seed", "x")]
    [InlineData("--until", "yesterday")]
    [InlineData("--until", "0001-01-01")]
    [InlineData("--until", "9999-12-31")]
    [InlineData("--until", "today")]
    public async Task An_argument_that_makes_no_sense_is_a_usage_error(string option, string value)
    {
        var result = await CommandInProcess.RunAsync("generate", option, value);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        var line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Matches($"^mlops: {option} must be a .*, and is '{value}'", line);
    }

    private async Task<CommandResult> AssertSucceedsAsync(string connection, params string[] more)
    {
        var result = await RunAsync(connection, more);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    private Task<CommandResult> RunAsync(string connection, params string[] more) =>
        CommandInProcess.RunAsync(Arguments(connection, more));

    private string[] Arguments(string connection, params string[] more) =>
    [
        "generate", .. more.Contains("--days") ? more : ["--days", "2", .. more], "--scale", _scale, "--until", "2026-05-02",
        "--connection", connection,
    ];

    private async Task KillOnceItStoresAsync(string connection)
    {
        using var process = _mlops.Start(Arguments(connection));
        await using var dataSource = NpgsqlDataSource.Create(connection);
        await Polling.UntilAsync(
            async () => await ScalarAsync(dataSource, "SELECT EXISTS (SELECT FROM pattern_occurrences)::text") == "true",
            "a day of pattern occurrences stored");
        using var kill = Process.Start("kill", ["-KILL", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        await CommandLine.FinishAsync(process);
    }

    // xmin, the row version, is no column of its own. The database says when a prediction arrived, and materialized views of telemetry
    // compute by now. The order in which rows lie on disk decides the last digits of a mean, so that those of views are compared in six.
    private static async Task<List<string>> ChecksumsAsync(string connection) =>
    [
        .. await ChecksumsAsync(connection, Tables),
        .. await ChecksumsAsync(connection + ";Options=-c extra_float_digits=-9", Views),
    ];

    private static async Task<List<string>> ChecksumsAsync(string connection, string[] relations)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        var sums = new List<string>();
        foreach (var relation in relations)
            sums.Add($"{relation}: " + await ScalarAsync(
                dataSource, $"SELECT coalesce(md5(string_agg(row_text, E'\n' ORDER BY row_text)), 'empty') FROM (SELECT (to_jsonb(t) - " +
                    $"'received_at')::text AS row_text FROM {relation} t) s"));

        return sums;
    }

    private static async Task<string> ScalarAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
