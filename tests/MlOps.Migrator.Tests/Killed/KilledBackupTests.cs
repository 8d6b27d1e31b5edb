using System.Diagnostics;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Killed;

/// <summary>A few of the kills that scripts/long makes.</summary>
[OneVersionIsEnough]
public sealed class KilledBackupTests(TestServer server) : IAsyncLifetime
{
    private const int MostFiles = 40;

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("MLOPS_BACKUP_KILLS"), out var kills) ? kills : 5;

    private readonly TestDirectory _directory = new();
    private readonly CommandLine _mlops = new("unused");
    private readonly Random _random = new(1);
    private string _connection = "";

    private string Backups => _directory.Child("backups");

    public async ValueTask InitializeAsync()
    {
        _connection = await server.CreateDatabaseAsync();
        await CommandInProcess.RunAsync("generate", "--days", "2", "--scale", "0.002", "--connection", _connection);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DropDatabaseAsync(_connection);
        _directory.Dispose();
    }

    [Fact]
    public async Task A_backup_that_is_killed_is_none_and_the_next_one_completes()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            var files = _random.Next(MostFiles);
            using var process = _mlops.Start("backup", "create", "--to", Backups, "--connection", _connection);
            await Polling.UntilAsync(() => Task.FromResult(process.HasExited || CountBegun() >= files), $"{files} files are written");
            await KillAsync(process);
            await AssertCompleteAsync();
        }

        var result = await _mlops.RunAsync("backup", "create", "--to", Backups, "--connection", _connection);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Empty(Directory.EnumerateDirectories(Backups, "*.partial"));
        await AssertCompleteAsync();
        var newest = Directory.EnumerateDirectories(Backups).Max()!;
        var verified = await CommandInProcess.RunAsync("backup", "verify", newest, "--connection", _connection);
        Assert.True(verified.ExitCode == 0, verified.ToString());
    }

    [Fact]
    public async Task A_restore_that_is_killed_leaves_no_row_and_the_next_one_completes()
    {
        await CommandInProcess.ReadAsync("backup", "create", "--to", Backups, "--connection", _connection);
        var backup = Directory.EnumerateDirectories(Backups).Single();
        var target = await server.CreateEmptyDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(target);
        foreach (var reached in (string[])[
            "SELECT count(*) > 20 FROM pg_class WHERE relname LIKE 'ml\\_%'",
            "SELECT to_regclass('ml_slices') IS NOT NULL AND (SELECT count(*) > 8 FROM pg_class WHERE relname LIKE '%\\_2%')",
            "SELECT count(*) > 0 FROM pg_locks WHERE relation = to_regclass('ml_models') AND mode = 'AccessExclusiveLock'"])
        {
            using var process = _mlops.Start("backup", "restore", backup, "--connection", target);
            await Polling.UntilAsync(
                async () => process.HasExited || await dataSource.ColumnAsync($"SELECT ({reached})::text") is ["true"], reached);
            await KillAsync(process);
            await Polling.UntilAsync(
                async () => await dataSource.ColumnAsync(
                    "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()") is [],
                "the server has noticed that its client is gone");
            if (await dataSource.ColumnAsync("SELECT to_regclass('ml_models')::text WHERE to_regclass('ml_models') IS NOT NULL") is [_])
                Assert.Empty(await dataSource.ColumnAsync("SELECT id::text FROM ml_models"));
        }

        var result = await _mlops.RunAsync("backup", "restore", backup, "--connection", target);
        Assert.True(result.ExitCode == 0, result.ToString());
        await using var source = NpgsqlDataSource.Create(_connection);
        foreach (var table in (string[])["ml_models", "ml_predictions", "system_performance_metrics", "learning_events", "ml_slices"])
        {
            var query = $"SELECT concat(count(*), ' ', sum(hashtextextended(t::text, 0)::numeric)) FROM {table} AS t";
            Assert.Equal(await source.ColumnAsync(query), await dataSource.ColumnAsync(query));
        }

        await server.DropDatabaseAsync(target);
    }

    [Fact]
    public async Task Ctrl_C_leaves_nothing_that_is_half_done()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var process = _mlops.Start("backup", "create", "--to", Backups, "--connection", _connection);
        await Polling.UntilAsync(() => Task.FromResult(process.HasExited || CountBegun() > 0), "a file is written");
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();

        var result = await CommandLine.FinishAsync(process);
        Assert.Contains(result.ExitCode, (int[])[ExitCode.Interrupted, ExitCode.Success]);
        Assert.Empty(Directory.EnumerateDirectories(Backups, "*.partial"));
    }

    private int CountBegun() => Directory.Exists(Backups)
        ? Directory.EnumerateDirectories(Backups, "*.partial")
            .Select(begun => Directory.Exists(begun) ? Directory.GetFiles(begun).Length : 0).FirstOrDefault(-1)
        : -1;

    private async Task AssertCompleteAsync()
    {
        var listed = await CommandInProcess.RunAsync("backup", "list", "--from", Backups, "--json");
        if (listed.Output.Length > 0)
            Assert.All(
                Manual.ParseJson("backup list", listed.Output), backup => Assert.True(backup.GetProperty("complete").GetBoolean()));
    }

    private static async Task KillAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill();

        await process.WaitForExitAsync();
    }
}
