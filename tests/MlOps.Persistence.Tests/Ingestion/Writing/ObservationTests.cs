using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>What a monitoring system sees of a writer.</summary>
public class ObservationTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_meter_counts_what_becomes_of_the_writes()
    {
        using var directory = new TestDirectory();
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString,
            options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")));
        using var seen = new MeterReading(host.Services.GetRequiredService<IMeterFactory>());
        var prediction = Sample.BarePredictions()[1];
        await host.Writer.WriteAsync(prediction);
        await host.Writer.FlushAsync();
        await host.Writer.WriteAsync(prediction);
        await host.Writer.RecordLabelAsync(Guid.CreateVersion7(Sample.Noon), 1, Sample.Noon);
        await host.Writer.FlushAsync();

        Assert.Equal(3, seen.Sum("mlops.writer.enqueued"));
        Assert.Equal(1, seen.Sum("mlops.writer.stored"));
        Assert.Equal(1, seen.Sum("mlops.writer.deduplicated"));
        Assert.Equal(1, seen.Sum("mlops.writer.dead_lettered"));
        Assert.Equal(3, seen.Sum("mlops.writer.flush.size"));
        Assert.True(seen.Sum("mlops.writer.flush.duration") > 0);
    }

    [Fact]
    public async Task The_gauges_show_what_waits_while_the_database_is_away()
    {
        using var directory = new TestDirectory();
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString,
            options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")));
        using var seen = new MeterReading(host.Services.GetRequiredService<IMeterFactory>());
        await Database.CloseToOthersAsync();
        try
        {
            for (var i = 0; i < 5; i++)
                await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

            await Polling.UntilAsync(() => Task.FromResult(seen.Sum("mlops.writer.retried") > 0), "an attempt is made again");
            seen.Observe();
            Assert.Equal(5, seen.Last("mlops.writer.queue.length"));
            Assert.True(seen.Last("mlops.writer.queue.oldest_age") > 0);
            Assert.True(seen.Last("mlops.writer.journal.size") > 5 * 100);
        }
        finally
        {
            await Database.OpenToOthersAsync();
        }

        await host.Writer.FlushAsync();
        seen.Observe();
        Assert.Equal(0, seen.Last("mlops.writer.queue.length"));
        Assert.Equal(0, seen.Last("mlops.writer.queue.oldest_age"));
    }

    [Fact]
    public async Task Each_batch_is_a_span()
    {
        var sizes = new List<object?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "MlOps",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (sizes)
                    sizes.Add(activity.GetTagItem("mlops.flush.size"));
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString, options => (options.FlushInterval, options.BatchSize) = (TimeSpan.FromHours(1), 37));
        for (var i = 0; i < 37; i++)
            await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

        await host.Writer.FlushAsync();

        // Other tests flush meanwhile, and the listener hears all of them.
        await Polling.UntilAsync(
            () =>
            {
                lock (sizes)
                    return Task.FromResult(sizes.Contains(37));
            },
            "the span of the batch has ended");
    }
}
