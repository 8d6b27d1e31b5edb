using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Monitoring;

/// <summary>The performance of a window: of all predictions, of each version, and of each segment of the monitor.</summary>
internal sealed class WindowPerformance(MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window)
{
    private const string VersionSegment = "model_version";

    private readonly List<(string Metric, double Value, long Count, PerformanceScope Scope)> _found = [];

    /// <summary>Measures from the labels that are there, and estimates from the scores. Too few of them say nothing.</summary>
    public async Task ReadAsync(long labelled, CancellationToken cancellationToken)
    {
        string?[] segments = labelled < monitor.MinSample ? [] : [null, VersionSegment, monitor.SegmentFeature];
        foreach (var segment in segments.Distinct())
        {
            foreach (var row in await PerformanceRow.ListAsync(context, monitor, window, segment, cancellationToken).ConfigureAwait(false))
                Add(row.List(), new() { Segment = row.FindSegment(segment) });
        }

        foreach (var row in await EstimateRow.ListAsync(context, monitor, window, cancellationToken).ConfigureAwait(false))
        {
            Add(row.List(), new() { IsEstimate = true, Segment = row.FindSegment(VersionSegment) });
        }
    }

    public IReadOnlyList<PerformanceMetric> Record(MonitoringRun run, DateTimeOffset at) =>
    [
        .. _found.Select(found => PerformanceMetric.Record(
            monitor.ServiceName, found.Metric, found.Value, window, found.Count, at, found.Scope with { MonitoringRunId = run.Id })),
    ];

    private void Add(IEnumerable<(string Metric, double? Value, long Count)> metrics, PerformanceScope scope)
    {
        foreach (var (metric, value, count) in metrics)
        {
            if (value is { } defined && count >= monitor.MinSample)
                _found.Add((metric, defined, count, scope));
        }
    }
}
