using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Makes a slice in one transaction, and moves the few rows into it that wait for it.</summary>
internal sealed class SliceMaker(DbContext context)
{
    private readonly SliceChecks _checks = new(context);
    private readonly SliceRecords _records = new(context);
    private readonly MissingSlices _missing = new(context);

    /// <summary>Makes what a slice lacks. Returns whether it lacked something.</summary>
    public async Task<bool> EnsureAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken) =>
        await LockRetry.Pipeline.ExecuteAsync(
            async token => await context.InTransactionAsync(() => TryEnsureAsync(aggregate, slice, token), token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    private async Task<bool> TryEnsureAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
        var missing = await _missing.FindAsync(aggregate, [slice], cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            await MakeAsync(aggregate, [.. missing.Select(partition => partition.Table)], slice, cancellationToken).ConfigureAwait(false);

        return missing.Count > 0;
    }

    private async Task MakeAsync(
        SlicedAggregate aggregate, IReadOnlyList<SlicedTable> missing, Slice slice, CancellationToken cancellationToken)
    {
        await _checks.RefuseWithoutKeysAsync(aggregate, missing, slice, cancellationToken).ConfigureAwait(false);
        var mayMove = await IsWaitedForAsync(missing, slice, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(mayMove ? SliceLocks.AgainstAll(missing) : SliceLocks.AgainstWriters(missing), cancellationToken)
            .ConfigureAwait(false);
        foreach (var statement in missing.SelectMany(table => table.Create(slice)))
            await ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);

        if (await IsWaitedForAsync(missing, slice, cancellationToken).ConfigureAwait(false))
        {
            // The first row may have arrived before the lock.
            if (!mayMove)
                await ExecuteAsync(SliceLocks.AgainstAll(missing), cancellationToken).ConfigureAwait(false);

            await _checks.RefuseUnknownAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);
            await SliceFill.RunAsync(context, missing, slice, cancellationToken).ConfigureAwait(false);
        }

        foreach (var table in missing)
            await ExecuteAsync(table.Attach(slice), cancellationToken).ConfigureAwait(false);

        await _records.AddAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> IsWaitedForAsync(IReadOnlyList<SlicedTable> tables, Slice slice, CancellationToken cancellationToken)
    {
        var waited = string.Join(" OR ", tables.Select(table => table.IsWaitedFor(slice)));
        return context.Database.SqlQueryRaw<bool>(SqlNames.EscapeBraces($"SELECT {waited} AS \"Value\"")).SingleAsync(cancellationToken);
    }

    // The names in the statements come from the model, and its identifiers are quoted where they need to be.
    private Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) => context.ExecuteSchemaAsync(sql, cancellationToken);
}
