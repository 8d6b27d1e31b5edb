using System.Diagnostics;
using Npgsql;

namespace MlOps.Migrator.Tests;

public class DemoTests(PrivateHome home) : IClassFixture<PrivateHome>
{
    private readonly CommandLine _mlops = new(home.Path);

    [Fact]
    public async Task It_survives_being_killed_at_any_moment_and_doubles_nothing_that_is_single()
    {
        // From before the server exists to well into the writing; each run goes on from what the one before it left.
        foreach (var signal in (string[])["INT", "KILL"])
        {
            for (var moment = 1; moment <= 4; moment++)
                await KillAfterAsync(TimeSpan.FromMilliseconds(moment * 900), signal);
        }

        await AssertSucceedsAsync();
        var once = await SingleThingsAsync();
        var predictions = await CountAsync("SELECT count(*) FROM ml_predictions");
        await AssertSucceedsAsync();

        Assert.Equal(once, await SingleThingsAsync());
        Assert.Equal(predictions + 5200, await CountAsync("SELECT count(*) FROM ml_predictions"));
        Assert.Equal(0, await CountAsync("SELECT count(*) % 5200 FROM ml_predictions"));
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM retraining_decisions WHERE action = 'promote'"));
    }

    [Fact]
    public async Task Two_at_once_share_one_server_and_both_succeed()
    {
        using var first = _mlops.Start("demo");
        using var second = _mlops.Start("demo");
        var results = await Task.WhenAll(CommandLine.FinishAsync(first), CommandLine.FinishAsync(second));
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        Assert.Equal((6, 7, 6, 8), await SingleThingsAsync());
    }

    private async Task AssertSucceedsAsync()
    {
        var result = await _mlops.RunAsync("demo");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.All(
            ["\nPredictions\nService\t", "\ncode-roach\t", "\nModel versions\n", "\nRetraining decisions\n", "\nNext:\n"],
            text => Assert.Contains(text, result.Output));
        Assert.Equal((6, 7, 6, 8), await SingleThingsAsync());
    }

    private async Task KillAfterAsync(TimeSpan delay, string signal)
    {
        using var process = _mlops.Start("demo");
        using var deadline = new CancellationTokenSource(delay);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        var result = await CommandLine.FinishAsync(process);
        // Without a word when it is interrupted before it listens for it.
        if (signal == "INT")
            Assert.True(result.ExitCode is 0 or 130 && result.Error is "" or ['m', 'l', 'o', 'p', 's', ':', ..], result.ToString());
    }

    private async Task<(long Models, long Versions, long Production, long Transitions)> SingleThingsAsync() => (
        await CountAsync("SELECT count(*) FROM ml_models"),
        await CountAsync("SELECT count(*) FROM model_versions"),
        await CountAsync("SELECT count(*) FROM model_versions WHERE stage = 'Production'"),
        await CountAsync("SELECT count(*) FROM model_stage_transitions"));

    private async Task<long> CountAsync(string sql)
    {
        var info = await home.Server.FindRunningAsync() ?? throw new InvalidOperationException("The private server does not run.");
        await using var dataSource = NpgsqlDataSource.Create(info.ConnectionString);
        await using var command = dataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
