using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Postgres;
using MlOps.Persistence.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Makes the slices of partitioned tables ahead of time. Run it as the owner of the tables.</summary>
public sealed class SliceMaintenance(MlOpsDbContext context)
{
    /// <summary>
    /// Makes every slice that a span of time touches and that is missing, and moves the rows of it that arrived already.
    /// Any number of processes may do so at once, under load. Returns the names of the root's new partitions.
    /// </summary>
    public async Task<IReadOnlyList<string>> EnsureAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        using var patience = new NoCommandTimeout(context);
        var made = new List<string>();
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            foreach (var slice in Slice.Between(from, to, aggregate.Interval))
            {
                if (await TryEnsureAsync(aggregate, slice, cancellationToken).ConfigureAwait(false))
                    made.Add(aggregate.Tables[0].Partition(slice.Suffix));
            }
        }

        return made;
    }

    /// <summary>Makes one slice of one aggregate, if it is missing.</summary>
    internal Task EnsureAsync(string root, Slice slice, CancellationToken cancellationToken) => TryEnsureAsync(
        SlicedAggregate.AllOf(context).Single(aggregate => aggregate.Root == root), slice, cancellationToken);

    /// <summary>How far the slices reach, and how many rows wait for one.</summary>
    public Task<IReadOnlyList<SliceState>> ReportAsync(CancellationToken cancellationToken = default) =>
        context.ReadAsync(() => ReadStatesAsync(cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<SliceState>> ReadStatesAsync(CancellationToken cancellationToken)
    {
        var states = new List<SliceState>();
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            var root = aggregate.Tables[0];
            var suffixes = await SuffixesAsync(root, cancellationToken).ConfigureAwait(false);
            var waiting = string.Join(" + ", aggregate.Tables.Select(table => $"(SELECT count(*) FROM {table.Default})"));
            var rows = await context.Database.SqlQueryRaw<long>(SqlNames.EscapeBraces($"SELECT {waiting} AS \"Value\""))
                .SingleAsync(cancellationToken).ConfigureAwait(false);
            states.Add(new SliceState(aggregate.Root, suffixes.Count, Horizon(suffixes, aggregate.Interval), rows));
        }

        return states;
    }

    private async Task<bool> TryEnsureAsync(
        SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken) =>
        await LockRetry.Pipeline.ExecuteAsync(
            async token => await EnsureAsync(aggregate, slice, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    private async Task<bool> EnsureAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                $"SELECT pg_advisory_xact_lock(hashtext({SqlNames.Literal($"mlops slices of {aggregate.Root}")}))", cancellationToken)
                .ConfigureAwait(false);

            var missing = new List<SlicedTable>();
            foreach (var table in aggregate.Tables)
            {
                if (!await ExistsAsync(table.Partition(slice.Suffix), cancellationToken).ConfigureAwait(false))
                    missing.Add(table);
            }

            foreach (var statement in Statements(missing, slice))
                await ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return missing.Count > 0;
        }
    }

    // Writers are kept waiting at the partitioned tables: one that waited at a default partition would find, after the
    // slice is attached, that its row does not belong there any more, and fail. The default partitions are locked as a
    // whole, since attaching needs that anyway. Rows are copied root first and deleted root last, as their keys ask for.
    private static IEnumerable<string> Statements(List<SlicedTable> missing, Slice slice)
    {
        if (missing.Count == 0)
            return [];

        var parents = string.Join(", ", missing.Select(table => $"ONLY {table.Name}"));
        var defaults = string.Join(", ", missing.Select(table => table.Default));
        return missing.SelectMany(table => table.Create(slice))
            .Prepend($"LOCK TABLE {defaults} IN ACCESS EXCLUSIVE MODE")
            .Prepend($"LOCK TABLE {parents} IN SHARE ROW EXCLUSIVE MODE")
            .Concat(missing.Select(table => table.Fill(slice)))
            .Concat(missing.AsEnumerable().Reverse().Select(table => table.Drain(slice)))
            .Concat(missing.Select(table => table.Attach(slice)));
    }

    private Task<bool> ExistsAsync(string table, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<bool>($"SELECT to_regclass({table}) IS NOT NULL AS \"Value\"").SingleAsync(cancellationToken);

    private async Task<List<string>> SuffixesAsync(SlicedTable root, CancellationToken cancellationToken)
    {
        var names = await context.Database.SqlQuery<string>(
            $"SELECT relname::text AS \"Value\" FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = {root.Name}::regclass")
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. names.Select(name => name[root.PartitionPrefix.Length..])
                .Where(suffix => suffix != SliceSql.DefaultSuffix)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static DateTimeOffset? Horizon(List<string> suffixes, SliceInterval interval) =>
        suffixes is [.., var last] ? Slice.Parse(last, interval).End : null;

    // The names in the statements come from the model, and its identifiers are quoted where they need to be.
    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(sql, cancellationToken);
}
