using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>Whether the sketches of a window count the predictions that are there in the snapshot of the transaction.</summary>
/// <param name="context">The context.</param>
/// <param name="monitor">The monitor.</param>
/// <param name="bins">The bins that it has.</param>
internal sealed class SketchCheck(MlOpsDbContext context, ServiceMonitor monitor, IReadOnlyCollection<FeatureBins> bins)
{
    private readonly long _binsHash = MonitorBins.HashOf(bins);

    /// <exception cref="OutdatedSketchException">They count others, or in other bins.</exception>
    public async Task RequireAsync(TimeWindow window, WindowHashes hashes, CancellationToken cancellationToken)
    {
        if (await HashAsync(window, cancellationToken).ConfigureAwait(false) != hashes.PredictionsHash
            || (monitor.ReferenceKind != MonitorReferenceKind.Baseline
                && await HashAsync(monitor.Reference.FindFor(window), cancellationToken).ConfigureAwait(false) != hashes.ReferenceHash))
            throw new OutdatedSketchException(monitor.ToString());
    }

    private async Task<long?> HashAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        var gone = await GoneHours.ReadAsync(context, window, cancellationToken).ConfigureAwait(false);
        var spans = (await context.SketchedSpans.AsNoTracking()
            .Where(span => span.MonitorId == monitor.Id && span.StartsAt >= window.Start && span.StartsAt < window.End)
            .ToListAsync(cancellationToken).ConfigureAwait(false))
            .Where(span => !gone.Contain(span.StartsAt))
            .ToList();
        var hours = spans.Where(span => span.Hours == 1).ToList();
        // A day stands for its hours.
        var areDaysRight = spans.Except(hours).Where(day => FindEnd(day) <= window.End).All(
            day => day.RowsHash == HashOf(hours.Where(hour => hour.StartsAt >= day.StartsAt && hour.StartsAt < FindEnd(day))));
        return areDaysRight && spans.TrueForAll(span => span.BinsHash == _binsHash) ? HashOf(hours) : null;
    }

    private static DateTimeOffset FindEnd(SketchedSpan span) => span.StartsAt.AddHours(span.Hours);

    private static long HashOf(IEnumerable<SketchedSpan> spans) => spans.Aggregate(0L, (all, span) => all ^ span.RowsHash);
}
