using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A writer takes what never changes, beside predictions.</summary>
public class UnchangingWriterTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData(Durability.Memory), InlineData(Durability.Journal)]
    public async Task Events_and_metrics_are_stored_once_beside_predictions(Durability durability)
    {
        using var directory = new TestDirectory();
        await using var host = await StartAsync(options =>
            (options.Durability, options.JournalDirectory) = (durability, durability == Durability.Journal ? directory.Path : null));
        Entity[] entities =
        [
            Build.LearningEvent(), Build.GitOperationEvent(), Build.SystemMetric(), Build.PerformanceMetric(), Build.OraclePrediction(1),
        ];
        foreach (var entity in entities.Concat(entities))
            await host.Writer.RecordAsync(entity);

        await host.Writer.FlushAsync();
        foreach (var (table, count) in new[]
        {
            ("learning_events", 2), ("git_operation_learning_events", 1), ("system_performance_metrics", 1), ("ml_performance_metrics", 1),
            ("ml_predictions", 1),
        })
        {
            Assert.Equal(count, await Database.CountAsync(table));
        }

        Assert.Equal((5, 5), (host.Writer.Statistics.Stored, host.Writer.Statistics.Deduplicated));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task A_metric_that_the_database_refuses_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        await using var host = await StartAsync();
        var orphan = PerformanceMetric.Record(
            "oracle", "accuracy", 0.9, new TimeWindow(Sample.Noon, Sample.Noon.AddHours(1)), 10, Sample.Noon,
            new PerformanceScope { MonitoringRunId = Guid.CreateVersion7() });
        await host.Writer.RecordAsync(Build.SystemMetric());
        await host.Writer.RecordAsync(orphan);
        await host.Writer.RecordAsync(Build.SystemMetric());
        await host.Writer.FlushAsync();
        Assert.Equal(2, await Database.CountAsync("system_performance_metrics"));
        Assert.Equal(
            [$"PerformanceMetric {orphan.Id}"],
            await Database.ColumnAsync("SELECT concat_ws(' ', kind, content_id) FROM ml_dead_letters"));
    }

    [Fact]
    public async Task What_can_change_is_refused_with_what_to_do()
    {
        await using var host = await StartAsync();
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => host.Writer.RecordAsync(Build.Model()).AsTask());
        Assert.StartsWith(
            "Model can change, and a prediction writer takes what never changes. Store it with SaveChanges,", refused.Message,
            StringComparison.Ordinal);
    }

    private Task<WriterHost> StartAsync(Action<PredictionWriterOptions>? configure = null) =>
        WriterHost.StartAsync(Database.ConnectionString, configure);
}
