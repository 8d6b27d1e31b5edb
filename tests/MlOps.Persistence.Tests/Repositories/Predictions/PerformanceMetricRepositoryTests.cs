using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class PerformanceMetricRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_metric_of_a_service_comes_oldest_first()
    {
        await using var context = Database.CreateContext();
        var metrics = new PerformanceMetricRepository(context);
        Assert.Equal(6, await context.BulkInsertAsync(
        [
            .. new[] { 2, 0, 3, 1 }.Select(hour => Metric("oracle", "accuracy", hour)), Metric("oracle", "error_rate", 1),
                Metric("game-app", "accuracy", 1),
        ]));
        Assert.Equal(
            [1, 2],
            await metrics.StreamAsync(
                "oracle", "accuracy", new TimeWindow(Sample.Noon.AddHours(1), Sample.Noon.AddHours(3).ToOffset(TimeSpan.FromHours(2))))
                .Select(metric => metric.Value).ToListAsync());
    }

    [Fact]
    public async Task A_window_is_measured_once_but_an_hour_and_a_day_may_begin_together()
    {
        await StoreAsync(Metric("oracle", "accuracy", 0));
        await StoreAsync(Metric("oracle", "accuracy", 0, TimeSpan.FromDays(1)));
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreAsync(Metric("oracle", "accuracy", 0)));
    }

    private static PerformanceMetric Metric(string service, string metric, int hour, TimeSpan? length = null)
    {
        var start = Sample.Noon.AddHours(hour);
        return PerformanceMetric.Record(service, metric, hour, new(start, start + (length ?? TimeSpan.FromHours(1))), 10, start);
    }

    private async Task StoreAsync(PerformanceMetric metric)
    {
        await using var context = Database.CreateContext();
        new PerformanceMetricRepository(context).Add(metric);
        await context.SaveChangesAsync();
    }
}
