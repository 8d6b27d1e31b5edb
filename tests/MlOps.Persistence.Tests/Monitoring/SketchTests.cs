using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Performance;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

public class SketchTests(TestDatabase database) : SketchTest(database)
{
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
    public async Task A_version_is_compared_by_itself()
    {
        await WatchAsync(Settings);

        var found = await CompareAsync(question => question with { ModelVersion = "none" });

        Assert.Empty(found);
    }

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
}
