using System.Diagnostics;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.Killed;

public sealed class KilledMigrationTests(TestServer server, UndisturbedMigration undisturbed)
    : IClassFixture<UndisturbedMigration>, IAsyncLifetime
{
    // Nothing is ever made there, since the database is given.
    private readonly CommandLine _mlops = new(new PrivateHome().Path);
    private string _connection = "";
    private SchemaSteps _steps = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await server.CreateEmptyDatabaseAsync();
        _steps = await SchemaSteps.WatchAsync(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _steps.DisposeAsync();
        await server.DropDatabaseAsync(_connection);
    }

    [Fact]
    public async Task What_is_killed_again_and_again_is_completed_by_the_run_that_is_not()
    {
        var kills = 0;
        CommandResult? result = null;
        for (var step = 1L; result is null; step += undisturbed.Steps / 8)
        {
            result = await RunToAsync(step, process =>
            {
                process.Kill();
                kills++;
                return Task.CompletedTask;
            });
        }

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.True(kills >= 6, $"It was killed {kills} times, with {undisturbed.Steps} steps in all.");
        Assert.Equal(undisturbed.Catalogue, await SchemaCatalogue.ReadAsync(_connection));
        Assert.True(await _steps.IsLockFreeAsync());
    }

    [Fact]
    public async Task A_migration_whose_session_the_server_ends_says_so_and_leaves_nothing_half_done()
    {
        CommandResult? ended = null;
        Assert.Null(await RunToAsync(undisturbed.Steps / 4, async process =>
        {
            await _steps.TerminateAsync((await _steps.StoppedAsync())!.Value);
            ended = await CommandLine.FinishAsync(process);
        }));

        Assert.Equal(4, ended!.ExitCode);
        Assert.StartsWith("mlops: The server is not available now: terminating connection", ended.Error, StringComparison.Ordinal);
        Assert.Empty(await SchemaCatalogue.ReadAsync(_connection));

        var result = await _mlops.RunAsync("migrate", "--connection", _connection);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(undisturbed.Catalogue, await SchemaCatalogue.ReadAsync(_connection));
    }

    /// <summary>Runs until a step, and ends it there. Returns how the run went if it did not come to the step.</summary>
    private async Task<CommandResult?> RunToAsync(long step, Func<Process, Task> endAsync)
    {
        await _steps.StopBeforeAsync(step);
        using var process = _mlops.Start("migrate", "--connection", _connection);
        int? stopped = null;
        await Polling.UntilAsync(
            async () => (stopped = await _steps.StoppedAsync()) is not null
                || process.HasExited, $"it comes to step {step}, or to its end");
        if (stopped is null)
            return await CommandLine.FinishAsync(process);

        await endAsync(process);
        await process.WaitForExitAsync();
        await _steps.LetGoAsync(stopped.Value);
        return null;
    }
}
