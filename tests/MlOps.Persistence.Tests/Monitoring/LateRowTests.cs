using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

[OneVersionIsEnough]
public class LateRowTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Noon = Sample.Noon;
    private static readonly MonitorSettings Hourly = new() { LookbackHours = 1, MinSample = 30, Delay = TimeSpan.Zero };

    // The job that looks for late rows is due every five minutes.
    private DateTimeOffset _now = Noon.AddMinutes(-5);

    [Fact]
    public async Task A_late_prediction_gives_its_window_a_new_revision_and_the_old_one_stays()
    {
        var service = await WatchAsync(2);
        await service.AddAsync(Noon.AddMinutes(-30.5));

        await UntilSettledAsync("a second revision", async () => await CountAsync("revision = 2") == 1);

        Assert.Equal(
            ["1 2026-03-01 12:00:00+00 60", "2 2026-03-01 12:00:00.000001+00 61"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', revision, timestamp, num_predictions) FROM monitoring_metrics ORDER BY timestamp"));
        Assert.Equal(4, await Database.CountAsync("ml_drift_metrics"));
        await using var context = Database.CreateContext();
        Assert.Equal(2, (await new MonitoringRunRepository(context).FindLatestAsync())!.Revision);
    }

    [Fact]
    public async Task A_late_label_gives_its_window_a_new_revision()
    {
        await WatchAsync(2);
        await using (var context = Database.CreateContext())
        {
            var prediction = await context.Predictions.FirstAsync(row => row.CreatedAt == Noon.AddMinutes(-30));
            await new PredictionRepository(context).RecordLabelAsync(prediction.Id, 1, Noon.AddDays(3));
        }

        await UntilSettledAsync("a second revision", async () => await CountAsync("revision = 2 AND num_labelled = 1") == 1);
    }

    [Fact]
    public async Task A_window_is_evaluated_again_if_something_comes_late_into_its_reference()
    {
        var service = await WatchAsync(3, from: Noon);
        await service.AddAsync(Noon.AddMinutes(-90.5));

        await UntilSettledAsync("a second revision", async () => await CountAsync("revision = 2") == 1);

        Assert.Equal(
            ["60", "61"],
            await Database.ColumnAsync(
                "SELECT reference_size::text FROM ml_drift_metrics WHERE feature_name = 'age' ORDER BY reference_size"));
    }

    [Fact]
    public async Task A_window_for_which_nothing_came_late_has_one_revision()
    {
        var service = await WatchAsync(4, from: Noon.AddHours(-2));
        await service.AddAsync(Noon.AddHours(-3.5));
        await UntilDoneAsync();

        // What came late belongs to the window that ends at nine, which nobody watches, and to the reference of the next one.
        Assert.Equal(
            ["2026-03-01 10:00:00+00 2", "2026-03-01 11:00:00+00 1", "2026-03-01 12:00:00+00 1"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', min(timestamp), count(*)) FROM monitoring_metrics " +
                "GROUP BY date_trunc('second', timestamp) ORDER BY 1"));
        Assert.Equal(0, await Database.CountAsync("ml_reopened_windows"));
    }

    [Fact]
    public async Task A_commit_that_comes_late_is_not_skipped()
    {
        var service = await WatchAsync(2);
        await using var context = Database.CreateContext();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(service.Predict(Noon.AddMinutes(-30.5), 7));
            await context.SaveChangesAsync();
            await service.AddAsync(Noon.AddMinutes(-20.5));
            var arrived = await Database.ScalarAsync<DateTime>(
                "SELECT min(xact_start) FROM pg_stat_activity WHERE state LIKE 'idle in%' AND datname = current_database()");
            await UntilSettledAsync(
                "some time has passed",
                () => Database.ScalarAsync<bool>($"SELECT now() > '{arrived:O}'::timestamptz + interval '3s'"));
            // What arrives after the open transaction waits too.
            Assert.Equal(
                ["true"],
                await Database.ColumnAsync(
                    $"SELECT ((state ->> 'doneUntil')::timestamptz <= '{arrived:O}')::text FROM ml_jobs WHERE kind = 'late_rows'"));
            Assert.Equal(1, await Database.CountAsync("monitoring_metrics"));
            await transaction.CommitAsync();
        }

        await UntilSettledAsync("all 62", async () => await CountAsync("num_predictions = 62") == 1);
    }

    [Fact]
    public async Task More_windows_than_one_run_evaluates_are_evaluated_one_part_after_the_other()
    {
        var service = await WatchAsync(26, Hourly with { Every = TimeSpan.FromMinutes(2) }, Noon.AddHours(-1));
        await service.AddAsync(Noon.AddHours(-1).AddSeconds(-30));

        await UntilSettledAsync("second revisions", async () => await CountAsync("revision = 2") >= 30);

        Assert.True(await Database.ScalarAsync<long>("SELECT count(*) FROM ml_job_runs WHERE outcome ? 'changedWindows'") >= 2);
    }

    [Fact]
    public async Task The_late_rows_of_another_tenant_open_nothing()
    {
        await WatchAsync(2);
        await new WatchedService(Database).StoreAsync(2, 2, Guid.CreateVersion7(Noon));
        await UntilDoneAsync();

        Assert.Equal(1, await Database.CountAsync("monitoring_metrics"));
    }

    private async Task<WatchedService> WatchAsync(int hours, MonitorSettings? settings = null, DateTimeOffset? from = null)
    {
        var service = new WatchedService(Database);
        await service.StoreAsync(hours, hours);
        await using var context = Database.CreateContext();
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(settings: settings ?? Hourly), from ?? Noon, Noon);
        Assert.All(await RunAsync(), run => Assert.Null(run.Error));
        await Database.ExecuteAsync("UPDATE ml_jobs SET is_enabled = false WHERE kind = 'monitor'");
        return service;
    }

    // Until what arrived before this call was looked at.
    private async Task UntilDoneAsync()
    {
        var now = await Database.ScalarAsync<DateTime>("SELECT now()");
        await UntilSettledAsync("the fence has passed", async () =>
            await Database.ScalarAsync<bool>(
                $"SELECT coalesce((state ->> 'doneUntil')::timestamptz > '{now:O}', false) FROM ml_jobs WHERE kind = 'late_rows'"));
    }

    private Task UntilSettledAsync(string what, Func<Task<bool>> happened) => Polling.UntilAsync(
        async () =>
        {
            Assert.All(await RunAsync(), run => Assert.Null(run.Error));
            return await happened();
        },
        what);

    private Task<IReadOnlyList<FinishedJob>> RunAsync()
    {
        _now += TimeSpan.FromMinutes(5);
        return new JobRunner(tenant => Database.CreateContext(tenant), clock: new FakeTimeProvider(Noon.AddDays(1))).RunDueAsync(_now);
    }

    private Task<long> CountAsync(string condition) =>
        Database.ScalarAsync<long>($"SELECT count(*) FROM monitoring_metrics WHERE {condition}");
}
