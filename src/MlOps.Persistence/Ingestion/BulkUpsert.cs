using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Writes many entities of which some may be stored already: those are changed where they differ.</summary>
internal static class BulkUpsert
{
    private const int ChunkSize = 10_000;

    // A label is recorded once and corrected with a reason, never overwritten by the way.
    private static readonly string[] FilledOnce =
        [nameof(Prediction.ActualValue), nameof(Prediction.LabelledAt), nameof(Prediction.SupersededLabels)];

    /// <param name="context">The context, whose transaction is joined if there is one.</param>
    /// <param name="entities">Entities of one hierarchy. Of several with the same key the last one counts.</param>
    /// <param name="cancellationToken">Stops it; then nothing is stored.</param>
    /// <returns>How many entities were written.</returns>
    public static Task<long> RunAsync(
        MlOpsDbContext context, IAsyncEnumerable<Entity> entities, CancellationToken cancellationToken) =>
        SavepointScope.RunAsync(
            context,
            async () =>
            {
                long written = 0;
                var check = new NavigationCheck(context);
                await foreach (var chunk in entities.Chunk(ChunkSize).WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    TenantCheck.Stamp(context, chunk);
                    check.Examine(chunk);
                    var rows = chunk.GroupBy(row => row.Id).Select(same => same.Last()).ToList();
                    await RefuseOtherKindsAsync(context, rows, cancellationToken).ConfigureAwait(false);
                    await WriteAsync(context, rows, cancellationToken).ConfigureAwait(false);
                    written += rows.Count;
                }

                return written;
            },
            cancellationToken);

    private static async Task WriteAsync(
        MlOpsDbContext context, List<Entity> rows, CancellationToken cancellationToken)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        foreach (var group in CopyGroup.Of(context, rows))
        {
            var onConflict = ConflictClause.For(
                CopyPlan.For(context, group.Rows[0].GetType()).EntityType, group.Table, group.Rows[0] is Prediction ? FilledOnce : [], sql);
            try
            {
                await StagedCopy.WriteAsync(
                    (NpgsqlConnection)context.Database.GetDbConnection(), group.Table, group.Rows, onConflict, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (PostgresException e)
            {
                throw RefusedRow.Describe(e, group);
            }
        }
    }

    // The leaf of another kind would keep its row, and the entity be two things at once.
    private static async Task RefuseOtherKindsAsync(
        MlOpsDbContext context, List<Entity> rows, CancellationToken cancellationToken)
    {
        foreach (var kind in rows.GroupBy(row => row.GetType()))
        {
            var entityType = CopyPlan.For(context, kind.Key).EntityType;
            if (entityType.GetMappingStrategy() != RelationalAnnotationNames.TptMappingStrategy)
                continue;

            List<Entity> ofKind = [.. kind];
            var stored = await StoredRows.FindAsync(context, entityType.GetRootType(), ofKind, cancellationToken).ConfigureAwait(false);
            if (stored.Count == 0)
                continue;

            foreach (var other in entityType.GetRootType().GetDerivedTypes().Where(type => !type.IsAssignableFrom(entityType)))
            {
                if ((await StoredRows.FindAsync(context, other, [.. stored], cancellationToken).ConfigureAwait(false)).FirstOrDefault() is { } row)
                {
                    throw new DbUpdateException(
                        $"{kind.Key.Name} {row.Id} is stored already, as {other.DisplayName()}. Nothing of the batch is stored.");
                }
            }
        }
    }
}
