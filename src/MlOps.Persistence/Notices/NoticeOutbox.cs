using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Domain;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Notices;

/// <summary>
/// Sends notices to sinks. What is to be sent was stored before, and that it was sent is stored after it, so that a process which is killed
/// loses none. Such a notice may be sent twice.
/// </summary>
internal sealed class NoticeOutbox(MlOpsDbContext context, IReadOnlyList<INoticeSink> sinks, DateTimeOffset now, ILogger logger)
{
    private readonly List<string> _names = [.. sinks.Select(sink => sink.Name)];

    /// <summary>Sends what is due, the oldest first. After a failure, a sink gets no more in this run.</summary>
    /// <param name="deliveries">The deliveries that are still worth a try, with what the notices need.</param>
    /// <param name="describe">Makes the notice of a delivery.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>How many notices arrived.</returns>
    public async Task<int> SendAsync<TDelivery>(
        IQueryable<TDelivery> deliveries, Func<TDelivery, Notice> describe, CancellationToken cancellationToken)
        where TDelivery : NoticeDelivery
    {
        var waiting = await context.InTransactionAsync(
            () => deliveries
                .Where(delivery => delivery.DeliveredAt == null && delivery.NextAttemptAt <= now && _names.Contains(delivery.Sink))
                .OrderBy(delivery => delivery.Id)
                .ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var sent = 0;
        foreach (var sink in sinks)
        {
            foreach (var delivery in waiting.Where(delivery => delivery.Sink == sink.Name))
            {
                if (!await TrySendAsync(sink, delivery, describe, cancellationToken).ConfigureAwait(false))
                    break;

                sent++;
            }
        }

        return sent;
    }

    private async Task<bool> TrySendAsync<TDelivery>(
        INoticeSink sink, TDelivery delivery, Func<TDelivery, Notice> describe, CancellationToken cancellationToken)
        where TDelivery : NoticeDelivery
    {
        try
        {
            await sink.SendAsync(describe(delivery), cancellationToken).ConfigureAwait(false);
            delivery.Deliver(now);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a sink of an application throws: the next run tries again.
            var reason = DatabaseRefusal.Describe(e);
            delivery.Fail(reason, now);
            NoticeLog.NotDelivered(logger, delivery.Id, sink.Name, reason, delivery.NextAttemptAt);
        }

        await context.InTransactionAsync(() => context.SaveChangesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return delivery.DeliveredAt is not null;
    }
}
