using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Tests.Later;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Killed;

/// <summary>A few of the kills that scripts/long makes, of a migration to a later version and of the way back.</summary>
[OneVersionIsEnough]
public sealed partial class KilledLaterMigrationTests(TestServer server) : IAsyncLifetime
{
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("MLOPS_MIGRATION_KILLS"), out var kills) ? kills : 5;

    private readonly Random _random = new(1);
    private string _connection = "";
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await server.CreateDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_connection);
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(_dataSource, Tenants.Default);
        await using var context = new MlOpsDbContext(builder.Options);
        context.AddRange(Enumerable.Range(0, 100).Select(number => Build.Model($"model {number}")));
        await context.SaveChangesAsync();
        await CommandInProcess.ReadAsync("migrate", "--connection", _connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connection);
    }

    [Fact]
    public async Task What_is_killed_at_any_moment_loses_no_row_and_the_next_run_completes()
    {
        await using var steps = await SchemaSteps.WatchAsync(_connection);
        var (rows, older) = (await ReadRowsAsync(), await ReadSchemaAsync());
        var before = await steps.TakenAsync();
        await CompleteAsync("migrate");
        var (total, newer) = (await steps.TakenAsync() - before, await ReadSchemaAsync());
        Assert.True(total > 5, $"It takes {total} steps.");
        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill % 4 == 0)
                killed += await KillAsync(steps, total, "rollback", "Initial") ? 1 : 0;

            await CompleteAsync("rollback", "Initial");
            Assert.Equal(older, await ReadSchemaAsync());
            killed += await KillAsync(steps, total, "migrate") ? 1 : 0;
            Assert.Equal(rows, await ReadRowsAsync());
            await CompleteAsync("migrate");
            Assert.Equal(newer, await ReadSchemaAsync());
            Assert.Equal(rows, await ReadRowsAsync());
        }

        Assert.True(killed > Kills / 2, $"It was killed {killed} times.");
    }

    [Theory, InlineData("migrate"), InlineData("rollback", "Initial")]
    public async Task What_is_asked_to_end_says_so_and_leaves_nothing_half_done(params string[] verb)
    {
        if (OperatingSystem.IsWindows())
            return;

        if (verb is not ["migrate"])
            await CompleteAsync("migrate");

        var before = await ReadSchemaAsync();
        await using var holder = await _dataSource.OpenConnectionAsync();
        await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE mlops_migrations_history IN SHARE MODE", holder))
            await command.ExecuteNonQueryAsync();

        using var process = LaterCommand.Start([.. verb, "--connection", _connection]);
        await Polling.UntilAsync(
            async () => process.HasExited || await _dataSource.ColumnAsync(
                "SELECT pid::text FROM pg_locks WHERE relation = 'mlops_migrations_history'::regclass AND NOT granted") is [_, ..],
            "it waits for the history");
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync();

        var result = await CommandLine.FinishAsync(process);
        Assert.Equal(ExitCode.Interrupted, result.ExitCode);
        await holder.CloseAsync();
        // An index that is built while others write is the one step that stays: no transaction has it.
        Assert.Empty(before.Except(await ReadSchemaAsync()));
        await CompleteAsync(verb);
    }

    private async Task<bool> KillAsync(SchemaSteps steps, long total, params string[] verb)
    {
        var last = await steps.TakenAsync() + _random.NextInt64(total);
        using var process = LaterCommand.Start([.. verb, "--connection", _connection]);
        await Polling.UntilAsync(
            async () => process.HasExited || await steps.TakenAsync() >= last, $"step {last} is taken");
        var isKilled = !process.HasExited;
        if (isKilled)
            process.Kill();

        await process.WaitForExitAsync();
        return isKilled;
    }

    private async Task CompleteAsync(params string[] verb) => await LaterCommand.ReadAsync([.. verb, "--connection", _connection]);

    // A column that was dropped keeps its number, and one that is added again gets another.
    private async Task<List<string>> ReadSchemaAsync() =>
    [
        .. (await SchemaCatalogue.ReadAsync(_dataSource)).Where(line => !line.Contains("...pg.dropped.", StringComparison.Ordinal))
            .Select(line => line.StartsWith("column ", StringComparison.Ordinal) ? Numbers().Replace(line, " ") : line),
    ];

    [GeneratedRegex(@" \d+ ")]
    private static partial Regex Numbers();

    private Task<List<string>> ReadRowsAsync() => _dataSource.ColumnAsync(
        "SELECT concat(id, name, model_type, framework, status, created_at) FROM ml_models ORDER BY 1");
}
