using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>An error that nobody expects ends a lane: here a listener of the application that fails when a batch begins.</summary>
public sealed class DeadLaneTests : DatabaseTest
{
    private const string Reason = "The listener is broken.";

    // The writer of this test alone, which runs in the flow of the test.
    private static readonly AsyncLocal<StrongBox<bool>?> IsBroken = new();

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == "MlOps",
        Sample = (ref _) => IsBroken.Value is { Value: true } ? throw new InvalidOperationException(Reason) : ActivitySamplingResult.None,
    };

    public DeadLaneTests(TestDatabase database)
        : base(database) => ActivitySource.AddActivityListener(_listener);

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _listener.Dispose();
        return base.DisposeAsync();
    }

    [Theory, InlineData(Durability.Memory), InlineData(Durability.Journal)]
    public async Task It_is_reported_and_refuses_everything_and_what_it_accepted_is_in_the_journal_or_in_the_log(Durability durability)
    {
        using var directory = new TestDirectory();
        var accepted = Sample.BarePredictions()[1];
        var host = await StartAsync(directory, durability);
        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
        await host.Writer.FlushAsync();
        IsBroken.Value!.Value = true;
        await host.Writer.WriteAsync(accepted);
        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Fault is not null), "the lane is seen to be dead");
        Assert.Equal(RefusalCause.Unknown, host.Writer.Statistics.Fault!.Cause);
        Assert.Contains(Reason.TrimEnd('.'), host.Writer.Statistics.Fault.Reason, StringComparison.Ordinal);
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);

        await AssertStoppedAsync(host.Writer.FlushAsync());
        await AssertRefusesAsync(host.Writer);
        await Polling.UntilAsync(
            async () => (await Database.ColumnAsync("SELECT last_error FROM ml_writers WHERE last_error IS NOT NULL"))
                .Exists(error => error.Contains(Reason.TrimEnd('.'), StringComparison.Ordinal)),
            "ml_writers says why");
        var log = host.Log;
        await host.DisposeAsync();
        var lost = log.Of(LogLevel.Critical).Where(line => line.Contains("1 writes are lost", StringComparison.Ordinal)).ToList();
        if (durability == Durability.Memory)
            Assert.Contains(accepted.Id.ToString(), Assert.Single(lost), StringComparison.Ordinal);
        else
            Assert.Empty(lost);

        IsBroken.Value!.Value = false;
        await using var next = await StartAsync(directory, durability);
        await next.Writer.FlushAsync();
        Assert.Equal(durability == Durability.Journal ? 2 : 1, await Database.CountAsync("ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task Callers_that_wait_for_a_place_get_an_answer()
    {
        using var directory = new TestDirectory();
        await using var host = await StartAsync(
            directory, Durability.Memory, options => (options.Capacity, options.BatchSize, options.FlushInterval) =
                (5, 5, TimeSpan.FromHours(1)));
        IsBroken.Value!.Value = true;
        for (var i = 0; i < 5; i++)
            await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

        await AssertStoppedAsync(host.Writer.WriteAsync(Sample.BarePredictions()[1]).AsTask());
        Assert.Equal(0, host.Writer.Statistics.Pending);
    }

    private static async Task AssertRefusesAsync(IPredictionWriter writer)
    {
        var prediction = Sample.BarePredictions()[1];
        Assert.False(writer.TryWrite(prediction));
        await AssertStoppedAsync(writer.WriteAsync(prediction).AsTask());
        await AssertStoppedAsync(writer.RecordLabelAsync(prediction.Id, 1, Sample.Noon).AsTask());
        await AssertStoppedAsync(
            writer.RecordFeedbackAsync(Feedback.Record(prediction, new FeedbackContent { Rating = 4 }, Sample.Noon)).AsTask());
    }

    private static async Task AssertStoppedAsync(Task task)
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => task.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(MlOpsError.WriterStopped, error.Error);
    }

    private Task<WriterHost> StartAsync(
        TestDirectory directory, Durability durability, Action<PredictionWriterOptions>? configure = null)
    {
        IsBroken.Value ??= new StrongBox<bool>();
        return WriterHost.StartAsync(
            Database.ConnectionString,
            options =>
            {
                (options.Durability, options.JournalDirectory) = (durability, directory.Child("journal"));
                configure?.Invoke(options);
            });
    }
}
