using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public sealed partial class RunTests(TestDatabase database, TestServer server) : DatabaseTest(database)
{
    // Nothing is ever made there, since the database is given.
    private readonly CommandLine _mlops = new(new PrivateHome().Path);

    [Fact]
    public async Task Once_runs_what_is_due_and_ends()
    {
        await StoreAsync(Build.Job());
        string[] once = ["run", "--once", "--connection", Database.OwnerConnectionString];

        var run = Manual.ParseJson("run", await CommandInProcess.ReadAsync([.. once, "--json"])).Single();
        Assert.Equal("refresh views", run.GetProperty("job").GetString());
        Assert.Equal(await Database.ScalarAsync<Guid>("SELECT id FROM ml_job_runs"), run.GetProperty("run").GetGuid());

        var idle = await CommandInProcess.RunAsync(once);
        Assert.Equal((0, "", "No job is due."), (idle.ExitCode, idle.Output, idle.Error.Trim()));
    }

    [Fact]
    public async Task Once_ends_with_a_code_of_its_own_if_a_job_failed()
    {
        await StoreAsync(Build.Job());
        // Only the owner of a view may refresh it.
        var result = await CommandInProcess.RunAsync("run", "--once", "--connection", Database.ConnectionString);

        Assert.Equal(ExitCode.Of(MlOpsError.JobFailed), result.ExitCode);
        Assert.Contains(" refresh views: failed after ", result.Output, StringComparison.Ordinal);
    }

    [Theory, InlineData("--once"), InlineData("--every", "1")]
    public async Task A_database_without_the_schema_ends_it_as_it_ends_other_verbs(params string[] options)
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        var result = await _mlops.RunAsync(["run", .. options, "--connection", connection]);

        Assert.Equal(ExitCode.Of(MlOpsError.DatabaseUnavailable), result.ExitCode);
        Assert.Contains("does not have the schema of this version", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        await server.DropDatabaseAsync(connection);
    }

    [Theory, InlineData("TERM"), InlineData("INT")]
    public async Task A_signal_stops_the_job_that_runs_and_it_can_run_again_at_once(string signal)
    {
        await StoreAsync(Build.Job());
        await using var holder = await Database.OwnerDataSource.OpenConnectionAsync();
        await using var blocked = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "LOCK TABLE ml_predictions");
        using var process = _mlops.Start("run", "--every", "1", "--connection", Database.OwnerConnectionString);
        var ended = CommandLine.FinishAsync(process);
        await Polling.UntilAsync(
            () => Database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"),
            "the job waits for the lock");

        await SignalAsync(process, signal);
        var result = await ended;

        Assert.True(result is { ExitCode: 0, Output: "" }, result.ToString());
        Assert.True(StartLine().IsMatch(result.Error), result.ToString());
        Assert.Equal(["failed The process was stopped."], await Database.ColumnAsync("SELECT status || ' ' || error FROM ml_job_runs"));
        await blocked.RollbackAsync();
        Assert.Contains(
            ": done in ", await CommandInProcess.ReadAsync("run", "--once", "--connection", Database.OwnerConnectionString),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_goes_away_is_said_to_be_so_and_the_jobs_are_tried_again()
    {
        // The sessions of this test are not among those that are ended.
        var own = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync()) { Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(own);
        await using var other = NpgsqlDataSource.Create(Database.OwnerConnectionString);
        await ExecuteAsync(dataSource, InsertDueJob("first"));
        using var process = _mlops.Start("run", "--every", "1", "--connection", own.ConnectionString, "--json");
        var (lines, errors) = (Collect(process.StandardOutput), Collect(process.StandardError));
        await Polling.UntilAsync(() => Task.FromResult(!lines.IsEmpty), "the first job is done");

        await ExecuteAsync(other, $"ALTER DATABASE \"{own.Database}\" ALLOW_CONNECTIONS false");
        await ExecuteAsync(other, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{own.Database}'");
        await Polling.UntilAsync(() => Task.FromResult(errors.Count > 1), "the process says that it has no database");
        await ExecuteAsync(other, $"ALTER DATABASE \"{own.Database}\" ALLOW_CONNECTIONS true");
        await ExecuteAsync(dataSource, InsertDueJob("second"));
        await Polling.UntilAsync(() => Task.FromResult(lines.Count > 1), "the second job is done");
        await SignalAsync(process, "TERM");
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        var runs = lines.SelectMany(line => Manual.ParseJson("run", line));
        Assert.Equal(["first", "second"], runs.Select(run => run.GetProperty("job").GetString()));
        Assert.All(errors, line => Assert.Matches("^mlops: .* The jobs are tried again.$", line));
        await server.DropDatabaseAsync(own.ConnectionString);
    }

    private static string InsertDueJob(string name) =>
        $"""
        INSERT INTO ml_jobs (tenant_id, id, created_at, updated_at, name, kind, every, every_offset, next_due_at, is_enabled, failures)
        SELECT '{Tenants.Default}', gen_random_uuid(), now(), now(), '{name}', 'refresh_views', interval '1 day', interval '0',
            date_trunc('day', now()), true, 0
        """;

    private static ConcurrentQueue<string> Collect(StreamReader reader)
    {
        var lines = new ConcurrentQueue<string>();
        _ = Task.Run(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
                lines.Enqueue(line);
        });
        return lines;
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task StoreAsync(Job job)
    {
        await using var context = Database.CreateContext();
        context.Add(job);
        await context.SaveChangesAsync();
    }

    [GeneratedRegex("^Running the jobs of database '.+' at .+, with a look every 1s. Ctrl-C ends it.\n$")]
    private static partial Regex StartLine();
}
