using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>Labels and feedback may come ahead of a prediction that another process stores.</summary>
public class EarlyWriteTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly OraclePrediction _prediction = Build.OraclePrediction(1);

    [Fact]
    public async Task They_wait_for_their_prediction_and_are_stored_then()
    {
        await using var host = await StartAsync(TimeSpan.FromSeconds(6));
        await host.Writer.RecordLabelAsync(_prediction.Id, 7, Sample.Noon);
        await host.Writer.RecordFeedbackAsync(Build.Feedback(_prediction));
        await host.Writer.FlushAsync();
        Assert.Equal(2, host.Writer.Statistics.Pending);
        await StorePredictionAsync();
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Pending == 0), "nothing waits");
        await Database.AssertNoDeadLettersAsync();
        Assert.Equal(7, await Database.ScalarAsync<double>("SELECT actual_value FROM ml_predictions"));
        Assert.Equal(1, await Database.CountAsync("ml_feedback"));
        Assert.Equal(2, host.Writer.Statistics.Stored);
    }

    [Fact]
    public async Task They_are_dead_letters_when_it_does_not_come()
    {
        await using var host = await StartAsync(TimeSpan.FromMilliseconds(500));
        await host.Writer.RecordLabelAsync(_prediction.Id, 7, Sample.Noon);
        await host.Writer.RecordFeedbackAsync(Build.Feedback(_prediction));
        // Its neighbours do not wait for it.
        await host.Writer.WriteAsync(Build.OraclePrediction(2));
        await host.Writer.FlushAsync();
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
        await Polling.UntilAsync(async () => await Database.CountAsync("ml_dead_letters") == 2, "they are dead letters");
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Pending == 0), "nothing waits");
    }

    [Fact]
    public async Task The_same_feedback_twice_waits_like_any_other()
    {
        await using var host = await StartAsync(TimeSpan.FromSeconds(3));
        var feedback = Build.Feedback(_prediction);
        await host.Writer.RecordFeedbackAsync(feedback);
        await host.Writer.RecordFeedbackAsync(feedback);
        await host.Writer.FlushAsync();
        await StorePredictionAsync();
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Pending == 0), "nothing waits");
        Assert.Equal(1, await Database.CountAsync("ml_feedback"));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task Labels_of_nothing_keep_out_no_prediction()
    {
        await using var host = await StartAsync(TimeSpan.FromHours(1), capacity: 40);
        for (var i = 0; i < 100; i++)
        {
            await host.Writer.RecordLabelAsync(Guid.CreateVersion7(Sample.Noon), 1, Sample.Noon).AsTask().WaitAsync(Polling.Patience);
            await host.Writer.WriteAsync(Build.OraclePrediction(i)).AsTask().WaitAsync(Polling.Patience);
        }

        await host.Writer.FlushAsync();
        Assert.Equal(100, await Database.CountAsync("ml_predictions"));
        Assert.InRange(host.Writer.Statistics.Pending, 1, 20);
        Assert.Equal(100 - host.Writer.Statistics.Pending, await Database.CountAsync("ml_dead_letters"));
    }

    [Fact]
    public async Task A_label_that_waits_stays_before_one_that_comes_later()
    {
        await using var host = await StartAsync(TimeSpan.FromHours(1));
        await host.Writer.RecordLabelAsync(_prediction.Id, 7, Sample.Noon);
        await host.Writer.FlushAsync();
        await StorePredictionAsync();
        await host.Writer.RecordLabelAsync(_prediction.Id, 8, Sample.Noon);
        await host.Writer.FlushAsync();
        Assert.Equal(7, await Database.ScalarAsync<double>("SELECT actual_value FROM ml_predictions"));
        var reason = await Database.ScalarAsync<string>("SELECT reason FROM ml_dead_letters");
        Assert.Contains("is labelled 7", reason, StringComparison.Ordinal);
        Assert.Equal(0, host.Writer.Statistics.Pending);
    }

    [Theory, InlineData(Durability.Journal), InlineData(Durability.Memory)]
    public async Task The_end_of_the_application_leaves_them_in_the_journal_or_makes_them_dead_letters(Durability durability)
    {
        using var directory = new TestDirectory();
        await using (var host = await StartAsync(TimeSpan.FromHours(1), durability, directory))
        {
            await host.Writer.RecordLabelAsync(_prediction.Id, 7, Sample.Noon);
            await host.Writer.FlushAsync();
        }

        var isDurable = durability == Durability.Journal;
        Assert.Equal(isDurable ? 0 : 1, await Database.CountAsync("ml_dead_letters"));
        await StorePredictionAsync();
        await using var next = await StartAsync(TimeSpan.FromHours(1), durability, directory);
        await next.Writer.FlushAsync();
        Assert.Equal(isDurable ? 1 : 0, await Database.CountAsync("ml_predictions WHERE actual_value = 7"));
    }

    private Task<WriterHost> StartAsync(
        TimeSpan patience, Durability durability = Durability.Memory, TestDirectory? directory = null, int capacity = 100_000) =>
        WriterHost.StartAsync(Database.ConnectionString, options =>
        {
            options.WaitForPrediction = patience;
            (options.Capacity, options.BatchSize) = (capacity, 10);
            (options.Durability, options.JournalDirectory) = (durability, directory?.Child("journal"));
        });

    private async Task StorePredictionAsync()
    {
        await using var context = Database.CreateContext();
        context.Add(_prediction);
        await context.SaveChangesAsync();
    }
}
