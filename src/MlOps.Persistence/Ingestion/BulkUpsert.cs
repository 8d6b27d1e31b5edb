using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain.Governance;
using MlOps.Persistence.Auditing;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Ingestion.Rows;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Writes many entities of which some may be stored already: those are changed where they differ.</summary>
internal static class BulkUpsert
{
    private const int ChunkSize = 10_000;

    /// <param name="context">The context. If it has a transaction, the write joins it.</param>
    /// <param name="entities">Entities of one hierarchy. Of several with the same key the last one counts.</param>
    /// <param name="cancellationToken">Stops it; then nothing is stored.</param>
    /// <param name="replacesFilled">
    /// Whether a value that is filled once, or of a row that an application may only append, is replaced, as in a copy of what another
    /// table has.
    /// </param>
    /// <returns>How many entities were written.</returns>
    public static Task<long> RunAsync(
        DbContext context, IAsyncEnumerable<object> entities, CancellationToken cancellationToken, bool replacesFilled = false)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ContextTenant.GetTenantOptions(context);
        return context.InTransactionAsync(() => WriteAllAsync(context, entities, replacesFilled, cancellationToken), cancellationToken);
    }

    private static async Task<long> WriteAllAsync(
        DbContext context, IAsyncEnumerable<object> entities, bool replacesFilled, CancellationToken cancellationToken)
    {
        long written = 0;
        var check = new NavigationCheck(context);
        var sameKey = new RowKeyComparer(context);
        await foreach (var chunk in entities.Chunk(ChunkSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            RowPreparation.Prepare(context, chunk);
            check.Examine(chunk);
            var rows = chunk.GroupBy(row => row, sameKey).Select(same => same.Last()).ToList();
            await RefuseOtherKindsAsync(context, rows, cancellationToken).ConfigureAwait(false);
            await WriteAsync(context, rows, replacesFilled, cancellationToken).ConfigureAwait(false);
            // Before the write nothing knows which rows it will change, so that all count as changes.
            await BulkInsert.RunWithinAsync(context, BulkAudit.Describe(context, rows, AuditAction.Update), cancellationToken)
                .ConfigureAwait(false);
            written += rows.Count;
        }

        return written;
    }

    private static async Task WriteAsync(
        DbContext context, List<object> rows, bool replacesFilled, CancellationToken cancellationToken)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        if (await SmallBatch.TryWriteAsync(context, rows, OnConflict, cancellationToken).ConfigureAwait(false))
            return;

        // Refuses rows of a slice that was detached or dropped.
        await Batch.PlanAsync(context, rows, cancellationToken).ConfigureAwait(false);
        foreach (var group in CopyGroup.Of(context, rows))
        {
            try
            {
                await StagedCopy.WriteAsync(
                    (NpgsqlConnection)context.Database.GetDbConnection(), group, OnConflict(group), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (PostgresException e)
            {
                throw RefusedRow.Describe(context, e, group);
            }
        }

        string OnConflict(CopyGroup group) =>
            ConflictClause.Create(RowRules.For(context, group.Rows[0].GetType()).EntityType, group.Table, sql, replacesFilled);
    }

    // The row in the leaf of the other kind would stay, and the entity be two things at once.
    private static async Task RefuseOtherKindsAsync(DbContext context, List<object> rows, CancellationToken cancellationToken)
    {
        foreach (var kind in rows.GroupBy(row => row.GetType()))
        {
            var rules = RowRules.For(context, kind.Key);
            var entityType = rules.EntityType;
            if (entityType.GetMappingStrategy() != RelationalAnnotationNames.TptMappingStrategy)
                continue;

            var stored = await StoredRows.FindAsync(context, entityType.GetRootType(), [.. kind], cancellationToken)
                .ConfigureAwait(false);
            if (stored.Count == 0)
                continue;

            foreach (var other in entityType.GetRootType().GetDerivedTypes().Where(type => !type.IsAssignableFrom(entityType)))
            {
                var ofOther = await StoredRows.FindAsync(context, other, [.. stored], cancellationToken).ConfigureAwait(false);
                if (ofOther.FirstOrDefault() is { } row)
                    throw new DbUpdateException(
                        $"{rules.Describe(row)} is stored already, as {other.DisplayName()}. Nothing of the batch is stored.");
            }
        }
    }
}
