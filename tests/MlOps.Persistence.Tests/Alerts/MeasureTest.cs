using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>Measures a metric of what a test has stored. As the owner, for which no policy holds.</summary>
public abstract class MeasureTest(TestDatabase database) : DatabaseTest(database)
{
    private protected static DateTimeOffset At(double minutes) => Sample.Noon.AddMinutes(minutes);

    private protected async Task StoreAsync(params IReadOnlyCollection<Entity> entities)
    {
        await using var context = Database.CreateOwnerContext();
        await context.BulkInsertAsync(entities);
    }

    private protected async Task StoreForAnotherAsync(params IReadOnlyCollection<Entity> entities)
    {
        await using var context = Database.CreateOwnerContext(Guid.CreateVersion7(Sample.Noon));
        await context.BulkInsertAsync(entities);
    }

    private protected Task<IReadOnlyList<Measured>> MeasureAsync(
        string metric,
        DateTimeOffset? now = null,
        double threshold = 60,
        TimeSpan? window = null,
        string? model = null,
        string? service = null) =>
        MeasureAsync(
            AlertRule.Define(
                "rule", metric, AlertCondition.Above, threshold, window ?? TimeSpan.FromHours(1), AlertLevel.Warning, Sample.Noon, model,
                service),
            now);

    private protected async Task<IReadOnlyList<Measured>> MeasureAsync(AlertRule rule, DateTimeOffset? now = null)
    {
        await using var context = Database.CreateOwnerContext();
        return await AlertMeasures.All[rule.Metric].MeasureAsync(context, rule, now ?? Sample.Noon, default);
    }
}
