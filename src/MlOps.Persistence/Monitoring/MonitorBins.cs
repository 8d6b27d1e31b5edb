using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>
/// The bins of a monitor. Those of a feature come from the first reference that has enough values of it. If predictions of that
/// reference, or of an earlier one, come later, they are made anew.
/// </summary>
internal sealed class MonitorBins(MlOpsDbContext context, ServiceMonitor monitor)
{
    private readonly ReferenceBins _references = new(context, monitor);

    /// <summary>What tells whether two spans were counted in the same bins.</summary>
    public static long HashOf(IEnumerable<FeatureBins> bins) => bins.Aggregate(
        0L, (hash, row) => hash ^ BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(row.Hash)));

    public Task<List<FeatureBins>> ListAsync(CancellationToken cancellationToken) =>
        context.FeatureBins.AsNoTracking().Where(row => row.MonitorId == monitor.Id)
            .OrderBy(row => row.FeatureName).ToListAsync(cancellationToken);

    /// <summary>Lists all of them, and makes those that are missing.</summary>
    public Task<List<FeatureBins>> FindOrMakeAsync(TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                await LockAsync(cancellationToken).ConfigureAwait(false);
                var bins = await ListAsync(cancellationToken).ConfigureAwait(false);
                var made = await MakeMissingAsync(bins, window, at, cancellationToken).ConfigureAwait(false);
                if (made.Count > 0)
                    await context.BulkInsertAsync(made, cancellationToken).ConfigureAwait(false);

                return bins.Concat(made).ToList();
            },
            cancellationToken);

    /// <summary>Makes anew what late predictions have changed. The counts in the old bins are deleted with them.</summary>
    /// <param name="late">The hours of the predictions.</param>
    /// <param name="windows">The windows that were evaluated, and that they belong to, or to whose reference.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Whether bins have changed, so that whatever was computed from counts is no longer right.</returns>
    public Task<bool> RemakeAsync(
        IReadOnlyCollection<DateTimeOffset> late,
        IEnumerable<TimeWindow> windows,
        DateTimeOffset at,
        CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                await LockAsync(cancellationToken).ConfigureAwait(false);
                var bins = await ListAsync(cancellationToken).ConfigureAwait(false);
                var doubtful = await ListDoubtfulAsync(bins, late, cancellationToken).ConfigureAwait(false);
                if (doubtful.Count == 0)
                    return false;

                var made = new List<FeatureBins>();
                foreach (var reference in windows.Select(monitor.Reference.FindFor).Concat(doubtful.Select(ReferenceOf))
                    .Distinct().OrderBy(reference => reference.Start))
                {
                    if (doubtful.TrueForAll(old => made.Exists(row => IsSame(row, old))))
                        break;

                    made.AddRange(await _references.MakeAsync(
                        [.. bins.Except(doubtful), .. made], reference, at, cancellationToken).ConfigureAwait(false));
                }

                var replaced = doubtful.Where(old => made.Exists(row => IsSame(row, old) && !HasSameContent(row, old))).ToList();
                await SketchLock.TakeAsync(context, monitor, cancellationToken).ConfigureAwait(false);
                Guid[] ids = [.. replaced.Select(row => row.Id)];
                await context.FeatureBins.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                await context.BulkInsertAsync(
                    made.Where(row => !bins.Except(replaced).Any(known => IsSame(known, row))).ToList(), cancellationToken)
                    .ConfigureAwait(false);
                return replaced.Count > 0;
            },
            cancellationToken);

    // Two processes would make different ones.
    private Task<int> LockAsync(CancellationToken cancellationToken) =>
        context.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(uuid_hash_extended({monitor.Id}, 0))", cancellationToken);

    private async Task<List<FeatureBins>> MakeMissingAsync(
        List<FeatureBins> known, TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken) =>
        monitor.ReferenceKind switch
        {
            MonitorReferenceKind.Baseline => await TakeOverAsync(known, at, cancellationToken).ConfigureAwait(false),
            // What it does not have now it has only once something comes late.
            MonitorReferenceKind.Fixed when known.Count > 0 => [],
            _ => await _references.MakeAsync(known, monitor.Reference.FindFor(window), at, cancellationToken).ConfigureAwait(false),
        };

    private async Task<List<FeatureBins>> TakeOverAsync(
        List<FeatureBins> known, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var baselines = await context.FeatureBaselines.AsNoTracking()
            .Where(baseline => baseline.ModelVersionId == monitor.BaselineVersionId)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. baselines
                .Where(baseline => monitor.Features is null || monitor.Features.Contains(baseline.FeatureName))
                .ExceptBy(known.Select(bins => bins.FeatureName), baseline => baseline.FeatureName)
                .Select(baseline => FeatureBins.From(monitor, baseline, at)),
        ];
    }

    // Those of which the reference, or one before it, has got more predictions. Bins stay if their reference is no longer there.
    private async Task<List<FeatureBins>> ListDoubtfulAsync(
        List<FeatureBins> bins, IReadOnlyCollection<DateTimeOffset> late, CancellationToken cancellationToken)
    {
        var doubtful = new List<FeatureBins>();
        if (monitor.ReferenceKind == MonitorReferenceKind.Baseline)
            return doubtful;

        foreach (var sameReference in bins.GroupBy(ReferenceOf).Where(same => late.Any(hour => CanChange(same.Key, hour))))
        {
            if (await GonePredictions.ListAsync(context, sameReference.Key, cancellationToken).ConfigureAwait(false) is [])
                doubtful.AddRange(sameReference);
        }

        return doubtful;
    }

    private bool CanChange(TimeWindow reference, DateTimeOffset hour) =>
        hour < reference.End && (monitor.ReferenceKind == MonitorReferenceKind.Previous || hour.AddHours(1) > reference.Start);

    private static TimeWindow ReferenceOf(FeatureBins bins) => new(bins.ReferenceStart, bins.ReferenceEnd);

    private static bool IsSame(FeatureBins one, FeatureBins other) =>
        (one.FeatureName, one.AreSegments) == (other.FeatureName, other.AreSegments);

    private static bool HasSameContent(FeatureBins one, FeatureBins other) =>
        one.Hash == other.Hash && ReferenceOf(one) == ReferenceOf(other);
}
