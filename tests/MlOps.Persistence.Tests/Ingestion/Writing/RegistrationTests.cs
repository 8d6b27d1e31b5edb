using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A writer before it works.</summary>
public class RegistrationTests
{
    private const string Nowhere = "Host=localhost;Port=1;Database=nowhere";

    [Fact]
    public async Task Options_that_no_writer_can_work_with_are_refused_at_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => WriterHost.StartAsync(Nowhere, options =>
        {
            (options.BatchSize, options.MaxBatchSize, options.Capacity, options.Lanes) = (0, -1, -2, 0);
            (options.FlushInterval, options.DegradedAbove, options.UnhealthyAbove) = (TimeSpan.Zero, -1, -2);
            (options.Durability, options.JournalLimitBytes) = (Durability.Journal, 0);
            options.QueuedTooLong = TimeSpan.FromTicks(-1);
            options.WaitForPrediction = TimeSpan.FromTicks(-1);
        }));
        Assert.All(
            typeof(PredictionWriterOptions).GetProperties().Select(option => option.Name).Except(["WhenFull"]),
            option => Assert.Contains(option, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("BatchSize is 1000001. It must be at most 1000000.")]
    [InlineData("MaxBatchSize is 2147483647. It must be at most 1000000.")]
    [InlineData("Capacity is 2147483647. It must be at most 10000000.")]
    [InlineData("Lanes is 101. It must be at most 100.")]
    [InlineData("QueuedTooLong is 1.00:00:00.0000001. It must not be negative, and at most 1 day.")]
    [InlineData("WaitForPrediction is 1.00:00:00.0000001. It must not be negative, and at most 1 day.")]
    public async Task Options_for_which_no_computer_is_large_enough_are_refused_at_the_start(string expected)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => WriterHost.StartAsync(Nowhere, options =>
        {
            (options.BatchSize, options.MaxBatchSize, options.Capacity, options.Lanes) = (1_000_001, int.MaxValue, int.MaxValue, 101);
            options.QueuedTooLong = options.WaitForPrediction = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1);
        }));
        Assert.Contains(expected, error.Failures);
    }

    [Fact]
    public async Task An_interval_that_no_timer_measures_is_refused_at_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => WriterHost.StartAsync(Nowhere, options => options.FlushInterval = TimeSpan.MaxValue));
        Assert.Contains("FlushInterval is 10675199.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_add_it_twice_makes_one_writer_with_one_health_check()
    {
        var added = Add();
        added.AddMlOps().AddPredictionWriter(options => options.BatchSize = 7);
        await using var services = added.BuildServiceProvider();
        Assert.Equal(7, services.GetRequiredService<IOptions<PredictionWriterOptions>>().Value.BatchSize);
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(["mlops-prediction-writer"], report.Entries.Keys);
    }

    [Fact]
    public async Task What_is_written_before_the_writer_starts_does_not_keep_the_application_from_starting()
    {
        await using var services = Add().BuildServiceProvider();
        var writer = services.GetRequiredService<IPredictionWriter>();
        var label = writer.RecordLabelAsync(Guid.CreateVersion7(Sample.Noon), 1, Sample.Noon);
        var feedback = writer.RecordFeedbackAsync(
            Feedback.Record(Guid.CreateVersion7(Sample.Noon), new FeedbackContent { Rating = 1 }, Sample.Noon));
        Assert.True(label.IsCompletedSuccessfully && feedback.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_is_written_to_an_application_that_never_starts_is_reported_as_lost()
    {
        using var log = new TestLog();
        var added = Add();
        added.AddLogging(logging => logging.AddProvider(log));
        var prediction = Sample.BarePredictions()[1];
        await using (var services = added.BuildServiceProvider())
            Assert.True(services.GetRequiredService<IPredictionWriter>().TryWrite(prediction));

        Assert.Contains("1 writes are lost", Assert.Single(log.Of(LogLevel.Critical)), StringComparison.Ordinal);
        Assert.Contains(prediction.Id.ToString(), Assert.Single(log.Of(LogLevel.Critical)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_disappears_before_it_is_replayed_is_logged()
    {
        using var directory = new TestDirectory();
        await using (var journal = DurableJournal.Open(OptionsOf(directory), NullLogger.Instance))
            await journal.AppendAsync(new byte[10], CancellationToken.None);

        using var log = new TestLog();
        var added = Add();
        added.AddLogging(logging => logging.AddProvider(log));
        added.Configure<PredictionWriterOptions>(
            options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Path));
        await using var services = added.BuildServiceProvider();
        var writer = services.GetRequiredService<IPredictionWriter>();
        foreach (var segment in Directory.GetFiles(directory.Path, "*.journal"))
            File.Delete(segment);

        var service = services.GetServices<IHostedService>().OfType<PredictionWriterService>().Single();
        await service.StartingAsync(CancellationToken.None);

        // What they flush, label and judge may be there no longer.
        var id = Guid.CreateVersion7(Sample.Noon);
        foreach (var call in (Func<Task>[])[
            () => writer.FlushAsync(),
            () => writer.RecordLabelAsync(id, 1, Sample.Noon).AsTask(),
            () => writer.RecordFeedbackAsync(Feedback.Record(id, new FeedbackContent { Rating = 1 }, Sample.Noon)).AsTask()])
            Assert.Equal(MlOpsError.JournalUnavailable, (await Assert.ThrowsAsync<MlOpsException>(call)).Error);

        await Polling.UntilAsync(() => Task.FromResult(log.Of(LogLevel.Critical).Count > 0), "the log tells it");
    }

    private static JournalOptions OptionsOf(TestDirectory directory) => new(directory.Path)
    {
        Owner = WriteJournal.OwnerOf(Tenants.Default, typeof(MlOpsDbContext)),
    };

    private static ServiceCollection Add()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMlOps(options => options.ConnectionString = Nowhere).AddPredictionWriter();
        return services;
    }
}
