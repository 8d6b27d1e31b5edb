using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>Whatever a caller gives the writer, it gets a clear error or a dead letter, and its neighbours are stored.</summary>
public class BadInputTests(TestDatabase database) : DatabaseTest(database)
{
    private const double Infinity = double.PositiveInfinity;

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(Infinity)]
    [InlineData(-Infinity)]
    public async Task Numbers_that_are_none_are_refused_to_the_caller(double number) => await AssertRefusedAsync(
        writer => writer.WriteAsync(Build.Prediction("test", number)),
        writer => writer.RecordLabelAsync(Guid.CreateVersion7(), number, Sample.Noon));

    // By their numbers, since an attribute would turn them into something storable.
    [Theory, InlineData(0), InlineData(0xD83D), InlineData(0xDE80)]
    public async Task Characters_that_postgresql_cannot_hold_are_refused_to_the_caller(int character)
    {
        var text = $"a{(char)character}b";
        await AssertRefusedAsync(
            writer => writer.WriteAsync(OraclePrediction.Record("answer", 1, Sample.Noon, text)),
            writer =>
                writer.RecordFeedbackAsync(Feedback.Record(Guid.CreateVersion7(), new FeedbackContent { Comment = text }, Sample.Noon)));
    }

    [Fact]
    public async Task Times_that_no_clock_shows_are_refused_to_the_caller() => await AssertRefusedAsync(
        writer => writer.WriteAsync(Build.Prediction("test", 1, DateTimeOffset.MaxValue)),
        writer => writer.WriteAsync(Build.Prediction("test", 1, DateTimeOffset.MinValue)),
        writer => writer.RecordLabelAsync(Guid.CreateVersion7(), 1, DateTimeOffset.MaxValue));

    [Fact]
    public async Task Json_of_a_hundred_megabytes_or_ten_thousand_levels_is_refused_to_the_caller() => await AssertRefusedAsync(
        writer => writer.WriteAsync(WithContext($"{{\"text\": \"{new string('x', 100_000_000)}\"}}")),
        writer => writer.WriteAsync(WithContext(new string('[', 10_000) + new string(']', 10_000))));

    [Theory, InlineData(Durability.Memory), InlineData(Durability.Journal)]
    public async Task A_context_as_large_as_it_may_be_is_stored(Durability durability)
    {
        using var directory = new TestDirectory();
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString,
            options => (options.Durability, options.JournalDirectory) = (durability, directory.Child("journal")));
        await host.Writer.WriteAsync(WithContext($"{{\"text\": \"{new string('x', 16_000_000)}\"}}"));
        await host.Writer.FlushAsync();
        Assert.Equal(16_000_000, await Database.ScalarAsync<int>("SELECT length(context ->> 'text') FROM ml_predictions"));
    }

    private static Prediction WithContext(string json) =>
        Prediction.ForService("test", "quality", 1, Sample.Noon, new PredictionDetails { Context = Json.Parse(json) });

    private async Task AssertRefusedAsync(params Func<IPredictionWriter, ValueTask>[] writes)
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
        foreach (var write in writes)
            await Assert.ThrowsAsync<InvalidValueException>(async () => await write(host.Writer));

        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
        await host.Writer.FlushAsync();
        Assert.Equal(2, await Database.CountAsync("ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
    }
}
