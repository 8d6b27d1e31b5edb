using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Benchmarks.Monitors;

/// <summary>
/// Compares windows with the first day by sketches, and by rows. Rows are compared between the edges of one feature, so that one
/// question is enough for all.
/// </summary>
internal sealed class SketchAnswers(
    BenchmarkDatabase database, ServiceMonitor monitor, TimedRounds rounds, CancellationToken cancellationToken)
{
    private static readonly TimeWindow Reference = WatchedPopulation.DaysFrom(0, 1);

    private static readonly Target Limit =
        new("<= 100 ms and ratio <= 0.1", result => result.Ours <= 100 && result.Ratio <= 0.1);

    public async Task<IReadOnlyList<Result>> MeasureAsync(string name)
    {
        var edges = await FindEdgesAsync();
        List<Result> results = [];
        foreach (var (what, days) in new[] { ("a day", 1), ("a week", 7), ("the month", WatchedPopulation.Days) })
        {
            foreach (var bySegment in (bool[])[false, true])
            {
                var current = WatchedPopulation.DaysFrom(WatchedPopulation.Days - days, days);
                IReadOnlyList<FeatureDrift> sketches = [], rows = [];
                results.AddRange(await rounds.RunAsync(
                    $"{name} ({what}{(bySegment ? $", {WatchedPopulation.Segments} segments" : "")})",
                    async () => sketches = await AskSketchesAsync(current, bySegment),
                    async () => rows = await AskRowsAsync(current, bySegment, edges),
                    Limit));
                RequireEqual(sketches, rows);
            }
        }

        return results;
    }

    private async Task<double[]> FindEdgesAsync()
    {
        await using var context = WatchedPopulation.CreateContext(database);
        var bins = await context.FeatureBins.AsNoTracking().SingleAsync(
            row => row.MonitorId == monitor.Id && row.FeatureName == WatchedPopulation.Numbers[0], cancellationToken);
        return [.. bins.ComparedEdges!];
    }

    private async Task<IReadOnlyList<FeatureDrift>> AskSketchesAsync(TimeWindow current, bool bySegment)
    {
        await using var context = WatchedPopulation.CreateContext(database);
        var answers = await new SketchRepository(context).CompareAsync(
            new SketchQuestion(monitor, current) { Reference = Reference, BySegment = bySegment }, cancellationToken);
        return [.. answers.Select(answer => answer.Drift)];
    }

    private async Task<IReadOnlyList<FeatureDrift>> AskRowsAsync(TimeWindow current, bool bySegment, double[] edges)
    {
        await using var context = WatchedPopulation.CreateContext(database);
        return await new DriftMetricRepository(context).CompareAsync(
            new DriftQuestion(WatchedPopulation.Service, Reference, current)
            {
                Method = DriftMethods.PsiEdges,
                Features = WatchedPopulation.Numbers,
                Edges = edges,
                SegmentFeature = bySegment ? WatchedPopulation.Segment : null,
                SegmentCap = WatchedPopulation.Segments,
            },
            cancellationToken);
    }

    // Of the feature whose edges both have.
    private static void RequireEqual(IReadOnlyList<FeatureDrift> sketches, IReadOnlyList<FeatureDrift> rows)
    {
        var statisticOf = Select(rows).ToDictionary(drift => drift.Evidence.Segment?.Name ?? "", drift => drift.Measurement.Statistic);
        var compared = Select(sketches).ToList();
        if (sketches.Count != rows.Count || compared.Any(drift =>
            !(Math.Abs(drift.Measurement.Statistic!.Value - statisticOf[drift.Evidence.Segment?.Name ?? ""]!.Value) < 1e-9)))
            throw new InvalidOperationException("Sketches and rows have different statistics of the same predictions.");

        static IEnumerable<FeatureDrift> Select(IReadOnlyList<FeatureDrift> found) =>
            found.Where(drift => drift.FeatureName == WatchedPopulation.Numbers[0]);
    }
}
