using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Performance;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

public class SketchTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Hours = 50;

    private static readonly MonitorSettings Settings = new()
    {
        LookbackHours = 4,
        MinSample = 30,
        Delay = TimeSpan.Zero,
        SegmentFeature = "country",
        SegmentCap = 1,
        Rules =
        [
            new MonitorRule(DriftMethods.PsiEdges, 0.1, 0.25),
            new MonitorRule(DriftMethods.PsiNamed, 0.1, 0.25),
        ],
    };

    [Fact]
    public async Task What_sketches_answer_is_what_the_predictions_give()
    {
        await WatchAsync(Settings);

        foreach (var (method, bySegment) in CountDrift.Methods.SelectMany(method => new[] { (method, false), (method, true) }))
            await CompareWithRowsAsync(method, bySegment);
    }

    [Fact]
    public async Task A_monitor_stores_the_drift_that_its_sketches_give_and_the_predictions_give_it_again()
    {
        await WatchAsync(Settings);

        await using var context = Database.CreateContext();
        var metrics = await context.DriftMetrics.AsNoTracking().Where(metric => metric.CurrentEnd == Sample.Noon).ToListAsync();
        Assert.Equal(
            [
                "psi_edges age", "psi_edges age Missing", "psi_edges age Named fr", "psi_edges age Others", "psi_named country",
                "psi_named country Named fr", "psi_named country Others",
            ],
            metrics.Select(metric => $"{metric.MethodId} {metric.FeatureName} {metric.SegmentKind} {metric.SegmentName}".TrimEnd())
                .Order(StringComparer.Ordinal));
        foreach (var metric in metrics)
        {
            Assert.Equal(
                metric.SegmentKind == SegmentKind.Others ? DriftVerdict.NotReproducible : DriftVerdict.Equal,
                (await new DriftMetricRepository(context).VerifyAsync(metric.Id)).Verdict);
        }
    }

    [Fact]
    public async Task The_bounds_of_sketches_hold_the_statistics_of_the_predictions()
    {
        await WatchAsync(Settings);
        foreach (var (bounds, method) in new[]
        {
            (DriftMethods.KsBounds, DriftMethods.KsAsymp),
            (DriftMethods.PsiSturgesBounds, DriftMethods.PsiSturges),
            (DriftMethods.WassersteinBounds, DriftMethods.Wasserstein),
        })
        {
            foreach (var found in await CompareAsync(question => question with { Method = bounds }))
            {
                var exact = NumberDrift.Measure(method, Ages.Numbers(-8, -4), Ages.Numbers(-4, 0)).Statistic!.Value;
                Assert.Null(found.Drift.Measurement.Statistic);
                Assert.InRange(exact, found.Bounds!.Value.Lower, found.Bounds.Value.Upper);
            }
        }
    }

    [Fact]
    public async Task A_window_with_a_whole_day_is_the_sum_of_its_hours()
    {
        await WatchAsync(Settings);

        var found = Assert.Single(await CompareAsync(
            question => question with { Current = Before(38, 10), Reference = Before(8, 0) }));

        await using var context = Database.CreateContext();
        var edges = (await context.FeatureBins.SingleAsync(row => row.FeatureName == "age")).ComparedEdges!;
        var exact = NumberDrift.MeasureBetween(DriftMethods.PsiEdges, Ages.Numbers(-8, 0), Ages.Numbers(-38, -10), edges);
        Assert.Equal(exact.Statistic!.Value, found.Drift.Measurement.Statistic!.Value, 12);
        Assert.Equal(exact.Counts!.Current, found.Drift.Measurement.Counts!.Current);
    }

    [Fact]
    public async Task The_moments_of_a_window_are_those_of_its_predictions()
    {
        var service = new WatchedService(Database) { Age = minute => 1e6 + (minute * 37 % 101) };
        await service.StoreAsync(Hours, Hours);
        await StartAsync(Settings);

        var moments = NumberSample.FromValues(Enumerable.Range(12 * 60, 28 * 60).Select(service.Age)).Moments!.Value;
        var deviation = Math.Sqrt(moments.Variance * (moments.Count - 1) / moments.Count);
        Assert.Equal(
            [$"{moments.Mean:F5} {deviation:F5} 1000000 1000100"],
            await Database.ColumnAsync(
                $"""
                SELECT concat_ws(' ', round(mean::numeric, 5), round(deviation::numeric, 5), lowest, highest)
                FROM mlops_sketch_counts('oracle hourly', '{Sample.Noon.AddHours(-38):O}', '{Sample.Noon.AddHours(-10):O}')
                WHERE feature_name = 'age'
                """));
    }

    [Fact]
    public async Task A_prediction_that_comes_late_is_in_the_sketches_of_its_hour_and_of_its_day()
    {
        var service = await WatchAsync(Settings);
        var late = new DateTimeOffset(Sample.Noon.UtcDateTime.Date, TimeSpan.Zero).AddHours(-2);
        await service.Service.AddAsync(late.AddMinutes(1));

        await using (var context = Database.CreateContext())
        {
            await new Persistence.Monitoring.MonitorSketches(context, await MonitorAsync()).BringUpToDateAsync(
                new TimeWindow(Sample.Noon.AddHours(-40), Sample.Noon), Sample.Noon, default);
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
    public async Task A_window_without_whole_hours_or_with_an_hour_that_nobody_counted_is_refused()
    {
        await WatchAsync(Settings);

        var odd = await Assert.ThrowsAsync<ArgumentException>(
            () => CompareAsync(question => question with { Reference = Before(8, 4.5) }));
        var gap = await Assert.ThrowsAsync<ArgumentException>(
            () => CompareAsync(question => question with { Reference = Before(24 * 365, 4) }));

        Assert.StartsWith("A window of sketches must begin and end with a whole hour", odd.Message, StringComparison.Ordinal);
        Assert.StartsWith("The monitor 'oracle hourly' has no sketch of the hour of 2025-", gap.Message, StringComparison.Ordinal);
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
        await new Persistence.Monitoring.MonitorSketches(context, await MonitorAsync()).BringUpToDateAsync(
            Before(4, 0), Sample.Noon, default);

        Assert.Equal(before.Drift.Measurement.Statistic, Assert.Single(await CompareAsync(question => question)).Drift.Measurement.Statistic);
    }

    [Fact]
    public async Task A_version_is_compared_by_itself()
    {
        await WatchAsync(Settings);

        var found = await CompareAsync(question => question with { ModelVersion = "none" });

        Assert.Empty(found);
    }

    private static TimeWindow Before(double from, double to) => new(Sample.Noon.AddHours(-from), Sample.Noon.AddHours(-to));

    private async Task CompareWithRowsAsync(string method, bool bySegment)
    {
        var found = await CompareAsync(question => question with { Method = method, BySegment = bySegment });
        await using var context = Database.CreateContext();
        var bins = await context.FeatureBins.SingleAsync(
            row => !row.AreSegments && row.FeatureName == (DriftMethods.NeedsEdges(method) ? "age" : "country"));
        Assert.Equal(bySegment ? 3 : 1, found.Count);
        foreach (var drift in found)
        {
            Predicate<string?> isMember = drift.Drift.Evidence.Segment switch
            {
                null => _ => true,
                { Name: { } name } => country => country == name,
                { Kind: SegmentKind.Missing } => country => country is null,
                _ => country => country is not null and not "fr",
            };
            var exact = DriftMethods.NeedsEdges(method)
                ? NumberDrift.MeasureBetween(
                    method, Ages.Numbers(-8, -4, isMember), Ages.Numbers(-4, 0, isMember), bins.ComparedEdges!)
                : CategoryDrift.MeasureNamed(
                    method, Ages.Countries(-8, -4, isMember), Ages.Countries(-4, 0, isMember), bins.Categories!);
            var measured = drift.Drift.Measurement;
            Assert.Equal(exact.Statistic ?? -1, measured.Statistic ?? -1, 12);
            Assert.Equal((exact.ReferenceSize, exact.CurrentSize), (measured.ReferenceSize, measured.CurrentSize));
            Assert.Equal(exact.Counts?.Reference, measured.Counts?.Reference);
            Assert.Equal(exact.Counts?.Current, measured.Counts?.Current);
        }
    }

    private async Task<IReadOnlyList<SketchDrift>> CompareAsync(Func<SketchQuestion, SketchQuestion> change)
    {
        await using var context = Database.CreateContext();
        var question = new SketchQuestion(await MonitorAsync(), new TimeWindow(Sample.Noon.AddHours(-4), Sample.Noon));
        return await new SketchRepository(context).CompareAsync(change(question));
    }

    private async Task<ServiceMonitor> MonitorAsync()
    {
        await using var context = Database.CreateContext();
        return await context.Monitors.AsNoTracking().SingleAsync();
    }

    // Hours before noon have ages that shift, and a few values that are missing or no number.
    private async Task<Ages> WatchAsync(MonitorSettings settings)
    {
        var ages = new Ages(Database);
        await ages.Service.StoreAsync(Hours, Hours);
        await StartAsync(settings);
        return ages;
    }

    private async Task StartAsync(MonitorSettings settings)
    {
        await using var context = Database.CreateContext();
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(settings: settings), Sample.Noon.AddHours(-40), Sample.Noon);
        var runs = await new JobRunner(tenant => Database.CreateContext(tenant)).RunDueAsync(Sample.Noon);
        Assert.All(runs, run => Assert.Null(run.Error));
    }

    private sealed class Ages(TestDatabase database)
    {
        public WatchedService Service { get; } = new(database) { Age = Age, Country = Country };

        public static NumberSample Numbers(int from, int to, Predicate<string?>? isMember = null) =>
            NumberSample.FromValues(Minutes(from, to, isMember).Select(Age));

        public static CategorySample Countries(int from, int to, Predicate<string?> isMember) =>
            CategorySample.FromValues(Minutes(from, to, isMember).Select(Country));

        private static IEnumerable<int> Minutes(int from, int to, Predicate<string?>? isMember) =>
            Enumerable.Range((Hours + from) * 60, (to - from) * 60).Where(minute => isMember?.Invoke(Country(minute)) != false);

        private static double? Age(int minute) => (minute % 97) switch
        {
            0 => null,
            1 => double.NaN,
            2 => double.PositiveInfinity,
            3 => double.MaxValue,
            var rest => (rest * 37 % 101) + (minute / 600.0),
        };

        private static string? Country(int minute) => (minute % 7) switch
        {
            0 => null,
            1 or 2 => "de",
            3 => "a\"b\\,{}",
            _ => "fr",
        };
    }
}
