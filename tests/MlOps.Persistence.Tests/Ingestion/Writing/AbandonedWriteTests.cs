using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>No caller waits for ever: neither for a writer that stopped, nor for the place of a caller that stopped waiting.</summary>
public class AbandonedWriteTests(TestDatabase database) : ClosableDatabaseTest(database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, InlineData(Durability.Memory), InlineData(Durability.Journal)]
    public async Task A_caller_that_waits_for_a_flush_gets_an_error_when_the_application_ends(Durability durability)
    {
        using var directory = new TestDirectory();
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString,
            options => (options.Durability, options.JournalDirectory) = (durability, directory.Child("journal")));
        await Database.CloseToOthersAsync();
        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
        var flushes = Enumerable.Range(0, 100).Select(_ => host.Writer.FlushAsync()).ToList();

        await host.StopAsync(TimeSpan.FromMilliseconds(200));

        foreach (var flush in flushes.Append(host.Writer.FlushAsync()))
            await AssertStoppedAsync(flush);
    }

    [Fact]
    public async Task A_caller_that_waits_for_a_place_gets_an_error_when_the_application_ends()
    {
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString, options => (options.Capacity, options.BatchSize) = (50, 10));
        await Database.CloseToOthersAsync();
        for (var i = 0; i < 50; i++)
            await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

        var wait = host.Writer.WriteAsync(Sample.BarePredictions()[1]).AsTask();
        Assert.False(wait.IsCompleted);
        await host.StopAsync(TimeSpan.FromMilliseconds(200));
        await AssertStoppedAsync(wait);
    }

    [Fact]
    public async Task Flushes_without_a_waiting_caller_take_no_place_of_writes()
    {
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString, options => (options.Capacity, options.BatchSize) = (50, 10));
        await Database.CloseToOthersAsync();
        Assert.True(host.Writer.TryWrite(Sample.BarePredictions()[1]));
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Retried > 0), "the first batch is being stored");
        for (var i = 0; i < 70; i++)
        {
            using var patience = new CancellationTokenSource();
            var flush = host.Writer.FlushAsync(patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        }

        for (var i = 1; i < 50; i++)
            Assert.True(host.Writer.TryWrite(Sample.BarePredictions()[1]));

        await Database.OpenToOthersAsync();
        await host.Writer.FlushAsync();
        Assert.Equal(50, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_prediction_that_the_journal_refuses_frees_its_place()
    {
        using var directory = new TestDirectory();
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString,
            options =>
            {
                (options.Durability, options.JournalDirectory, options.JournalLimitBytes) =
                    (Durability.Journal, directory.Child("journal"), 1 << 20);
                (options.Capacity, options.BatchSize) = (10, 10);
            });
        for (var i = 0; i < 10; i++)
        {
            var large = OraclePrediction.Record("answer", 1, Sample.Noon, new string('€', 900_000));
            Assert.Equal(MlOpsError.JournalRecordTooLarge, Assert.Throws<MlOpsException>(() => host.Writer.TryWrite(large)).Error);
        }

        Assert.True(host.Writer.TryWrite(Sample.BarePredictions()[1]));
        await host.Writer.FlushAsync();
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
    }

    private static async Task AssertStoppedAsync(Task task)
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => task.WaitAsync(Patience));
        Assert.Equal(MlOpsError.WriterStopped, error.Error);
    }
}
