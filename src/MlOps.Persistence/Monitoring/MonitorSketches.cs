using System.Data;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Monitoring;

/// <summary>
/// The sketches of a monitor. They are derived from the predictions, so those of an hour are replaced once its predictions are others.
/// </summary>
internal sealed class MonitorSketches(MlOpsDbContext context, ServiceMonitor monitor)
{
    private const int MaxSketchesInMemory = 20_000;

    private readonly MonitorBins _bins = new(context, monitor);

    /// <summary>
    /// Counts all whole hours and days of a window and its reference that were not counted, or in which something came late.
    /// </summary>
    /// <exception cref="OutdatedSketchException">Another process has made bins anew.</exception>
    public async Task BringUpToDateAsync(TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var bins = await _bins.FindOrMakeAsync(window, at, cancellationToken).ConfigureAwait(false);
        if (bins.Count == 0)
            return;

        var binsHash = MonitorBins.HashOf(bins);
        var count = new SpanCount(context, monitor, bins, binsHash, at);
        foreach (var part in ListParts(window))
        {
            var outdated = await ListOutdatedAsync(part, binsHash, cancellationToken).ConfigureAwait(false);
            for (var done = 0; done < outdated.Count;)
                done += await SketchAsync(outdated[done..], count, cancellationToken).ConfigureAwait(false);
        }
    }

    // The window before touches the window, so both are one.
    private IEnumerable<TimeWindow> ListParts(TimeWindow window)
    {
        var reference = monitor.ReferenceKind == MonitorReferenceKind.Baseline ? window : monitor.Reference.FindFor(window);
        TimeWindow[] parts = reference.End == window.Start ? [new(reference.Start, window.End)]
            : reference == window ? [window] : [reference, window];
        foreach (var part in parts)
        {
            var (start, end) = (Ceiling(part.Start), Floor(part.End));
            if (start < end)
                yield return new TimeWindow(start, end);
        }
    }

    private Task<List<(DateTimeOffset Start, int Hours)>> ListOutdatedAsync(
        TimeWindow part, long binsHash, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                var hours = (await HourState.ListAsync(context, monitor, part, cancellationToken).ConfigureAwait(false))
                    .ToDictionary(hour => hour.Hour);
                var stored = await context.SketchedSpans.AsNoTracking()
                    .Where(span => span.MonitorId == monitor.Id && span.StartsAt >= part.Start && span.StartsAt < part.End)
                    .ToDictionaryAsync(span => (span.StartsAt, span.Hours), cancellationToken).ConfigureAwait(false);
                var gone = await GoneHours.ReadAsync(context, part, cancellationToken).ConfigureAwait(false);
                return ListSpans(part)
                    .Where(span => !IsUpToDate(span.Start, span.Hours)
                        && !(gone.Contain(span.Start) && stored.ContainsKey((span.Start, span.Hours))))
                    .ToList();

                bool IsUpToDate(DateTimeOffset start, int length)
                {
                    long count = 0, hash = 0;
                    for (var hour = start; hour < start.AddHours(length); hour = hour.AddHours(1))
                    {
                        if (hours.GetValueOrDefault(hour) is { } state)
                            (count, hash) = (count + state.NumPredictions, hash ^ state.RowsHash);
                    }

                    return stored.GetValueOrDefault((start, length)) is { } span
                        && (span.NumPredictions, span.RowsHash, span.BinsHash) == (count, hash, binsHash);
                }
            },
            cancellationToken,
            IsolationLevel.RepeatableRead);

    private static IEnumerable<(DateTimeOffset Start, int Hours)> ListSpans(TimeWindow part)
    {
        for (var hour = part.Start; hour < part.End; hour = hour.AddHours(1))
        {
            yield return (hour, 1);
            if (hour.AddHours(1) is var next && next.UtcDateTime.TimeOfDay == TimeSpan.Zero
                && next.AddHours(-SketchedSpan.HoursOfDay) >= part.Start)
                yield return (next.AddHours(-SketchedSpan.HoursOfDay), SketchedSpan.HoursOfDay);
        }
    }

    /// <summary>Counts and stores the first of the spans, so many as fit into memory, and returns their number.</summary>
    private async Task<int> SketchAsync(
        List<(DateTimeOffset Start, int Hours)> outdated, SpanCount count, CancellationToken cancellationToken)
    {
        var (spans, sketches) = await context.InTransactionAsync(
            () => CountAsync(outdated, count, cancellationToken), cancellationToken, IsolationLevel.RepeatableRead).ConfigureAwait(false);
        await context.InTransactionAsync(
            async () =>
            {
                // Another process may store the same spans. What the later one has counted stays.
                await SketchLock.TakeAsync(context, monitor, cancellationToken).ConfigureAwait(false);
                if (MonitorBins.HashOf(await _bins.ListAsync(cancellationToken).ConfigureAwait(false)) != spans[0].BinsHash)
                    throw new OutdatedSketchException(monitor.ToString());

                var (length, starts) = (spans[0].Hours, spans.ConvertAll(span => span.StartsAt));
                await context.SketchedSpans
                    .Where(row => row.MonitorId == monitor.Id && row.Hours == length && starts.Contains(row.StartsAt))
                    .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                await context.BulkInsertAsync(spans, cancellationToken).ConfigureAwait(false);
                await context.BulkInsertAsync(sketches, cancellationToken).ConfigureAwait(false);
                return spans.Count;
            },
            cancellationToken).ConfigureAwait(false);
        return spans.Count;
    }

    // A day is the sum of its stored hours, so it is counted by itself.
    private static async Task<(List<SketchedSpan> Spans, List<FeatureSketch> Sketches)> CountAsync(
        List<(DateTimeOffset Start, int Hours)> outdated, SpanCount count, CancellationToken cancellationToken)
    {
        if (outdated[0].Hours != 1)
        {
            var (day, ofDay) = await count.SumDayAsync(outdated[0].Start, cancellationToken).ConfigureAwait(false);
            return ([day], ofDay);
        }

        var (spans, sketches) = (new List<SketchedSpan>(), new List<FeatureSketch>());
        foreach (var (start, _) in outdated.TakeWhile(next => next.Hours == 1).Take(SketchedSpan.HoursOfDay))
        {
            var (span, ofHour) = await count.CountHourAsync(start, cancellationToken).ConfigureAwait(false);
            spans.Add(span);
            sketches.AddRange(ofHour);
            if (sketches.Count >= MaxSketchesInMemory)
                break;
        }

        return (spans, sketches);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerHour));

    private static DateTimeOffset Ceiling(DateTimeOffset time) => Floor(time.AddTicks(TimeSpan.TicksPerHour - 1));
}
