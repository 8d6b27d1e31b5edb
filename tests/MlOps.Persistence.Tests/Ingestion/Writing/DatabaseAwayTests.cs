using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>The database takes no connections for a while: a state that it can be put into without harm to other tests.</summary>
public class DatabaseAwayTests(TestDatabase database) : ClosableDatabaseTest(database)
{
    [Fact]
    public async Task Callers_go_on_while_the_database_is_away_and_everything_is_stored_when_it_is_back()
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        await Database.CloseToOthersAsync();
        for (var i = 0; i < 500; i++)
            Assert.True(host.Writer.TryWrite(Sample.BarePredictions()[1]));

        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Retried > 2), "the writer tries again");
        await Database.OpenToOthersAsync();
        await host.Writer.FlushAsync();

        Assert.Equal(500, await Database.CountAsync("ml_predictions"));
        Assert.NotEmpty(host.Log.Of(LogLevel.Warning));
    }

    [Fact]
    public async Task A_full_queue_refuses_with_a_reason_or_lets_the_caller_wait()
    {
        await using var refusing = await WriterHost.StartAsync(
            Database.ConnectionString, options => (options.Capacity, options.BatchSize, options.WhenFull) = (50, 10, WhenFull.Refuse));
        await using var waiting = await WriterHost.StartAsync(
            Database.ConnectionString, options => (options.Capacity, options.BatchSize) = (50, 10));
        await Database.CloseToOthersAsync();
        for (var i = 0; i < 50; i++)
        {
            await refusing.Writer.WriteAsync(Sample.BarePredictions()[1]);
            await waiting.Writer.WriteAsync(Sample.BarePredictions()[1]);
        }

        Assert.False(refusing.Writer.TryWrite(Sample.BarePredictions()[1]));
        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await refusing.Writer.WriteAsync(Sample.BarePredictions()[1]));
        Assert.Equal(MlOpsError.QueueFull, error.Error);
        Assert.StartsWith("50 writes are on their way", error.Message, StringComparison.Ordinal);
        var wait = waiting.Writer.WriteAsync(Sample.BarePredictions()[1]);
        Assert.False(wait.IsCompleted);

        await Database.OpenToOthersAsync();
        await wait;
        await refusing.Writer.FlushAsync();
        await waiting.Writer.FlushAsync();
        Assert.Equal(101, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task Without_a_journal_an_end_that_comes_too_soon_says_what_is_lost()
    {
        var host = await WriterHost.StartAsync(Database.ConnectionString);
        await using (host)
        {
            await Database.CloseToOthersAsync();
            var predictions = Enumerable.Range(0, 120).Select(_ => Sample.BarePredictions()[1]).ToList();
            foreach (var prediction in predictions)
                await host.Writer.WriteAsync(prediction);

            await host.StopAsync(TimeSpan.FromMilliseconds(200));
            var lost = string.Concat(host.Log.Of(LogLevel.Critical));
            Assert.All(predictions, prediction => Assert.Contains(prediction.Id.ToString(), lost, StringComparison.Ordinal));
            await Database.OpenToOthersAsync();
        }
    }

    [Fact]
    public async Task With_a_journal_the_next_start_stores_what_the_last_one_could_not()
    {
        using var directory = new TestDirectory();
        var predictions = Enumerable.Range(0, 120).Select(_ => Sample.BarePredictions()[1]).ToList();
        await Database.CloseToOthersAsync();
        await using (var first = await StartAsync(directory))
        {
            foreach (var prediction in predictions)
            {
                await first.Writer.WriteAsync(prediction);
                await first.Writer.RecordLabelAsync(prediction.Id, 0.25, Sample.Noon);
            }

            await first.StopAsync(TimeSpan.FromMilliseconds(200));
            Assert.Empty(first.Log.Of(LogLevel.Critical));
        }

        await Database.OpenToOthersAsync();
        await using var second = await StartAsync(directory);
        await Polling.UntilAsync(
            async () => await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 0.25") == 120,
            "what was left is stored");
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task The_health_check_tells_how_many_wait_too_long()
    {
        await using var host =
            await WriterHost.StartAsync(Database.ConnectionString, options => options.QueuedTooLong = TimeSpan.FromMilliseconds(1));
        await Database.CloseToOthersAsync();
        await AssertAsync(HealthStatus.Healthy, 100);
        await AssertAsync(HealthStatus.Degraded, 1);
        await AssertAsync(HealthStatus.Unhealthy, 100);
        await Database.OpenToOthersAsync();
        await host.Writer.FlushAsync();
        await AssertAsync(HealthStatus.Healthy, 0);

        async Task AssertAsync(HealthStatus expected, int more)
        {
            for (var i = 0; i < more; i++)
                await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

            var check = host.Services.GetRequiredService<HealthCheckService>();
            await Polling.UntilAsync(async () => (await check.CheckHealthAsync()).Status == expected, $"it is {expected}");
        }
    }

    private Task<WriterHost> StartAsync(TestDirectory directory) => WriterHost.StartAsync(
        Database.ConnectionString,
        options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")));
}
