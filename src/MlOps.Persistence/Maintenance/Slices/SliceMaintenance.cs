using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Makes the slices of partitioned tables ahead of time. Run it as the owner of the tables.</summary>
/// <param name="context">Any context that UseMlOps configured.</param>
public sealed class SliceMaintenance(DbContext context)
{
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

        using var unlimited = new NoCommandTimeout(context);
        var made = new List<string>();
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            foreach (var slice in Slice.Between(from, to, aggregate.Interval))
            {
                if (!await TryEnsureAsync(aggregate, slice, cancellationToken).ConfigureAwait(false))
                    continue;

                made.Add(aggregate.Tables[0].Partition(slice.Suffix));
                report(made[^1]);
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
            var partitions = (await PartitionsAsync(root, cancellationToken).ConfigureAwait(false)).ToLookup(root.SliceOf);
            var waiting = string.Join(" + ", aggregate.Tables.Select(table => $"(SELECT count(*) FROM {table.Default})"));
            var rows = await context.Database.SqlQueryRaw<long>(SqlNames.EscapeBraces($"SELECT {waiting} AS \"Value\""))
                .SingleAsync(cancellationToken).ConfigureAwait(false);
            var slices = partitions.Where(partition => partition.Key is not null).Select(partition => partition.Key!.Value.End).ToList();
            states.Add(new SliceState(aggregate.Root, slices.Count, slices is [] ? null : slices.Max(), rows)
            {
                OtherPartitions = [.. partitions[null].Where(name => !root.IsDefault(name)).Order(StringComparer.Ordinal)],
            });
        }

        return states;
    }

    private async Task<bool> TryEnsureAsync(
        SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken) =>
        await LockRetry.Pipeline.ExecuteAsync(
            async token => await EnsureAsync(aggregate, slice, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    private Task<bool> EnsureAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken) => OwnTransaction.RunAsync(
        context,
        async () =>
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

            if (missing.Count > 0)
                await MakeAsync(aggregate, missing, slice, cancellationToken).ConfigureAwait(false);

            return missing.Count > 0;
        },
        cancellationToken);

    private async Task MakeAsync(
        SlicedAggregate aggregate, List<SlicedTable> missing, Slice slice, CancellationToken cancellationToken)
    {
        await RefuseWithoutKeysAsync(aggregate, missing, slice, cancellationToken).ConfigureAwait(false);
        foreach (var statement in Locks(missing).Concat(missing.SelectMany(table => table.Create(slice))))
            await ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);

        var waited = string.Join(" OR ", missing.Select(table => table.IsWaitedFor(slice)));
        if (await context.Database.SqlQueryRaw<bool>(SqlNames.EscapeBraces($"SELECT {waited} AS \"Value\"")).SingleAsync(cancellationToken)
            .ConfigureAwait(false))
        {
            await RefuseUnknownAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);
            foreach (var table in missing.Where(table => table.TimeColumn is not null))
                await RefuseMisplacedAsync(aggregate, table, slice, cancellationToken).ConfigureAwait(false);

            foreach (var table in missing)
                await ExecuteAsync(table.Fill(slice, await ColumnsAsync(table, cancellationToken).ConfigureAwait(false)), cancellationToken)
                    .ConfigureAwait(false);

            foreach (var table in missing.AsEnumerable().Reverse())
                await ExecuteAsync(table.Drain(slice), cancellationToken).ConfigureAwait(false);
        }

        foreach (var table in missing)
            await ExecuteAsync(table.Attach(slice), cancellationToken).ConfigureAwait(false);
    }

    // Moved rows are deleted from the default partition, and with them what refers to them by ON DELETE CASCADE. What the
    // model knows moves along, but not the leaf of a newer version, nor a table that somebody added by hand.
    private async Task RefuseUnknownAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        var (tables, known) =
            (aggregate.Tables.Select(table => table.Name).ToArray(), aggregate.Tables.Select(table => table.Default).ToArray());
        var unknown = await context.Database.SqlQuery<string>(
            $"""
            SELECT DISTINCT conrelid::regclass || ' refers to ' || confrelid::regclass AS "Value" FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND confrelid = ANY ({tables}::text[]::regclass[]) AND conrelid <> ALL ({known}::text[]::regclass[])
            ORDER BY 1
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (unknown.Count > 0)
            throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"The rows that wait for slice {slice.Suffix} of {aggregate.Root} stay where they are: {string.Join(", ", unknown)}. " +
                "This version does not know that table, so its rows would not move along. Make the slice with the version that " +
                "migrated the database. If somebody added the table by hand, drop its foreign key.");
    }

    // The keys of a slice are its own, made from the model: a key of a newer version would be missing forever.
    private async Task RefuseWithoutKeysAsync(
        SlicedAggregate aggregate, List<SlicedTable> missing, Slice slice, CancellationToken cancellationToken)
    {
        var (defaults, keys) = (missing.Select(table => table.Default).ToArray(), missing.SelectMany(table => table.Keys).ToArray());
        var unknown = await context.Database.SqlQuery<string>(
            $"""
            SELECT conname || ' of ' || conrelid::regclass AS "Value" FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ({defaults}::text[]::regclass[]) AND conname <> ALL ({keys})
            ORDER BY 1
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (unknown.Count > 0)
            throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"Slice {slice.Suffix} of {aggregate.Root} is not made: it would lack the foreign key {string.Join(", ", unknown)}, " +
                "which this version does not know. Make the slice with the version that migrated the database. If somebody added the " +
                "key by hand, drop it.");
    }

    // The slice would refuse them, since its CHECK lets the planner look for that time in another one.
    private async Task RefuseMisplacedAsync(SlicedAggregate aggregate, SlicedTable table, Slice slice, CancellationToken cancellationToken)
    {
        var rows = await context.Database.SqlQueryRaw<MisplacedRows>(SqlNames.EscapeBraces(table.CountMisplaced(slice)))
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Count > 0)
            throw new MlOpsException(
                MlOpsError.MisplacedRows,
                $"The rows that wait for slice {slice.Suffix} of {aggregate.Root} stay where they are: in {table.Default} " +
                $"{table.TimeColumn} of {rows.Count} of them is not the time of its id: " +
                $"{rows.Ids}{(rows.Count > SlicedTable.MaxNamed ? ", …" : "")}. Set {table.TimeColumn} to the time that the id was " +
                $"made from, in the slice's span from {slice.Start:O} to {slice.End:O}, or delete these rows, and run it again.");
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
        context.Database.SqlQuery<bool>($"SELECT EXISTS (SELECT FROM pg_class WHERE oid = to_regclass({table})) AS \"Value\"")
            .SingleAsync(cancellationToken);

    private Task<List<string>> PartitionsAsync(SlicedTable root, CancellationToken cancellationToken) => context.Database.SqlQuery<string>(
        $"SELECT relname::text AS \"Value\" FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = {root.Name}::regclass")
        .ToListAsync(cancellationToken);

    // The names in the statements come from the model, and its identifiers are quoted where they need to be.
    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(sql, cancellationToken);

    private sealed record MisplacedRows(long Count, string? Ids);
}
