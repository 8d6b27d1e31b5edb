using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Transactions;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Reads which slices there are, which are missing, and which rows wait for one.</summary>
/// <param name="context">Any context that UseMlOps configured.</param>
public sealed class SliceReader(DbContext context)
{
    private readonly MisplacedRows _misplaced = new(context);

    /// <summary>Reads for each sliced table which slices there are, and how many rows wait for one.</summary>
    /// <param name="now">The moment from which on a gap matters.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<SliceState>> ReportAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        CollectAsync<SliceState>(
            async aggregate => [await ReadStateAsync(aggregate, now, cancellationToken).ConfigureAwait(false)], cancellationToken);

    /// <summary>Lists the periods of the rows that wait in the default partitions, by table and time.</summary>
    public Task<IReadOnlyList<WaitingSlice>> ListWaitingAsync(CancellationToken cancellationToken = default) =>
        CollectAsync(aggregate => new WaitingSlices(context).ListAsync(aggregate, cancellationToken), cancellationToken);

    /// <summary>
    /// Lists the root's partitions that are missing around a moment: of its period, and of some periods before and after it.
    /// </summary>
    public Task<IReadOnlyList<string>> FindMissingAsync(
        DateTimeOffset now, int behind, int ahead, CancellationToken cancellationToken = default) =>
        CollectAsync<string>(
            async aggregate =>
            [
                .. (await new MissingSlices(context).FindAsync(
                    aggregate, [.. Slice.Around(now, behind, ahead, aggregate.Interval)], cancellationToken).ConfigureAwait(false))
                    .Select(partition => aggregate.Tables[0].Partition(partition.Slice.Suffix)).Distinct(),
            ],
            cancellationToken);

    /// <summary>Lists the slices that are attached, by table and time.</summary>
    public Task<IReadOnlyList<StoredSlice>> ListAsync(CancellationToken cancellationToken = default) => CollectAsync(
        aggregate => SlicePartition.ListAsync(context, aggregate, aggregate.Tables.Select(table => table.Name), cancellationToken),
        cancellationToken);

    /// <summary>The tables of roots of which rows are set aside, with the number of the rows.</summary>
    internal Task<IReadOnlyList<(string Table, long Rows)>> ListSetAsideAsync(CancellationToken cancellationToken) =>
        CollectAsync<(string Table, long Rows)>(
            async aggregate => await _misplaced.CountAsync(aggregate, cancellationToken).ConfigureAwait(false) is > 0 and var rows
                ? [(aggregate.Root, rows)]
                : [],
            cancellationToken);

    /// <summary>Lists something of each aggregate, in one transaction.</summary>
    internal Task<IReadOnlyList<T>> CollectAsync<T>(
        Func<SlicedAggregate, Task<IReadOnlyList<T>>> listAsync, CancellationToken cancellationToken) =>
        context.InTransactionAsync<IReadOnlyList<T>>(
            async () =>
            {
                var found = new List<T>();
                foreach (var aggregate in SlicedAggregate.AllOf(context))
                    found.AddRange(await listAsync(aggregate).ConfigureAwait(false));

                return found;
            },
            cancellationToken);

    private async Task<SliceState> ReadStateAsync(SlicedAggregate aggregate, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var root = aggregate.Tables[0];
        var partitions = (await root.FindPartitionsAsync(context, cancellationToken).ConfigureAwait(false)).ToLookup(root.SliceOf);
        var rows = await context.CountRowsAsync([.. aggregate.Tables.Select(table => table.Default)], cancellationToken)
            .ConfigureAwait(false);
        var slices = partitions.Where(partition => partition.Key is not null).Select(partition => partition.Key!.Value).ToHashSet();
        return new SliceState(aggregate.Root, slices.Count, Slice.FirstMissing(now, slices, aggregate.Interval), rows.Sum())
        {
            SetAsideRows = await _misplaced.CountAsync(aggregate, cancellationToken).ConfigureAwait(false),
            OtherPartitions = [.. partitions[null].Where(name => !root.IsDefault(name)).Order(StringComparer.Ordinal)],
        };
    }
}
