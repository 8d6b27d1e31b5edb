using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>What the database has of a monitor.</summary>
internal sealed class StoredRuns
{
    private ILookup<Guid?, DriftMetric> _drift = null!;
    private ILookup<Guid?, PerformanceMetric> _performance = null!;

    public required ServiceMonitor Monitor { get; init; }

    public required IReadOnlyList<FeatureBins> Bins { get; init; }

    /// <summary>All runs in the order of their windows and revisions.</summary>
    public required IReadOnlyList<MonitoringRun> Runs { get; init; }

    public static async Task<StoredRuns> ReadAsync(MlOpsDbContext context, string monitor)
    {
        var id = await context.Monitors.Where(row => row.Name == monitor).Select(row => row.Id).SingleAsync();
        var runs = await context.MonitoringRuns.AsNoTracking().Where(run => run.MonitorId == id)
            .OrderBy(run => run.Timestamp).ToListAsync();
        var ids = runs.Select(run => (Guid?)run.Id).ToList();
        return new StoredRuns
        {
            Monitor = await context.Monitors.AsNoTracking().SingleAsync(row => row.Id == id),
            Bins = await context.FeatureBins.AsNoTracking().Where(row => row.MonitorId == id).ToListAsync(),
            Runs = runs,
            _drift = (await context.DriftMetrics.AsNoTracking().Where(row => ids.Contains(row.MonitoringRunId)).ToListAsync())
                .ToLookup(row => row.MonitoringRunId),
            _performance = (await context.PerformanceMetrics.AsNoTracking().Where(row => ids.Contains(row.MonitoringRunId)).ToListAsync())
                .ToLookup(row => row.MonitoringRunId),
        };
    }

    public Facts List(MonitoringRun run)
    {
        var facts = new Facts();
        facts.Add("predictions", run.NumPredictions);
        facts.Add("labels", run.NumLabelled);
        facts.Add("positive rate", run.PositiveRate);
        facts.Add("mean", run.ProbabilityMean);
        facts.Add("deviation", run.ProbabilityStd);
        facts.Add("entropy", run.Entropy);
        facts.Add("drifted features", run.NumDriftedFeatures);
        facts.Add("drift ratio", run.FeatureDriftRatio);
        facts.Add("dataset drift", run.DatasetDriftDetected ? 1 : 0);
        foreach (var metric in _drift[run.Id])
            Add(facts, metric);

        foreach (var metric in _performance[run.Id])
        {
            var what = (metric.IsEstimate ? "estimated " : "") + metric.Metric + " "
                + KnownSegment.Describe(metric.SegmentFeature, metric.SegmentKind, metric.SegmentName);
            facts.Add(what, metric.Value);
            facts.Add($"{what} count", metric.SampleCount);
        }

        return facts;
    }

    private static void Add(Facts facts, DriftMetric metric)
    {
        var segment = KnownSegment.Describe(metric.SegmentFeature, metric.SegmentKind, metric.SegmentName);
        var of = $"{metric.MethodId} {metric.FeatureName} {segment}";
        facts.Add($"{of} statistic", metric.Statistic);
        facts.Add($"{of} p-value", metric.PValue);
        facts.Add($"{of} level", (int)metric.AlertLevel);
        facts.Add($"{of} reference size", metric.ReferenceSize);
        facts.Add($"{of} current size", metric.CurrentSize);
        facts.Add($"{of} edge", metric.BinEdges);
        facts.Add($"{of} categories {string.Join(',', metric.Categories ?? [])}", 1);
        facts.Add($"{of} reference count", metric.ReferenceCounts);
        facts.Add($"{of} current count", metric.CurrentCounts);
        Assert.Equal(metric.AlertLevel != AlertLevel.None, metric.Drifted);
    }
}
