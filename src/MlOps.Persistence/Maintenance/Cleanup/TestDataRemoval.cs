using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Cleanup;

/// <summary>Deletes the predictions that tests have written, with all that belongs to them.</summary>
/// <param name="context">A context of the tenant. Its login must be allowed to delete shadow scores, as the owner's is.</param>
public sealed class TestDataRemoval(MlOpsDbContext context)
{
    /// <summary>Counts them, and deletes none.</summary>
    /// <param name="source">Their source; null for any.</param>
    /// <param name="service">Their service; null for any.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<long> CountAsync(string? source, string? service, CancellationToken cancellationToken = default)
    {
        using var unlimited = new NoCommandTimeout(context);
        return Select(source, service).LongCountAsync(cancellationToken);
    }

    /// <summary>
    /// Deletes them, in batches, and enters each batch into the audit log. What is deleted stays deleted if it is stopped.
    /// </summary>
    /// <param name="source">Their source; null for any.</param>
    /// <param name="service">Their service; null for any.</param>
    /// <param name="by">Who deletes them.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many predictions were deleted.</returns>
    /// <exception cref="ArgumentException">Neither a source nor a service is given.</exception>
    /// <exception cref="MlOpsException">A legal hold keeps rows of the tenant.</exception>
    public async Task<long> DeleteAsync(
        string? source, string? service, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        if (source is null && service is null)
            throw new ArgumentException("Give a source or a service. Without one, all predictions would be deleted.", nameof(source));

        // Also if there are none of these rows.
        await HeldRows.RequireNoneAsync(context, cancellationToken).ConfigureAwait(false);
        return await context.DeleteInBatchesAsync(
            Select(source, service), BatchQueryExtensions.UsualBatch, RecordAsync, cancellationToken).ConfigureAwait(false);

        // With the batch, so that no row goes without an entry.
        async Task RecordAsync(int rows)
        {
            var entry = context.Add(AuditEntry.Record(
                by, AuditAction.Delete, nameof(Prediction), source ?? service!, at, Json.From(new { source, service, rows })));
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // A batch that is tried again enters it again.
                entry.State = EntityState.Detached;
            }
        }
    }

    private IQueryable<Prediction> Select(string? source, string? service) => context.Predictions.Where(prediction =>
        (source == null || prediction.Source == source) && (service == null || prediction.ServiceName == service));
}
