using System.Diagnostics;

namespace MlOps.Migrator.Tests.Demo;

public class DemoTests(PrivateHome home) : IClassFixture<PrivateHome>
{
    private readonly CommandLine _mlops = new(home.Path);

    [Fact]
    public async Task It_survives_being_killed_at_any_moment_and_doubles_nothing()
    {
        // From before the server exists to well into the days; each run goes on from what the one before it has stored.
        foreach (var signal in (string[])["INT", "KILL"])
        {
            foreach (var seconds in (double[])[0.9, 2.5, 6, 12])
                await KillAfterAsync(TimeSpan.FromSeconds(seconds), signal);
        }

        var (first, story) = await AssertSucceedsAsync();
        Assert.All(
            ["\nWhat happened\nDay\tWhen\tWhat\tShown by\n", "\nModel versions\n", "\nPredictions\nService\t", "\nNext:\n"],
            text => Assert.Contains(text, first.Output));
        await story.AssertNothingIsOfTheFutureAsync();
        Assert.StartsWith("bob mlops_demo_reviewer_", await story.ScalarAsync<string>(
            "SELECT decided_by || ' ' || decided_login FROM retraining_decisions WHERE action = 'promote'"));
        Assert.Equal(0, await story.ScalarAsync<long>("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'mlops_demo%'"));

        // A process that was killed while it ran a job has its lease for a while.
        await story.ScalarAsync<long>(
            """
            WITH leased AS (UPDATE ml_jobs SET run_id = (SELECT id FROM ml_job_runs LIMIT 1), leased_until = now() + interval '4 seconds'
                WHERE kind = 'late_rows' RETURNING id) SELECT count(*) FROM leased
            """);
        await AssertSucceedsAsync();
    }

    [Fact]
    public async Task Two_at_once_share_one_server_and_one_story()
    {
        using var first = _mlops.Start("demo");
        using var second = _mlops.Start("demo");
        var start = DateTimeOffset.UtcNow;
        var results = await Task.WhenAll(CommandLine.FinishAsync(first), CommandLine.FinishAsync(second));
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        await (await FindStoryAsync()).AssertCasesAsync(start.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Equal(StoredStory.Once, await (await FindStoryAsync()).ReadOnceAsync());
    }

    private async Task<(CommandResult Result, StoredStory Story)> AssertSucceedsAsync()
    {
        var start = DateTimeOffset.UtcNow;
        var result = await _mlops.RunAsync("demo");
        Assert.True(result.ExitCode == 0, result.ToString());
        var story = await FindStoryAsync();
        Assert.Equal(StoredStory.Once, await story.ReadOnceAsync());
        await story.AssertCasesAsync(start, DateTimeOffset.UtcNow);
        return (result, story);
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

    private async Task<StoredStory> FindStoryAsync()
    {
        var info = await home.Server.FindRunningAsync() ?? throw new InvalidOperationException("The private server does not run.");
        return new StoredStory(info.ConnectionString);
    }
}
