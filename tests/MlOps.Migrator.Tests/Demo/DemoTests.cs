using System.Diagnostics;

namespace MlOps.Migrator.Tests.Demo;

public class DemoTests(PrivateHome home) : IClassFixture<PrivateHome>
{
    private readonly CommandLine _mlops = new(home.Path);

    [Fact]
    public async Task It_survives_being_killed_at_any_moment_and_two_at_once_go_on_with_one_story()
    {
        // From before the server exists to well into the days; each run goes on from what the one before it has stored.
        foreach (var (signal, seconds) in ((string, double)[])[("INT", 0.9), ("KILL", 2.5), ("INT", 6), ("KILL", 9), ("KILL", 14)])
            await KillAfterAsync(TimeSpan.FromSeconds(seconds), signal);

        var start = DateTimeOffset.UtcNow;
        using var first = _mlops.Start("demo");
        using var second = _mlops.Start("demo");
        var results = await Task.WhenAll(CommandLine.FinishAsync(first), CommandLine.FinishAsync(second));

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        Assert.All(
            ["\nWhat happened\nDay\tWhen\tWhat\tShown by\n", "\nModel versions\n", "\nPredictions\nService\t", "\nNext:\n"],
            text => Assert.Contains(text, results[0].Output));
        var story = await FindStoryAsync();
        Assert.Equal(StoredStory.Once, await story.ReadOnceAsync());
        await story.AssertCasesAsync(start, DateTimeOffset.UtcNow);
        await story.AssertNothingIsOfTheFutureAsync();
        Assert.StartsWith("bob mlops_demo_reviewer_", await story.ScalarAsync<string>(
            "SELECT decided_by || ' ' || decided_login FROM retraining_decisions WHERE action = 'promote'"));
        // A killed process may leave a login that ends by itself.
        Assert.Equal(0, await story.ScalarAsync<long>(
            "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'mlops_demo%' AND rolvaliduntil > now() + interval '10 minutes'"));
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
