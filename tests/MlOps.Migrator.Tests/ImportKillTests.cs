using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

/// <summary>An import that is killed loses nothing, and stores nothing twice.</summary>
public sealed class ImportKillTests(TestServer server, TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private string _source = "";

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        _source = await server.CreateEmptyDatabaseAsync();
    }

    public async ValueTask DisposeAsync() => await server.DropDatabaseAsync(_source);

    [Fact]
    public async Task A_run_that_is_killed_is_completed_by_the_next()
    {
        await HaveAsync(
            """
            CREATE TABLE ml_predictions (id uuid PRIMARY KEY, service_name text, predicted_value float8, created_at timestamptz);
            INSERT INTO ml_predictions
                SELECT md5(i::text)::uuid, 'quiz', i, '2026-01-01'::timestamptz + i * interval '1 minute' FROM generate_series(1, 100000) i;
            CREATE TABLE ml_feedback (id bigint, prediction_id uuid, rating int, created_at timestamptz);
            INSERT INTO ml_feedback SELECT i, md5((i * 10)::text)::uuid, i % 5 + 1, '2026-06-01' FROM generate_series(1, 10000) i
            """);
        var undisturbed = await server.CreateDatabaseAsync();
        var whole = await CommandInProcess.RunAsync("import", "--from", _source, "--connection", undisturbed);
        Assert.True(whole.ExitCode == 0, whole.ToString());

        // Nothing is ever made in that home, since the database is given.
        var mlops = new CommandLine(new PrivateHome().Path);
        using (var process = mlops.Start("import", "--from", _source, "--connection", database.OwnerConnectionString))
        {
            await Polling.UntilAsync(async () => await CountAsync() > 0, "the first batch is stored");
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.InRange(await CountAsync(), 1, 99_999);
        var result = await RunAsync("import", "--from", _source);
        Assert.True(result.ExitCode == 0, result.ToString());
        foreach (var table in new[] { "ml_predictions", "ml_feedback" })
            Assert.Equal(await DigestAsync(undisturbed, table), await DigestAsync(database.OwnerConnectionString, table));

        await server.DropDatabaseAsync(undisturbed);
    }

    [Fact]
    public async Task A_run_that_is_killed_within_telemetry_goes_on_at_the_day_where_it_stopped()
    {
        const int Rows = 60_000;
        await HaveAsync(
            $"""
            CREATE TABLE system_performance_metrics (id bigint PRIMARY KEY, metric_name text, metric_value float8, recorded_at timestamptz);
            INSERT INTO system_performance_metrics
                SELECT i, 'cpu', i, '2026-01-01'::timestamptz + (i / 6000) * interval '1 day' FROM generate_series(0, {Rows - 1}) i
            """);
        var mlops = new CommandLine(new PrivateHome().Path);
        using (var process = mlops.Start("import", "--from", _source, "--connection", database.OwnerConnectionString))
        {
            await Polling.UntilAsync(async () => await CountAsync("system_performance_metrics") > 12_000, "two days are stored");
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.InRange(await CountAsync("system_performance_metrics"), 12_001, Rows - 1);
        var result = await RunAsync("import", "--from", _source);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("days are already there: they are not read again", result.Output, StringComparison.Ordinal);
        Assert.Equal(Rows, await CountAsync("(SELECT DISTINCT value FROM system_performance_metrics) AS values"));
        Assert.Equal(Rows, await CountAsync("system_performance_metrics"));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", database.OwnerConnectionString]);

    private async Task HaveAsync(string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(_source);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string rows = "ml_predictions")
    {
        await using var command = database.OwnerDataSource.CreateCommand($"SELECT count(*) FROM {rows}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> DigestAsync(string connection, string table)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        await using var command = dataSource.CreateCommand(
            $"SELECT count(*) || ' ' || md5(string_agg(md5((to_jsonb(t) - 'received_at')::text), '' ORDER BY id)) FROM {table} t");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
