using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Stores the writes of a batch, each of them once, with a context of its own.</summary>
internal sealed class BatchStore(
    WriterContexts contexts, WriterCounters counters, TimeProvider clock, PredictionWriterOptions options)
{
    private readonly bool _isDurable = options.Durability == Durability.Journal;
    private readonly DurableCommit _commit = new(options.Durability == Durability.Journal);

    /// <param name="writes">The writes, in their order. Those that need no other attempt are removed, even when it throws.</param>
    /// <param name="early">Is given those that wait for their prediction.</param>
    /// <param name="mayBeStored">Whether there was an earlier attempt with an unknown outcome.</param>
    /// <param name="areManyEarly">Whether so many wait that no more may.</param>
    /// <param name="isLast">Whether the application ends. What waits stays in the journal then, or becomes a dead letter.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task StoreAsync(
        List<QueuedWrite> writes,
        List<QueuedWrite> early,
        bool mayBeStored,
        bool areManyEarly,
        bool isLast,
        CancellationToken cancellationToken)
    {
        // A caller may write the same object twice. The first time counts.
        var acceptedAt = new Lazy<Dictionary<object, long>>(() => writes
            .DistinctBy(write => write.Write.Content, ReferenceEqualityComparer.Instance)
            .ToDictionary(write => write.Write.Content, write => write.AcceptedAt, ReferenceEqualityComparer.Instance));
        var opened = contexts.Open();
        await using (opened.ConfigureAwait(false))
        {
            var context = opened.Context;
            await OpenAsync(context, cancellationToken).ConfigureAwait(false);
            var attempt = new StoreAttempt(
                context, counters, clock, _commit, mayBeStored || writes.Exists(write => write.IsReplayed), MayWait);
            try
            {
                List<Entity> entities = [.. writes.Select(write => write.Write.Entity).OfType<Entity>()];
                await attempt.StoreAsync(entities, cancellationToken).ConfigureAwait(false);
                // After the predictions, which the labels may belong to.
                List<Label> labels = [.. writes.Select(write => write.Write.Label).OfType<Label>()];
                await attempt.StoreAsync(labels, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                early.AddRange(writes.Where(write => attempt.IsEarly(write.Write)));
                writes.RemoveAll(write => attempt.HasSettled(write.Write) || attempt.IsEarly(write.Write));
            }
        }

        bool MayWait(object content) => isLast
            ? _isDurable
            : !areManyEarly && clock.GetElapsedTime(acceptedAt.Value[content]) < options.WaitForPrediction;
    }

    // A server that does not answer has no batch that is too large. The scope closes the connection.
    private static async Task OpenAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseRefusal.IsTimeout(e))
        {
            throw new MlOpsException(MlOpsError.ServerUnreachable, DatabaseRefusal.Describe(e), e);
        }
    }
}
