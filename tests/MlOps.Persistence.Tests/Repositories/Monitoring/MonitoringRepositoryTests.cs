using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Monitoring;

public class MonitoringRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Drift_is_read_back_field_by_field()
    {
        var metric = Population.FullDriftMetric();
        await StoreAsync(metric);
        await using var context = Database.CreateContext();
        var read = await new DriftMetricRepository(context).FindLatestAsync("credit-risk", "age", default);
        Assert.Empty(Fields.Differences(context, metric, read!));
    }

    [Fact]
    public async Task The_latest_drift_is_that_of_its_feature_or_of_the_predictions()
    {
        await StoreAsync(
            Population.FullDriftMetric(at: Sample.Noon), Population.FullDriftMetric(at: Sample.Noon.AddHours(2)),
            Population.FullDriftMetric(at: Sample.Noon.AddHours(1)), Population.FullDriftMetric(feature: null, at: Sample.Noon));
        await using var context = Database.CreateContext();
        var metrics = new DriftMetricRepository(context);
        Assert.Equal(Sample.Noon.AddHours(2), (await metrics.FindLatestAsync("credit-risk", "age", default))!.CreatedAt);
        Assert.Equal(Sample.Noon, (await metrics.FindLatestAsync("credit-risk", null, default))!.CreatedAt);
        Assert.Null(await metrics.FindLatestAsync("credit-risk", "income", default));
        Assert.Null(await metrics.FindLatestAsync("other", "age", default));
    }

    [Fact]
    public async Task Drift_of_a_window_comes_newest_first()
    {
        await StoreAsync([.. new[] { 0, 2, 1, 3 }.Select(hour => Population.FullDriftMetric(at: Sample.Noon.AddHours(hour)))]);
        await using var context = Database.CreateContext();
        var window = new TimeWindow(Sample.Noon.AddHours(1).ToOffset(TimeSpan.FromHours(5)), Sample.Noon.AddHours(3));
        Assert.Equal(
            [2, 1],
            await new DriftMetricRepository(context).StreamAsync("credit-risk", window)
                .Select(metric => (metric.CreatedAt - Sample.Noon).Hours).ToListAsync());
    }

    [Fact]
    public async Task The_latest_run_is_read_back_field_by_field()
    {
        await using (var context = Database.CreateContext())
            Assert.Null(await new MonitoringRunRepository(context).FindLatestAsync(default));

        var latest = Population.FullRun(Sample.Noon.AddHours(2));
        await StoreRunsAsync(Population.FullRun(), latest, Population.FullRun(Sample.Noon.AddHours(1)));
        await using var other = Database.CreateContext();
        var read = await new MonitoringRunRepository(other).FindLatestAsync(default);
        Assert.Empty(Fields.Differences(other, latest, read!));
    }

    [Fact]
    public async Task Runs_of_a_window_come_oldest_first_and_one_a_moment()
    {
        await StoreRunsAsync([.. new[] { 3, 1, 0, 2 }.Select(hour => Population.FullRun(Sample.Noon.AddHours(hour)))]);
        await using var context = Database.CreateContext();
        var window = new TimeWindow(Sample.Noon.AddHours(1), Sample.Noon.AddHours(3).ToOffset(TimeSpan.FromHours(-5)));
        Assert.Equal(
            [1, 2],
            await new MonitoringRunRepository(context).StreamAsync(window).Select(run => (run.Timestamp - Sample.Noon).Hours)
                .ToListAsync());
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreRunsAsync(Population.FullRun()));
    }

    private async Task StoreAsync(params DriftMetric[] metrics)
    {
        await using var context = Database.CreateContext();
        foreach (var metric in metrics)
            new DriftMetricRepository(context).Add(metric);

        await context.SaveChangesAsync();
    }

    private async Task StoreRunsAsync(params MonitoringRun[] runs)
    {
        await using var context = Database.CreateContext();
        foreach (var run in runs)
            new MonitoringRunRepository(context).Add(run);

        await context.SaveChangesAsync();
    }
}
