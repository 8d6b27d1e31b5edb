using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Makes the slices of partitioned tables ahead of time. Run it as the owner of the tables.</summary>
/// <param name="context">Any context that UseMlOps configured.</param>
public sealed class SliceMaintenance(DbContext context)
{
    private readonly SliceChecks _checks = new(context);
    private readonly SliceRecords _records = new(context);
    private readonly DefaultCheck _check = new(context);

    /// <summary>
    /// Makes every missing slice of a span of time, and moves the rows into it that arrived before.
    /// Any number of processes may do so at once, under load. Returns the names of the root's new partitions.
    /// </summary>
    /// <exception cref="MlOpsException">Rows that wait for a slice do not fit into it, or a table that this version does not know
    /// refers to them.</exception>
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

    /// <summary>Makes one slice of one aggregate, if it is missing.</summary>
    internal async Task EnsureAsync(string root, Slice slice, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(context);
        await TryEnsureAsync(SlicedAggregate.AllOf(context).Single(aggregate => aggregate.Root == root), slice, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Which slices there are, and how many rows wait for one.</summary>
    /// <param name="now">The moment from which on a gap matters.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<SliceState>> ReportAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        context.InTransactionAsync(() => ReadStatesAsync(now, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<string>> EnsureAsync(
        Func<SliceInterval, IEnumerable<Slice>> select, Action<string> report, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(context);
        var (made, failures) = (new List<string>(), new List<MlOpsException>());
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            await _check.EnsureAsync(aggregate, cancellationToken).ConfigureAwait(false);
            await UpdateRecordsAsync(aggregate, cancellationToken).ConfigureAwait(false);
            foreach (var slice in select(aggregate.Interval))
            {
                try
                {
                    if (!await TryEnsureAsync(aggregate, slice, cancellationToken).ConfigureAwait(false))
                        continue;
                }
                catch (MlOpsException e)
                {
                    failures.Add(e);
                    continue;
                }
                catch (PostgresException e) when (e.SqlState != PostgresErrorCodes.InsufficientPrivilege)
                {
                    failures.Add(new MlOpsException(
                        MlOpsError.Conflict, $"Slice {slice.Suffix} of {aggregate.Root} is not made: {e.MessageText}.", e));
                    continue;
                }

                made.Add(aggregate.Tables[0].Partition(slice.Suffix));
                report(made[^1]);
            }
        }

        return failures is []
            ? made
            : throw new MlOpsException(failures[0].Error, string.Join(Environment.NewLine, failures.Select(failure => failure.Message)));
    }

    private async Task<IReadOnlyList<SliceState>> ReadStatesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var states = new List<SliceState>();
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            var root = aggregate.Tables[0];
            var partitions = (await root.FindPartitionsAsync(context, cancellationToken).ConfigureAwait(false)).ToLookup(root.SliceOf);
            var waiting = string.Join(" + ", aggregate.Tables.Select(table => $"(SELECT count(*) FROM {table.Default})"));
            var rows = await context.Database.SqlQueryRaw<long>(SqlNames.EscapeBraces($"SELECT {waiting} AS \"Value\""))
                .SingleAsync(cancellationToken).ConfigureAwait(false);
            var slices = partitions.Where(partition => partition.Key is not null).Select(partition => partition.Key!.Value).ToHashSet();
            states.Add(new SliceState(aggregate.Root, slices.Count, Slice.FirstMissing(now, slices, aggregate.Interval), rows)
            {
                OtherPartitions = [.. partitions[null].Where(name => !root.IsDefault(name)).Order(StringComparer.Ordinal)],
            });
        }

        return states;
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

    private async Task<bool> TryEnsureAsync(
        SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken) =>
        await LockRetry.Pipeline.ExecuteAsync(
            async token => await EnsureAsync(aggregate, slice, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    private Task<bool> EnsureAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
        async () =>
        {
            await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
            var missing = new List<SlicedTable>();
            foreach (var table in aggregate.Tables)
            {
                if (!await ExistsAsync(table.Partition(slice.Suffix), cancellationToken).ConfigureAwait(false))
                    missing.Add(table);
            }

            // One that was detached or dropped is not made anew.
            if (missing.Contains(aggregate.Tables[0])
                && (await _records.FindMadeAsync(aggregate.Root, [slice.Suffix], cancellationToken).ConfigureAwait(false)).Count > 0)
                return false;

            if (missing.Count > 0)
                await MakeAsync(aggregate, missing, slice, cancellationToken).ConfigureAwait(false);

            return missing.Count > 0;
        },
        cancellationToken);

    private async Task MakeAsync(
        SlicedAggregate aggregate, List<SlicedTable> missing, Slice slice, CancellationToken cancellationToken)
    {
        await _checks.RefuseWithoutKeysAsync(aggregate, missing, slice, cancellationToken).ConfigureAwait(false);
        foreach (var statement in Locks(missing).Concat(missing.SelectMany(table => table.Create(slice))))
            await ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);

        var waited = string.Join(" OR ", missing.Select(table => table.IsWaitedFor(slice)));
        if (await context.Database.SqlQueryRaw<bool>(SqlNames.EscapeBraces($"SELECT {waited} AS \"Value\"")).SingleAsync(cancellationToken)
            .ConfigureAwait(false))
        {
            await _checks.RefuseUnknownAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);
            foreach (var table in missing.Where(table => table.TimeColumn is not null))
                await _checks.RefuseMisplacedAsync(aggregate, table, slice, cancellationToken).ConfigureAwait(false);

            foreach (var table in missing)
                await ExecuteAsync(table.Fill(slice, await ColumnsAsync(table, cancellationToken).ConfigureAwait(false)), cancellationToken)
                    .ConfigureAwait(false);

            foreach (var table in missing.AsEnumerable().Reverse())
                await ExecuteAsync(table.Drain(slice), cancellationToken).ConfigureAwait(false);
        }

        foreach (var table in missing)
            await ExecuteAsync(table.Attach(slice), cancellationToken).ConfigureAwait(false);

        await _records.AddAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);
    }

    private Task<string> ColumnsAsync(SlicedTable table, CancellationToken cancellationToken) => context.Database.SqlQuery<string>(
        $"""
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS "Value" FROM pg_attribute
        WHERE attrelid = {table.Name}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        """).SingleAsync(cancellationToken);

    // Writers wait at the partitioned tables. A writer that waited at a default partition would find, after the
    // slice is attached, that its row does not belong there any more, and fail. The default partitions are locked as a
    // whole, because attaching needs that anyway. Rows are copied root first and deleted root last, as their keys require.
    private static IEnumerable<string> Locks(List<SlicedTable> missing)
    {
        var parents = string.Join(", ", missing.Select(table => $"ONLY {table.Name}"));
        var defaults = string.Join(", ", missing.Select(table => table.Default));
        return [$"LOCK TABLE {parents} IN SHARE ROW EXCLUSIVE MODE", $"LOCK TABLE {defaults} IN ACCESS EXCLUSIVE MODE"];
    }

    // By a catalog, whose lock makes the server read it again. The cache of this connection may not have what another one made
    // while this one waited.
    private Task<bool> ExistsAsync(string table, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<bool>($"SELECT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass({table})) AS \"Value\"")
            .SingleAsync(cancellationToken);

    // The names in the statements come from the model, and its identifiers are quoted where they need to be.
    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(sql, cancellationToken);
}
