using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

[OneVersionIsEnough]
public class SketchLifeTests(TestDatabase database) : SketchTest(database)
{
    [Fact]
    public async Task A_prediction_that_comes_late_is_in_the_sketches_of_its_hour_and_of_its_day()
    {
        var service = await WatchAsync(Settings);
        var late = new DateTimeOffset(Sample.Noon.UtcDateTime.Date, TimeSpan.Zero).AddHours(-2);
        await service.Service.AddAsync(late.AddMinutes(1));

        await using (var context = Database.CreateContext())
        {
            await new MonitorSketches(context, await MonitorAsync()).BringUpToDateAsync(
                Before(40, 0), Sample.Noon, default);
        }

        Assert.Equal(
            ["1 61", "24 1441"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', hours, num_predictions) FROM ml_sketched_spans WHERE num_predictions % 60 = 1 ORDER BY hours"));
        Assert.Equal(2 * 1441, await Database.ScalarAsync<long>(
            "SELECT sum(k.size + k.missing) FROM ml_feature_sketches k JOIN ml_sketched_spans s ON s.id = k.span_id " +
            "WHERE s.num_predictions = 1441"));
    }

    [Fact]
    public async Task The_first_window_of_a_new_service_has_no_bins_and_the_next_one_has()
    {
        await new WatchedService(Database).StoreAsync(2, 2);
        await using var context = Database.CreateContext();
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(settings: Settings with { LookbackHours = 1 }), Sample.Noon.AddHours(-1), Sample.Noon);

        var runs = await new JobRunner(tenant => Database.CreateContext(tenant)).RunDueAsync(Sample.Noon);

        Assert.All(runs, run => Assert.Null(run.Error));
        Assert.Equal(
            ["11 0 60", "12 4 60"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', extract(hour FROM r.timestamp AT TIME ZONE 'UTC'), count(d.id), r.num_predictions)
                FROM monitoring_metrics r LEFT JOIN ml_drift_metrics d ON d.monitoring_run_id = r.id
                GROUP BY r.timestamp, r.num_predictions ORDER BY 1
                """));
    }

    [Fact]
    public async Task A_feature_whose_bins_came_later_is_not_in_windows_before()
    {
        await WatchAsync(Settings);
        await Database.ExecuteAsync(
            "DELETE FROM ml_feature_sketches k USING ml_sketched_spans s, ml_feature_bins b WHERE s.id = k.span_id AND b.id = k.bins_id " +
            $"AND b.feature_name = 'country' AND NOT b.are_segments AND s.starts_at = '{Sample.Noon.AddHours(-3):O}'");

        var country = await CompareAsync(question => question with { Method = DriftMethods.PsiNamed });

        Assert.Empty(country);
        Assert.Single(await CompareAsync(question => question));
    }

    [Fact]
    public async Task Counts_stay_when_the_slice_of_their_predictions_is_gone()
    {
        await WatchAsync(Settings);
        var before = Assert.Single(await CompareAsync(question => question));
        await Database.ExecuteAsync("DELETE FROM ml_predictions");
        await Database.ExecuteAsync(
            "INSERT INTO ml_slices (root, name, starts_at, ends_at, made_at, gone_at) VALUES ('ml_predictions', 'gone', " +
            $"'{Sample.Noon.AddMonths(-1):O}', '{Sample.Noon.AddMonths(1):O}', now(), now()) " +
            "ON CONFLICT DO NOTHING; UPDATE ml_slices SET gone_at = now()");

        await using var context = Database.CreateContext();
        await new MonitorSketches(context, await MonitorAsync()).BringUpToDateAsync(
            Before(4, 0), Sample.Noon, default);

        var after = Assert.Single(await CompareAsync(question => question));
        Assert.Equal(before.Drift.Measurement.Statistic, after.Drift.Measurement.Statistic);
    }
}
