using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>The writer starts before the services that write, and ends after them.</summary>
public class LifecycleTests(TestDatabase database) : ClosableDatabaseTest(database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_service_that_starts_before_the_writer_may_wait_for_a_label_of_a_journaled_prediction()
    {
        using var directory = new TestDirectory();
        var prediction = Sample.BarePredictions()[1];
        await using (var first = await StartAsync(directory))
        {
            await Database.CloseToOthersAsync();
            await first.Writer.WriteAsync(prediction);
            await first.StopAsync(TimeSpan.FromMilliseconds(200));
        }

        await Database.OpenToOthersAsync();
        await using var second = await StartAsync(directory, services => services.AddHostedService(provider =>
            new Labeller(provider.GetRequiredService<IPredictionWriter>(), prediction.Id))).WaitAsync(Patience);
        await second.Writer.FlushAsync();
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 7"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_service_may_write_until_it_has_stopped_wherever_it_was_added(bool isBefore)
    {
        void Add(IServiceCollection services) =>
            services.AddHostedService(provider => new LastWord(provider.GetRequiredService<IPredictionWriter>()));

        await using (await WriterHost.StartAsync(
            Database.ConnectionString, addBefore: isBefore ? Add : null, addAfter: isBefore ? null : Add))
        {
        }

        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
    }

    [Theory, InlineData(Durability.Memory), InlineData(Durability.Journal)]
    public async Task A_writer_that_has_stopped_refuses_and_never_fails_otherwise(Durability durability)
    {
        using var directory = new TestDirectory();
        var host = await WriterHost.StartAsync(
            Database.ConnectionString,
            options => (options.Durability, options.JournalDirectory) = (durability, directory.Child("journal")));
        var writer = host.Writer;
        await host.StopAsync(Patience);
        await AssertRefusesAsync(writer);
        await host.DisposeAsync();
        await AssertRefusesAsync(writer);

        // Nor does the journal deliver what was refused.
        await using var next = await StartAsync(directory);
        await next.Writer.FlushAsync();
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    private static async Task AssertRefusesAsync(IPredictionWriter writer)
    {
        Assert.False(writer.TryWrite(Sample.BarePredictions()[1]));
        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await writer.WriteAsync(Sample.BarePredictions()[1]));
        Assert.Equal(MlOpsError.WriterStopped, error.Error);
    }

    private Task<WriterHost> StartAsync(TestDirectory directory, Action<IServiceCollection>? addBefore = null) => WriterHost.StartAsync(
        Database.ConnectionString,
        options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")),
        addBefore: addBefore);

    private sealed class Labeller(IPredictionWriter writer, Guid predictionId) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            writer.RecordLabelAsync(predictionId, 7, Sample.Noon, cancellationToken).AsTask();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class LastWord(IPredictionWriter writer) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) =>
            writer.WriteAsync(Sample.BarePredictions()[1], cancellationToken).AsTask();
    }
}
