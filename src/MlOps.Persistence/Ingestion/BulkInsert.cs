using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Auditing;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Ingestion;

/// <summary>Writes new entities in bulk: all of them or, when one is refused, none.</summary>
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

    /// <summary>
    /// Stores entities within the transaction of the context. If it fails, the caller undoes what was stored until then.
    /// </summary>
    public static async Task RunWithinAsync(DbContext context, IReadOnlyList<object> entities, CancellationToken cancellationToken)
    {
        RowPreparation.Prepare(context, entities);
        await WriteAsync(context, entities, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(DbContext context, IReadOnlyList<object> entities, CancellationToken cancellationToken)
    {
        if (await SmallBatch.TryWriteAsync(context, entities, onConflict: null, cancellationToken).ConfigureAwait(false))
            return;

        var batch = await Batch.PlanAsync(context, entities, cancellationToken).ConfigureAwait(false);
        await batch.CopyAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<long> RunAsync(
        DbContext context, IAsyncEnumerable<object[]> batches, CancellationToken cancellationToken)
    {
        // Also of a context that stores nothing in the end: it is a mistake of its configuration.
        ContextTenant.GetTenantOptions(context);
        var check = new NavigationCheck(context);
        var chunks = PrepareAsync(context, batches, check, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (chunks.ConfigureAwait(false))
        {
            // Bad rows are refused before anything asks the server.
            if (!await chunks.MoveNextAsync().ConfigureAwait(false))
                return 0;

            return await context.InTransactionAsync(() => CopyAsync(context, chunks, check, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<object[]> PrepareAsync(
        DbContext context,
        IAsyncEnumerable<object[]> chunks,
        NavigationCheck check,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            RowPreparation.Prepare(context, chunk);
            check.Examine(chunk);
            yield return chunk;
        }
    }

    private static async Task<long> CopyAsync(
        DbContext context, IAsyncEnumerator<object[]> chunks, NavigationCheck check, CancellationToken cancellationToken)
    {
        long stored = 0;
        bool isLast;
        do
        {
            var chunk = chunks.Current;
            isLast = !await chunks.MoveNextAsync().ConfigureAwait(false);
            // Before the server refuses the row that refers to what is missing, which says less.
            if (isLast)
                check.RequireNothingMissing();

            var audit = BulkAudit.Describe(context, chunk, AuditAction.Insert);
            RowPreparation.Prepare(context, audit);
            await WriteAsync(context, audit.Count == 0 ? chunk : [.. chunk, .. audit], cancellationToken).ConfigureAwait(false);
            stored += chunk.Length;
        }
        while (!isLast);

        return stored;
    }
}
