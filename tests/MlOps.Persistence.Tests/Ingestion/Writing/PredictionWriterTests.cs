using Microsoft.Extensions.Logging;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

public class PredictionWriterTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData(1), InlineData(3)]
    public async Task What_many_callers_write_is_stored_in_order_once_it_is_flushed(int lanes)
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString, options => options.Lanes = lanes);
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (_, token) =>
        {
            foreach (var prediction in Sample.BarePredictions().Where(prediction => prediction.PredictedValue is not null))
            {
                await host.Writer.WriteAsync(prediction, token);
                await host.Writer.RecordFeedbackAsync(Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, Sample.Noon), token);
                await host.Writer.RecordLabelAsync(prediction.Id, 0.5, Sample.Noon, token);
            }
        });
        await host.Writer.FlushAsync();

        var predictions = await Database.CountAsync("ml_predictions");
        Assert.True(predictions >= 2800, $"{predictions} predictions");
        Assert.Equal(predictions, await Database.CountAsync("ml_feedback"));
        Assert.Equal(predictions, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 0.5"));
        await Database.AssertNoDeadLettersAsync();
        var statistics = host.Writer.Statistics;
        Assert.Equal((predictions * 3, predictions * 3, 0), (statistics.Accepted, statistics.Stored, statistics.Pending));
    }

    [Fact]
    public async Task A_single_prediction_is_stored_when_the_interval_ends()
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        Assert.True(host.Writer.TryWrite(Sample.BarePredictions()[1]));
        await Polling.UntilAsync(async () => await Database.CountAsync("ml_predictions") == 1, "the prediction is stored");
    }

    [Fact]
    public async Task A_full_batch_does_not_wait_for_the_interval()
    {
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString, options => (options.FlushInterval, options.BatchSize) = (TimeSpan.FromHours(1), 10));
        for (var i = 0; i < 10; i++)
            Assert.True(host.Writer.TryWrite(Sample.BarePredictions()[1]));

        await Polling.UntilAsync(async () => await Database.CountAsync("ml_predictions") == 10, "the batch is stored");
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        await Database.ExecuteAsync("ALTER TABLE oracle_ml_predictions ADD CONSTRAINT broken CHECK (query <> 'poison')");
        try
        {
            await using var host = await WriterHost.StartAsync(Database.ConnectionString);
            var poison = OraclePrediction.Record("answer", 1, Sample.Noon, "poison");
            for (var i = 0; i < 100; i++)
            {
                await host.Writer.WriteAsync(OraclePrediction.Record("answer", i, Sample.Noon, "good"));
                if (i == 37)
                    await host.Writer.WriteAsync(poison);
            }

            await host.Writer.RecordLabelAsync(poison.Id, 1, Sample.Noon);
            await host.Writer.FlushAsync();

            Assert.Equal(100, await Database.CountAsync("oracle_ml_predictions"));
            Assert.Equal(
                [
                    $"Label {poison.Id} There is no prediction {poison.Id}.",
                    $"OraclePrediction {poison.Id} {RenamedRun.Table("oracle_ml_predictions")}",
                ],
                await Database.ColumnAsync(
                    "SELECT concat(kind, ' ', content_id, ' ', split_part(split_part(reason, ':', 1), '_default', 1)) FROM " +
                    "ml_dead_letters ORDER BY 1"));
            Assert.Contains("poison", await Database.ScalarAsync<string>(
                "SELECT payload::json ->> 'Query' FROM ml_dead_letters WHERE kind = 'OraclePrediction'"), StringComparison.Ordinal);
            Assert.Equal(2, host.Writer.Statistics.DeadLettered);
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE oracle_ml_predictions DROP CONSTRAINT broken");
        }
    }

    [Fact]
    public async Task What_is_written_twice_is_stored_once()
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        var prediction = Sample.BarePredictions()[1];
        var feedback = Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, Sample.Noon);
        for (var i = 0; i < 3; i++)
        {
            await host.Writer.WriteAsync(prediction);
            await host.Writer.WriteAsync(prediction);
            await host.Writer.RecordFeedbackAsync(feedback);
            await host.Writer.RecordLabelAsync(prediction.Id, 1, Sample.Noon);
            await host.Writer.FlushAsync();
        }

        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
        Assert.Equal(1, await Database.CountAsync("ml_feedback"));
        await Database.AssertNoDeadLettersAsync();
        Assert.Equal((3, 9), (host.Writer.Statistics.Stored, host.Writer.Statistics.Deduplicated));
    }

    [Fact]
    public async Task Feedback_on_an_unknown_prediction_becomes_a_dead_letter()
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        var unknown = Guid.CreateVersion7(Sample.Noon);
        await host.Writer.RecordFeedbackAsync(Feedback.Record(unknown, new FeedbackContent { Rating = 3 }, Sample.Noon));
        await host.Writer.FlushAsync();
        Assert.Equal("23503", await Database.ScalarAsync<string>("SELECT sql_state FROM ml_dead_letters WHERE kind = 'Feedback'"));
    }

    [Fact]
    public async Task A_prediction_of_another_tenant_is_refused_to_the_caller()
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        var foreign = Sample.BarePredictions()[1];
        foreign.BelongTo(Guid.CreateVersion7());
        await Assert.ThrowsAsync<IllegalTransitionException>(async () => await host.Writer.WriteAsync(foreign));
        Assert.Throws<IllegalTransitionException>(() => host.Writer.TryWrite(foreign));
    }

    [Fact]
    public async Task The_end_of_the_application_stores_what_is_on_its_way_and_takes_no_more()
    {
        var host = await WriterHost.StartAsync(Database.ConnectionString, options => options.FlushInterval = TimeSpan.FromHours(1));
        await using (host)
        {
            for (var i = 0; i < 20; i++)
                await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

            await host.StopAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(20, await Database.CountAsync("ml_predictions"));
            Assert.False(host.Writer.TryWrite(Sample.BarePredictions()[1]));
            var error = await Assert.ThrowsAsync<MlOpsException>(async () => await host.Writer.WriteAsync(Sample.BarePredictions()[1]));
            Assert.Equal(MlOpsError.WriterStopped, error.Error);
            Assert.Empty(host.Log.Of(LogLevel.Critical));
        }
    }
}
