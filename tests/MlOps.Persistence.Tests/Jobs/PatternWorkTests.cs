using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Jobs;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>The patterns that the job finds in what is stored. Whether a detector is right is a matter of its own tests.</summary>
public class PatternWorkTests(TestDatabase database) : DatabaseTest(database)
{
    // A Sunday. The job is due at two.
    private static readonly DateTimeOffset Today = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ServiceMonitor _monitor = Build.ServiceMonitor(settings: new() { LookbackHours = 24 });

    [Fact]
    public async Task A_segment_that_is_worse_in_several_windows_is_a_pattern_with_its_windows_and_a_recommendation()
    {
        await StoreWindowsAsync(5, (run, day) => Errors(run, day, bad: "de", revision: 1));
        await RunAsync();

        Assert.Equal(
            ["bad_segment oracle: country = de active"],
            await Database.ColumnAsync("SELECT concat_ws(' ', pattern_type, pattern_name, status) FROM identified_patterns"));
        Assert.Equal(5, await Database.CountAsync("pattern_occurrences"));
        Assert.Equal(
            ["window 2026-03-01 00:00:00+00 200 2 300 1"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', source_type, created_at, location_data ->> 'predictions', location_data ->> 'meanError',
                    location_data ->> 'otherPredictions', round((location_data ->> 'otherMeanError')::numeric, 9)::float)
                FROM pattern_occurrences ORDER BY created_at DESC LIMIT 1
                """));
        Assert.Equal(
            ["inspect_segment proposed bad_segment"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', recommendation_type, r.status, pattern_type) " +
                "FROM recommendations r JOIN identified_patterns p ON p.id = r.pattern_id"));
    }

    [Fact]
    public async Task What_two_monitors_of_a_service_see_is_one_pattern_with_the_windows_of_both()
    {
        await StoreWindowsAsync(5, (run, day) => Errors(run, day, bad: "de", revision: 1));
        var other = Build.ServiceMonitor("second", settings: new() { LookbackHours = 24 });
        await StoreWindowsAsync(4, (run, day) => Errors(run, day, bad: "de", revision: 1), monitor: other);
        await RunAsync();
        await RunAsync();

        Assert.Equal(["oracle: country = de"], await Database.ColumnAsync("SELECT pattern_name FROM identified_patterns"));
        Assert.Equal((9, 1), (await Database.CountAsync("pattern_occurrences"), await Database.CountAsync("recommendations")));
    }

    [Fact]
    public async Task Only_the_newest_revision_of_a_window_counts()
    {
        await StoreWindowsAsync(5, (run, day) => Errors(run, day, bad: "de", revision: 1));
        await using (var context = Database.CreateContext())
        {
            foreach (var day in Enumerable.Range(0, 5).Select(day => Today.AddDays(-day)))
            {
                var run = Run(day, 2);
                context.Add(run);
                context.AddRange(Errors(run, day, bad: null, revision: 2));
            }

            await context.SaveChangesAsync();
        }

        await RunAsync();
        Assert.Equal(0, await Database.CountAsync("identified_patterns"));
    }

    [Fact]
    public async Task The_same_windows_are_stored_once_and_a_new_one_is_added()
    {
        await StoreWindowsAsync(5, (run, day) => Errors(run, day, bad: "de", revision: 1));
        await RunAsync();
        await RunAsync();
        Assert.Equal((5, 1), (await Database.CountAsync("pattern_occurrences"), await Database.CountAsync("recommendations")));

        await StoreWindowsAsync(1, (run, day) => Errors(run, day, bad: "de", revision: 1), Today.AddDays(1));
        await RunAsync(Today.AddDays(1));
        Assert.Equal((6, 1), (await Database.CountAsync("pattern_occurrences"), await Database.CountAsync("recommendations")));
    }

    [Fact]
    public async Task A_closed_recommendation_is_followed_by_another_one_if_it_happens_again()
    {
        await StoreWindowsAsync(5, (run, day) => Errors(run, day, bad: "de", revision: 1));
        await RunAsync();
        await using (var context = Database.CreateContext())
        {
            (await context.Recommendations.SingleAsync()).Reject("ann", "The segment is new.", Today.AddHours(3));
            await context.SaveChangesAsync();
        }

        await RunAsync();
        Assert.Equal(1, await Database.CountAsync("recommendations"));
        await StoreWindowsAsync(1, (run, day) => Errors(run, day, bad: "de", revision: 1), Today.AddDays(1));
        await RunAsync(Today.AddDays(1));
        Assert.Equal(
            ["proposed", "rejected"], await Database.ColumnAsync("SELECT status FROM recommendations ORDER BY 1"));
    }

    [Fact]
    public async Task A_pattern_that_somebody_dismissed_stays_as_it_is()
    {
        await StoreWindowsAsync(5, (run, day) => Errors(run, day, bad: "de", revision: 1));
        await RunAsync();
        await using (var context = Database.CreateContext())
        {
            (await context.IdentifiedPatterns.SingleAsync()).Dismiss(Today.AddHours(3));
            await context.SaveChangesAsync();
        }

        await StoreWindowsAsync(1, (run, day) => Errors(run, day, bad: "de", revision: 1), Today.AddDays(1));
        await RunAsync(Today.AddDays(1));
        Assert.Equal((5, 1), (await Database.CountAsync("pattern_occurrences"), await Database.CountAsync("recommendations")));
    }

    [Fact]
    public async Task A_service_without_its_usual_predictions_is_a_pattern_and_one_like_before_is_none()
    {
        await StoreDaysAsync("quiet", (week, hour) => week == 0 && hour is >= 8 and < 14 ? 0 : 30);
        await StoreDaysAsync("usual", (week, hour) => 30);
        await StoreDaysAsync("young", (week, hour) => week == 0 ? 90 : week < 4 ? 30 : 0);
        await RunAsync();

        Assert.Equal(
            ["volume_break quiet: fewer predictions than usual 2026-03-01 00:00:00+00 6"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', pattern_type, pattern_name, o.created_at, jsonb_array_length(location_data -> 'hours'))
                FROM identified_patterns p JOIN pattern_occurrences o ON o.pattern_id = p.id
                """));
        Assert.Equal(["check_traffic"], await Database.ColumnAsync("SELECT recommendation_type FROM recommendations"));
    }

    [Fact]
    public async Task A_feature_that_drifts_on_one_day_of_each_week_is_a_pattern()
    {
        // Each window ends at six, and belongs to the day before.
        await StoreWindowsAsync(
            56,
            (run, end) => [Drift(run, "age", end, end.AddDays(-1).DayOfWeek == DayOfWeek.Monday), Drift(run, "income", end, false)],
            Today.AddHours(-18));
        await RunAsync();

        Assert.Equal(
            ["weekday_drift oracle: age on Mondays 8 2026-02-24 00:00:00+00"],
            await Database.ColumnAsync(
                """
                SELECT concat_ws(' ', pattern_type, pattern_name, count(*), max(o.created_at))
                FROM identified_patterns p JOIN pattern_occurrences o ON o.pattern_id = p.id GROUP BY pattern_type, pattern_name
                """));
        Assert.Equal(["mend_feature"], await Database.ColumnAsync("SELECT recommendation_type FROM recommendations"));
    }

    [Fact]
    public async Task Each_day_that_was_missed_is_looked_at()
    {
        await StoreDaysAsync("quiet", (week, hour) => week == 0 && hour is >= 8 and < 14 ? 0 : 30);
        await RunAsync(Today.AddDays(3), from: Today.AddDays(-1));
        Assert.Equal(1, await Database.CountAsync("pattern_occurrences"));
        Assert.Equal(5, await Database.CountAsync("ml_job_runs"));
    }

    private async Task StoreWindowsAsync(
        int days,
        Func<MonitoringRun, DateTimeOffset, IEnumerable<Entity>> found,
        DateTimeOffset? last = null,
        ServiceMonitor? monitor = null)
    {
        var by = monitor ?? _monitor;
        await using var context = Database.CreateContext();
        if (!await context.Monitors.AnyAsync(row => row.Id == by.Id))
            context.Add(by);

        foreach (var end in Enumerable.Range(0, days).Select(day => (last ?? Today).AddDays(-day)))
        {
            var run = Run(end, 1, by);
            context.Add(run);
            context.AddRange(found(run, end));
        }

        await context.SaveChangesAsync();
    }

    private MonitoringRun Run(DateTimeOffset end, int revision, ServiceMonitor? monitor = null) => MonitoringRun.Record(
        monitor ?? _monitor, end, revision, new MonitoringFindings { NumPredictions = 500 }, 500, new WindowHashes(revision, 2, 3), end);

    private static IEnumerable<PerformanceMetric> Errors(MonitoringRun run, DateTimeOffset end, string? bad, int revision)
    {
        (string? Segment, long Count, double Mean)[] rows =
            [("de", 200, bad == "de" ? 2 : 1), ("fr", 300, 1), (null, 500, bad == "de" ? 1.4 : 1)];
        foreach (var (segment, count, mean) in rows)
        {
            var scope = new PerformanceScope
            {
                MonitoringRunId = run.Id,
                Segment = segment is null ? null : PredictionSegment.Named("country", segment),
            };
            var window = new TimeWindow(end.AddDays(-1), end);
            yield return PerformanceMetric.Record("oracle", "mean_absolute_error", mean, window, count, end, scope);
            yield return PerformanceMetric.Record(
                "oracle", "root_mean_square_error", Math.Sqrt((mean * mean) + (0.01 * revision)), window, count, end, scope);
        }
    }

    private static DriftMetric Drift(MonitoringRun run, string feature, DateTimeOffset end, bool isDrift)
    {
        var sample = new DriftSample(new TimeWindow(end.AddDays(-1), end), 500);
        return DriftMetric.Measure(
            "churn", feature, DriftKind.Data, new DriftResult(DriftMethods.PsiSturges, isDrift ? 0.5 : 0.01),
            DriftThreshold.StatisticAtLeast(0.1), sample, sample, end, monitoringRunId: run.Id);
    }

    // Predictions of yesterday and of the same day of the weeks before.
    private async Task StoreDaysAsync(string service, Func<int, int, int> count)
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(
            from week in Enumerable.Range(0, 9)
            from hour in Enumerable.Range(0, 24)
            from i in Enumerable.Range(0, count(week, hour))
            select Build.Prediction(service, at: Today.AddDays(-1 - (7 * week)).AddHours(hour).AddSeconds(i)));
    }

    private async Task RunAsync(DateTimeOffset? day = null, DateTimeOffset? from = null)
    {
        await using (var context = Database.CreateContext())
        {
            await context.Jobs.ExecuteDeleteAsync();
            context.Add(DefaultJobs.DetectPatterns(from ?? day ?? Today));
            await context.SaveChangesAsync();
        }

        var now = (day ?? Today).AddHours(2);
        var runner = new JobRunner(
            tenant => Database.CreateContext(tenant), new JobRunnerOptions(),
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now), null, new PatternWork());
        Assert.All(await runner.RunDueAsync(now), run => Assert.Null(run.Error));
    }
}
