using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Tests.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Monitoring;

public class RecentResultsTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_latest_windows_of_a_monitor_are_read_in_their_newest_revisions()
    {
        // The windows of one of them end a second apart.
        var (monitor, other) = (Build.ServiceMonitor(), Build.ServiceMonitor("other"));
        MonitoringRun Run(ServiceMonitor of, int second, int revision) =>
            WatchedRun.Of(of, Sample.Noon.AddSeconds(second), revision, at: Sample.Noon.AddHours(1));
        await StoreAsync(
        [
            monitor, other, Run(monitor, 0, 1), Run(monitor, 0, 2), Run(monitor, 0, 3), Run(monitor, 1, 1), Run(monitor, 1, 2),
            Run(monitor, 2, 1), Run(other, 5, 1), Build.MonitoringRun(at: Sample.Noon.AddSeconds(9)),
        ]);

        await using var context = Database.CreateContext();
        var runs = new MonitoringRunRepository(context);
        Assert.Equal(
            ["2 1", "1 2", "0 3"],
            await runs.StreamRecentAsync(monitor.Id, 5).Select(run => $"{run.WindowEnd.Second} {run.Revision}").ToListAsync());
        Assert.Single(await runs.StreamRecentAsync(monitor.Id, 1).ToListAsync());
    }

    [Fact]
    public async Task The_latest_measurements_are_those_that_fit_the_newest_first()
    {
        var monitor = Build.ServiceMonitor();
        var run = WatchedRun.Of(monitor, Sample.Noon);
        var watched = DriftMetric.Measure(
            "watched", "age", DriftKind.Data, new DriftResult("psi", 0.05), DriftThreshold.StatisticAtLeast(0.1), LastHour(), LastHour(),
            Sample.Noon.AddHours(3), monitoringRunId: run.Id);
        DriftMetric[] others =
        [
            Build.DriftMetric("churn", "age", 0.2, at: Sample.Noon), Build.DriftMetric("churn", "plan", 0.2, at: Sample.Noon.AddHours(1)),
            Build.DriftMetric("fraud", "age", 0, at: Sample.Noon.AddHours(2)),
        ];
        await StoreAsync([monitor, run, watched, .. others]);

        await using var context = Database.CreateContext();
        var metrics = new DriftMetricRepository(context);
        async Task<string> ReadAsync(IAsyncEnumerable<DriftMetric> found) =>
            string.Join(", ", await found.Select(metric => $"{metric.ModelName} {metric.FeatureName}").ToListAsync());
        Assert.Equal("watched age, fraud age, churn plan, churn age", await ReadAsync(metrics.StreamRecentAsync(9)));
        Assert.Equal("watched age, fraud age", await ReadAsync(metrics.StreamRecentAsync(2)));
        Assert.Equal("churn plan, churn age", await ReadAsync(metrics.StreamRecentAsync(9, "churn")));
        Assert.Equal("watched age", await ReadAsync(metrics.StreamRecentAsync(9, monitorId: monitor.Id)));
        Assert.Equal("churn plan", await ReadAsync(metrics.StreamRecentAsync(9, featureName: "plan")));
        Assert.Equal("churn plan, churn age", await ReadAsync(metrics.StreamRecentAsync(9, hasDrifted: true)));
        Assert.Equal("watched age, fraud age", await ReadAsync(metrics.StreamRecentAsync(9, hasDrifted: false)));
        Assert.Equal("plan", (await metrics.GetAsync(others[1].Id)).FeatureName);
        Assert.Equal(MlOpsError.NotFound, (await Assert.ThrowsAsync<MlOpsException>(() => metrics.GetAsync(run.Id))).Error);
    }

    private static DriftSample LastHour() => new(new Domain.TimeWindow(Sample.Noon.AddHours(-1), Sample.Noon), 10);

    private async Task StoreAsync(IEnumerable<object> entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
