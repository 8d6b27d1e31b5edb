using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Makes the slices of partitioned tables ahead of time. Run it as the owner of the tables.</summary>
/// <param name="context">Any context that UseMlOps configured.</param>
public sealed class SliceMaintenance(DbContext context)
{
    private readonly SliceRecords _records = new(context);
    private readonly DefaultCheck _check = new(context);

    /// <summary>How long it waits while another session makes the slices of an aggregate.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Makes every missing slice of a span of time, and moves the rows into it that arrived before. Many rows are copied ahead, in
    /// transactions of their own, unless the context is in one.
    /// Any number of processes may do so at once, under load. Returns the names of the root's new partitions.
    /// </summary>
    /// <exception cref="MlOpsException">A table that this version does not know refers to rows that wait for a slice, or a slice cannot
    /// be made for another reason. The others are made.</exception>
    public Task<IReadOnlyList<string>> EnsureAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        EnsureAsync(from, to, _ => { }, cancellationToken);

    /// <summary>Makes the slices of a span of time, and reports the name of each partition once it is made.</summary>
    internal async Task<IReadOnlyList<string>> EnsureAsync(
        DateTimeOffset from, DateTimeOffset to, Action<string> report, CancellationToken cancellationToken)
    {
        if (to < from)
            throw new ArgumentException(
                $"The span from {from:O} to {to:O} ends before it begins, so no slice is in it. Give the earlier time first.",
                nameof(to));

        if (from.UtcDateTime.Year < Slice.MinYear || to.UtcDateTime.Year > Slice.MaxYear)
            throw new ArgumentOutOfRangeException(
                nameof(from),
                $"The span from {from:O} to {to:O} does not lie between the years {Slice.MinYear} and {Slice.MaxYear}. " +
                "An id cannot hold any other time.");

        return await EnsureAsync(interval => Slice.Between(from, to, interval), report, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes the missing slices around a moment: of its period, and of some periods before and after it. A slice that cannot be made
    /// does not stop the others. Returns the names of the root's new partitions.
    /// </summary>
    /// <exception cref="MlOpsException">Some could not be made, and the others are. The message says why.</exception>
    public async Task<IReadOnlyList<string>> EnsureAroundAsync(
        DateTimeOffset now, int behind, int ahead, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(behind);
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        return await EnsureAsync(interval => Slice.Around(now, behind, ahead, interval), _ => { }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Makes some slices of one aggregate, as far as they are missing, and moves the rows into them that wait for them.</summary>
    /// <exception cref="MlOpsException">Some could not be made, and the others are. The message says why.</exception>
    internal async Task EnsureAsync(SlicedAggregate aggregate, IReadOnlyList<Slice> slices, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(context);
        var failures = new SliceFailures();
        await new SliceRound(context, aggregate, failures).RunAsync(slices, Patience, cancellationToken).ConfigureAwait(false);
        failures.ThrowIfAny();
    }

    /// <summary>Makes what a slice lacks, and moves the rows into it that wait for it.</summary>
    /// <param name="root">The table of the aggregate's root, such as ml_predictions.</param>
    /// <param name="slice">What the names of its partitions end with, such as 2026_08.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">There can be no such slice, or it cannot be made. The message says why.</exception>
    public async Task CompleteAsync(string root, string slice, CancellationToken cancellationToken = default)
    {
        var (aggregate, found) = SlicedAggregate.Find(context, root, slice);
        await EnsureAsync(aggregate, [found], cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> EnsureAsync(
        Func<SliceInterval, IEnumerable<Slice>> select, Action<string> report, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(context);
        var (made, failures) = (new List<string>(), new SliceFailures());
        foreach (var aggregate in await OrderAsync(cancellationToken).ConfigureAwait(false))
        {
            var round = new SliceRound(context, aggregate, failures);
            await failures.TryAsync(
                $"No slice of {aggregate.Root} is made",
                async () =>
                {
                    await _check.EnsureAsync(aggregate, cancellationToken).ConfigureAwait(false);
                    await UpdateRecordsAsync(aggregate, cancellationToken).ConfigureAwait(false);
                    await round.RunAsync([.. select(aggregate.Interval)], Patience, cancellationToken).ConfigureAwait(false);
                }).ConfigureAwait(false);
            foreach (var slice in round.Made)
            {
                made.Add(aggregate.Tables[0].Partition(slice.Suffix));
                report(made[^1]);
            }
        }

        failures.ThrowIfAny();
        return made;
    }

    // What has to wait comes last.
    private async Task<IReadOnlyList<SlicedAggregate>> OrderAsync(CancellationToken cancellationToken)
    {
        var aggregates = SlicedAggregate.AllOf(context);
        var locks = aggregates.SelectMany(aggregate => (string[])[aggregate.MakerLock.Name, aggregate.ChangeLock.Name]).ToArray();
        var held = await context.InTransactionAsync(
            () => context.Database.SqlQueryRaw<string>(
                $"SELECT name AS \"Value\" FROM unnest({{0}}) AS name WHERE {SliceLock.IsHeld}", (object)locks)
                .ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. aggregates.OrderBy(aggregate => held.Contains(aggregate.MakerLock.Name) || held.Contains(aggregate.ChangeLock.Name)),
        ];
    }

    private Task<bool> UpdateRecordsAsync(SlicedAggregate aggregate, CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            var root = aggregate.Tables[0];
            // The records first: a slice that is made meanwhile is in neither, or attached.
            var known = await _records.ReadAsync(aggregate, cancellationToken).ConfigureAwait(false);
            var partitions = await root.FindPartitionsAsync(context, cancellationToken).ConfigureAwait(false);
            await _records.UpdateAsync(aggregate, known, [.. partitions.Select(root.SliceOf).OfType<Slice>()], cancellationToken)
                .ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
