using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>Counts the values of all features of a monitor in a span, and stores nothing.</summary>
internal sealed class SpanCount(
    MlOpsDbContext context, ServiceMonitor monitor, List<FeatureBins> bins, long binsHash, DateTimeOffset at)
{
    // mlops_sketch has a limit.
    private const int FeaturesPerQuestion = 200;

    /// <summary>Adds up the hours of a day, which are counted before.</summary>
    public async Task<(SketchedSpan Span, List<FeatureSketch> Sketches)> SumDayAsync(
        DateTimeOffset start, CancellationToken cancellationToken)
    {
        var end = start.AddHours(SketchedSpan.HoursOfDay);
        var hours = await context.SketchedSpans.AsNoTracking()
            .Where(span => span.MonitorId == monitor.Id && span.Hours == 1 && span.StartsAt >= start && span.StartsAt < end)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var day = SketchedSpan.Record(
            monitor,
            start,
            SketchedSpan.HoursOfDay,
            hours.Sum(hour => hour.NumPredictions),
            hours.Aggregate(0L, (hash, hour) => hash ^ hour.RowsHash),
            binsHash,
            at);
        Guid[] spans = [.. hours.Select(hour => hour.Id)];
        var sketches = new List<FeatureSketch>();
        foreach (var some in bins.Chunk(FeaturesPerQuestion))
        {
            var binsById = some.ToDictionary(row => row.Id);
            var found = await context.FeatureSketches.AsNoTracking()
                .Where(sketch => spans.Contains(sketch.SpanId) && binsById.Keys.Contains(sketch.BinsId))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            sketches.AddRange(found
                .GroupBy(sketch => (sketch.BinsId, Scope: new SketchScope(sketch.ModelVersion, sketch.SegmentKind, sketch.SegmentName)))
                .Select(same => FeatureSketch.Record(
                    day, binsById[same.Key.BinsId], same.Key.Scope, FeatureSketch.Sum([.. same]), at)));
        }

        return (day, sketches);
    }

    /// <summary>Counts the predictions of an hour.</summary>
    public async Task<(SketchedSpan Span, List<FeatureSketch> Sketches)> CountHourAsync(
        DateTimeOffset start, CancellationToken cancellationToken)
    {
        var window = new TimeWindow(start, start.AddHours(1));
        var states = await HourState.ListAsync(context, monitor, window, cancellationToken).ConfigureAwait(false);
        var span = SketchedSpan.Record(
            monitor,
            start,
            1,
            states.Sum(state => state.NumPredictions),
            states.Aggregate(0L, (hash, state) => hash ^ state.RowsHash),
            binsHash,
            at);
        var segments = bins.Find(row => row.AreSegments)?.Categories;
        var sketches = new List<FeatureSketch>();
        if (span.NumPredictions == 0)
            return (span, sketches);

        foreach (var counted in bins.Where(row => !row.AreSegments).GroupBy(row => row.Edges is not null)
            .SelectMany(kind => kind.Chunk(FeaturesPerQuestion)))
        {
            var areNumbers = counted[0].Edges is not null;
            var rows = await SketchRow.ListAsync(context, monitor, window, counted, areNumbers, segments, cancellationToken)
                .ConfigureAwait(false);
            sketches.AddRange(rows.Select(row => row.ToSketch(span, counted[row.I - 1], segments, at)));
        }

        return (span, sketches);
    }
}
