using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Telemetry;

public class TelemetryTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Today = new(Sample.Noon, Sample.Noon.AddDays(1));

    [Fact]
    public async Task Events_of_all_kinds_are_read_back_as_what_they_are()
    {
        await using var context = Database.CreateContext();
        var events = new LearningEventRepository(context);
        var about = new EventDetails { SubjectId = "churn" };
        await context.BulkInsertAsync(
        [
            LearningEvent.Record("trained", Sample.Noon.AddMinutes(2), about),
            GitOperationEvent.Record("core", "merge", Sample.Noon, details: about),
            UserSessionEvent.Record("ann", "s1", "login", Sample.Noon.AddMinutes(1)),
            UserSessionEvent.Record("ann", "s1", "logout", Sample.Noon.AddMinutes(3)),
            UserSessionEvent.Record("bob", "s2", "login", Sample.Noon.AddMinutes(3)),
            LearningEvent.Record("trained", Sample.Noon.AddDays(1), about),
        ]);

        Assert.Equal(
            [typeof(GitOperationEvent), typeof(LearningEvent)],
            await events.StreamHistoryAsync("churn", Today).Select(happened => happened.GetType()).ToListAsync());
        Assert.Equal(1, await events.StreamAsync("trained", Today).CountAsync());
        Assert.Equal(["login", "logout"], await events.StreamSessionAsync("s1", Today).Select(happened => happened.Action).ToListAsync());
    }

    [Fact]
    public async Task A_metric_is_read_for_a_source_and_a_window()
    {
        await using var context = Database.CreateContext();
        var telemetry = new TelemetryRepository(context);
        await context.BulkInsertAsync(Enumerable.Range(0, 48).SelectMany(hour => new[]
        {
            SystemMetric.Measure("a", "load", hour, Sample.Noon.AddHours(hour)),
            SystemMetric.Measure("b", "load", -hour, Sample.Noon.AddHours(hour)),
            SystemMetric.Measure("a", "memory", hour, Sample.Noon.AddHours(hour)),
        }));

        Assert.Equal(
            Enumerable.Range(0, 24).Select(hour => (double)hour),
            await telemetry.StreamMetricAsync("a", "load", Today).Select(metric => metric.Value).ToListAsync());
    }

    [Fact]
    public async Task The_slowest_queries_are_those_that_took_most_time_together()
    {
        await using var context = Database.CreateContext();
        var telemetry = new TelemetryRepository(context);
        await context.BulkInsertAsync(
        [
            QueryLog.Record("often", "SELECT 1", 40, Sample.Noon), QueryLog.Record("often", "SELECT 1", 80, Sample.Noon),
            QueryLog.Record("once", "SELECT 2", 100, Sample.Noon), QueryLog.Record("quick", "SELECT 3", 1, Sample.Noon),
            QueryLog.Record("earlier", "SELECT 4", 1000, Sample.Noon.AddDays(-1)),
        ]);

        Assert.Equal(
            [new QuerySummary("often", 2, 120, 60, 80), new QuerySummary("once", 1, 100, 100, 100)],
            await telemetry.StreamSlowestAsync(Today, 2).ToListAsync());
    }

    [Fact]
    public async Task The_growth_of_tables_is_measured_and_forecast()
    {
        await using var context = Database.CreateContext();
        var telemetry = new TelemetryRepository(context);
        for (var day = 0; day < 4; day++)
        {
            await context.BulkInsertAsync(Enumerable.Range(0, 2000)
                .Select(number => SystemMetric.Measure("a", "load", number, Sample.Noon)));
            await telemetry.MeasureTablesAsync(Sample.Noon.AddDays(day));
        }

        var window = new TimeWindow(Sample.Noon, Sample.Noon.AddDays(9));
        var at = Sample.Noon.AddDays(4);
        var forecast = await telemetry.ForecastAsync(
            ResourceKind.Table, RenamedRun.Table("system_performance_metrics"), window, Sample.Noon.AddDays(30), at, capacity: 100_000_000);

        Assert.Equal(4, forecast.Samples);
        Assert.InRange(forecast.GrowthPerDay, 200_000, 2_000_000);
        Assert.InRange(forecast.FullAt!.Value, at.AddDays(10), at.AddYears(2));
        Assert.Equal(1, await Database.CountAsync("capacity_planning_metrics"));
        Assert.Equal(
            // And the history of migrations, where it is in the same schema.
            context.Model.GetEntityTypes().Select(type => type.GetTableName()).Where(name => name is not null).Distinct().Count()
                + (RenamedRun.IsOn ? 0 : 1),
            await Database.ScalarAsync<long>("SELECT count(DISTINCT resource) FROM resource_utilization"));
    }

    [Fact]
    public async Task A_share_in_use_is_computed_by_the_database()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(
            [ResourceSample.Measure(ResourceKind.Disk, "/var", 90, Sample.Noon, 100),
                ResourceSample.Measure(ResourceKind.Cpu, "host", 3, Sample.Noon)]);

        Assert.Equal(0.9, await Database.ScalarAsync<double>("SELECT utilization FROM resource_utilization WHERE kind = 'disk'"));
        Assert.True(await Database.ScalarAsync<bool>("SELECT utilization IS NULL FROM resource_utilization WHERE kind = 'cpu'"));
    }
}
