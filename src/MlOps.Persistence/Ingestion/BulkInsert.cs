using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Ingestion;

/// <summary>Writes many new entities by COPY: all of them or, when one is refused, none.</summary>
internal static class BulkInsert
{
    // How many rows of a stream are in memory.
    private const int ChunkSize = 10_000;

    /// <summary>
    /// Stores entities of any types, of one hierarchy or of several, and returns how many. Joins the context's
    /// transaction if there is one.
    /// </summary>
    /// <exception cref="DbUpdateException">The server refused a row; the message says of which table and why.</exception>
    public static Task<long> RunAsync(DbContext context, IEnumerable<object> entities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entities);
        object[] rows = [.. entities];
        // All rows are in memory anyway, and each chunk costs a COPY for each table.
        IEnumerable<object[]> chunks = rows.Length == 0 ? [] : [rows];
        return RunAsync(context, chunks.ToAsyncEnumerable(), cancellationToken);
    }

    /// <summary>The same for a stream of any length, in constant memory and still in one transaction.</summary>
    /// <exception cref="DbUpdateException">The server refused a row; the message says of which table and why.</exception>
    public static Task<long> RunAsync(
        DbContext context, IAsyncEnumerable<object> entities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return RunAsync(context, entities.Chunk(ChunkSize), cancellationToken);
    }

    /// <summary>Makes the slices that entities will need, for a caller that stores them within a transaction later.</summary>
    public static async Task EnsureSlicesAsync(
        DbContext context, IReadOnlyList<object> entities, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Batch.PlanWithSlicesAsync(context, entities, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Stores entities within the transaction of the context. If it fails, the caller undoes what was stored until then.
    /// </summary>
    public static async Task RunWithinAsync(DbContext context, IReadOnlyList<object> entities, CancellationToken cancellationToken)
    {
        RowPreparation.Prepare(context, entities);
        var batch = await Batch.PlanAsync(context, entities, cancellationToken).ConfigureAwait(false);
        await batch.CopyAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<long> RunAsync(
        DbContext context, IAsyncEnumerable<object[]> batches, CancellationToken cancellationToken)
    {
        // Also of a context that stores nothing in the end: it is a mistake of its configuration.
        ContextTenant.GetTenantOptions(context);
        var chunks = batches.GetAsyncEnumerator(cancellationToken);
        await using (chunks.ConfigureAwait(false))
        {
            if (!await chunks.MoveNextAsync().ConfigureAwait(false))
                return 0;

            SavepointScope.RequireLiveTransaction(context);
            var check = new NavigationCheck(context);
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var first = await PlanFirstAsync(context, chunks.Current, check, cancellationToken).ConfigureAwait(false);
                return await SavepointScope.RunAsync(
                    context, () => CopyAsync(context, first, chunks, check, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await context.Database.CloseConnectionAsync().ConfigureAwait(false);
            }
        }
    }

    private static Task<Batch> PlanFirstAsync(
        DbContext context, object[] chunk, NavigationCheck check, CancellationToken cancellationToken)
    {
        RowPreparation.Prepare(context, chunk);
        check.Examine(chunk);
        return context.Database.CurrentTransaction is null
            ? Batch.PlanWithSlicesAsync(context, chunk, cancellationToken)
            : Batch.PlanAsync(context, chunk, cancellationToken);
    }

    private static async Task<long> CopyAsync(
        DbContext context,
        Batch first,
        IAsyncEnumerator<object[]> chunks,
        NavigationCheck check,
        CancellationToken cancellationToken)
    {
        var batch = first;
        long stored = 0;
        while (true)
        {
            var count = chunks.Current.Length;
            var isLast = !await chunks.MoveNextAsync().ConfigureAwait(false);
            // Before the server refuses the row that refers to what is missing, which says less.
            if (isLast)
                check.RequireNothingMissing();

            await batch.CopyAsync(context, cancellationToken).ConfigureAwait(false);
            stored += count;
            if (isLast)
                return stored;

            RowPreparation.Prepare(context, chunks.Current);
            check.Examine(chunks.Current);
            batch = await Batch.PlanAsync(context, chunks.Current, cancellationToken).ConfigureAwait(false);
        }
    }
}
