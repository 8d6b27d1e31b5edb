using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres.RowSecurity;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// Moves many rows from the default partitions into slices that nobody has made yet. The rows are copied while others write. Triggers
/// record what changes meanwhile, and it is copied again. One short transaction then attaches the slices, and puts tables with the
/// rows of other periods in the place of the default partitions. If the process dies before, the next one drops the copies and begins
/// anew.
/// </summary>
internal sealed class SliceDrain(DbContext context, SlicedAggregate aggregate, MakerTurn turn)
{
    // All queue behind a lock that is waited for. Where queries always take longer than this, it waits as long as other maintenance.
    private const string LockTimeout = "SET LOCAL lock_timeout = '50ms'";
    private const int ShortAttempts = 10;

    // Each is looked up by its key, whatever the statistics say of tables that have just been filled. The planner then believes that
    // each statement is worth compiling, which takes 0.1 s.
    private const string ByKey =
        "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off";

    private const string OneSnapshot = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    // So few are left for the exchange, unless they are never so few.
    private const int FewChanges = 100;
    private const int MostPasses = 50;

    private readonly SliceChecks _checks = new(context);
    private readonly SliceRecords _records = new(context);
    private readonly DrainLeftovers _leftovers = new(context);
    private readonly DefaultCheck _check = new(context);

    private IReadOnlyList<DrainedTable> _tables = [];
    private IReadOnlyList<string> _forced = [];
    private string _shape = "";
    private int _attempts;

    public async Task RunAsync(IReadOnlyList<MissingPartition> missing, CancellationToken cancellationToken)
    {
        await RepeatAsync(token => PrepareAsync(missing, token), cancellationToken).ConfigureAwait(false);
        await InTransactionAsync(() => RunEachAsync(_tables.SelectMany(table => table.Copy()), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await InTransactionAsync(() => RunEachAsync(_tables.SelectMany(table => table.Analyze()), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await LockRetry.Pipeline.ExecuteAsync(
            async token =>
            {
                await FollowAsync(token).ConfigureAwait(false);
                await InTransactionAsync(() => ExchangeAsync(token), token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await _leftovers.DropAsync(aggregate, cancellationToken).ConfigureAwait(false);
        await RepeatAsync(token => RunEachAsync(_tables.Select(table => table.RenameIndexes), token), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task PrepareAsync(IReadOnlyList<MissingPartition> missing, CancellationToken cancellationToken)
    {
        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
        foreach (var slice in missing.GroupBy(partition => partition.Slice))
        {
            await _checks.RefuseWithoutKeysAsync(aggregate, [.. slice.Select(partition => partition.Table)], slice.Key, cancellationToken)
                .ConfigureAwait(false);
            await _checks.RefuseUnknownAsync(aggregate, slice.Key, cancellationToken).ConfigureAwait(false);
        }

        await _checks.RefuseViewsAsync(aggregate, cancellationToken).ConfigureAwait(false);
        var tables = new List<DrainedTable>();
        foreach (var table in aggregate.Tables)
            tables.Add(new DrainedTable(
                table,
                [.. missing.Where(partition => partition.Table == table).Select(partition => partition.Slice)],
                await context.ListColumnsAsync(table, cancellationToken).ConfigureAwait(false)));

        await RunEachAsync(tables.SelectMany(table => table.Prepare(DrainLeftovers.MarkOf(aggregate))), cancellationToken)
            .ConfigureAwait(false);
        // Writers wait from here on. Whatever began to write before has ended, and its rows are copied.
        await RunEachAsync([LockTimeout, .. tables.Select(table => table.Watch)], cancellationToken).ConfigureAwait(false);
        _forced = await context.ListForcedAsync(aggregate.Tables, cancellationToken).ConfigureAwait(false);
        _shape = await DefaultShape.ReadAsync(context, aggregate, cancellationToken).ConfigureAwait(false);
        _tables = tables;
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        for (var (pass, changes) = (0, long.MaxValue); changes > FewChanges && pass < MostPasses; pass++)
            await RepeatAsync(async token => changes = await FollowOnceAsync(token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
    }

    // In one snapshot the rows of all tables belong together.
    private async Task<long> FollowOnceAsync(CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(OneSnapshot, cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> ApplyAsync(CancellationToken cancellationToken)
    {
        var counts = await context.CountRowsAsync([.. _tables.Select(table => table.Changes)], cancellationToken).ConfigureAwait(false);
        var changed = _tables.Where((_, i) => counts[i] > 0).ToList();
        if (changed.Count > 0)
            await RunAsync(
                [
                    ByKey,
                    .. changed.AsEnumerable().Reverse().SelectMany(table => table.Remove()),
                    .. changed.SelectMany(table => table.Add()),
                    .. changed.Select(table => table.Forget),
                ],
                cancellationToken).ConfigureAwait(false);

        return counts.Sum();
    }

    private async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
        if (_attempts++ < ShortAttempts)
            await context.ExecuteSchemaAsync(LockTimeout, cancellationToken).ConfigureAwait(false);

        await context.ExecuteSchemaAsync(SliceLocks.AgainstAllWithKeys(aggregate.Tables), cancellationToken).ConfigureAwait(false);
        if (await DefaultShape.ReadAsync(context, aggregate, cancellationToken).ConfigureAwait(false) != _shape)
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The slices of {aggregate.Root} are not made: its tables were migrated, rewritten or truncated while the rows that wait " +
                "for the slices were copied. All rows are where they were. Make the slices again.");

        await ApplyAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(
            [
                DrainLeftovers.DropFunctions(aggregate),
                .. aggregate.Tables.SelectMany(table => table.DropAlignedKeys()),
                .. _tables.Reverse().SelectMany(table => table.Replace(DrainLeftovers.MarkOf(aggregate))),
                // Adding a key looks for the rows of all tenants.
                .. _forced.Select(RowSecuritySql.DisableForce),
                .. aggregate.Tables.SelectMany(table => table.AddAlignedKeys()),
                .. _forced.Select(RowSecuritySql.EnableForce),
            ],
            cancellationToken).ConfigureAwait(false);
        if (aggregate.Tables[0].TimeColumn is not null)
            await _check.AddAsync(aggregate, cancellationToken).ConfigureAwait(false);

        foreach (var slice in _tables.SelectMany(table => table.Slices).Distinct())
            await _records.AddAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);

        // Without its turn it would have copied beside another process.
        await turn.RequireAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunEachAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
            await context.ExecuteSchemaAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    // In one round trip, since all wait for the exchange.
    private Task<int> RunAsync(IEnumerable<string> statements, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(string.Join(";\n", statements.Select(statement => statement.TrimEnd(';'))), cancellationToken);

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await LockRetry.Pipeline.ExecuteAsync(
            async token => await InTransactionAsync(() => work(token), token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    private Task<bool> InTransactionAsync(Func<Task> work, CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
