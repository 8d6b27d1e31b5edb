using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Alerts;

/// <summary>
/// Sends notices of alerts to sinks. What is to be sent is stored first, and that it was sent after it, so that a process which is killed
/// loses none. Such a notice may be sent twice.
/// </summary>
internal sealed class AlertDispatch(MlOpsDbContext context, IReadOnlyList<IAlertSink> sinks, DateTimeOffset now, ILogger logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly List<string> _names = [.. sinks.Select(sink => sink.Name)];

    /// <summary>
    /// Plans the notices that are missing, of alerts that people fired or resolved too, and saves the context. There is none while the rule
    /// is silenced, and none of the end of an alert without one of its start.
    /// </summary>
    public Task<int> PlanAsync(CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            var alerts = await context.Alerts.AsNoTracking().Include(alert => alert.Rule)
                .Where(alert => alert.ResolvedAt == null || alert.ResolvedAt > now - Longest)
                .OrderBy(alert => alert.FiredAt)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var ids = alerts.ConvertAll(alert => alert.Id);
            var planned = (await context.AlertDeliveries
                .Where(delivery => ids.Contains(delivery.AlertId))
                .Select(delivery => new { delivery.AlertId, delivery.Sink, delivery.Notice })
                .ToListAsync(cancellationToken).ConfigureAwait(false))
                .Select(delivery => (delivery.AlertId, delivery.Sink, delivery.Notice)).ToHashSet();
            foreach (var alert in alerts)
            {
                var isOpen = alert.ResolvedAt is null;
                context.AddRange(_names
                    .Where(sink => isOpen ? !alert.Rule!.IsSilencedAt(now) : planned.Contains((alert.Id, sink, AlertNoticeKind.Fired)))
                    .Where(sink => !planned.Contains((alert.Id, sink, isOpen ? AlertNoticeKind.Fired : AlertNoticeKind.Resolved)))
                    .Select(sink => AlertDelivery.Plan(alert, sink, now)));
            }

            return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Sends what is due, the oldest first. After a failure, a sink gets no more in this run.</summary>
    /// <returns>How many notices arrived.</returns>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var waiting = await context.InTransactionAsync(
            () => context.AlertDeliveries.Include(delivery => delivery.Alert).ThenInclude(alert => alert!.Rule)
                .Where(delivery => delivery.DeliveredAt == null && delivery.NextAttemptAt <= now && delivery.CreatedAt > now - Longest)
                .Where(delivery => _names.Contains(delivery.Sink))
                .OrderBy(delivery => delivery.Id)
                .ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var sent = 0;
        foreach (var sink in sinks)
        {
            foreach (var delivery in waiting.Where(delivery => delivery.Sink == sink.Name))
            {
                if (!await TrySendAsync(sink, delivery, cancellationToken).ConfigureAwait(false))
                    break;

                sent++;
            }
        }

        return sent;
    }

    private async Task<bool> TrySendAsync(IAlertSink sink, AlertDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var notice = AlertNotice.Of(delivery, delivery.Alert!, delivery.Alert!.Rule!);
            await sink.SendAsync(notice, cancellationToken).ConfigureAwait(false);
            delivery.Deliver(now);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a sink of an application throws: the next run tries again.
            var reason = DatabaseRefusal.Describe(e);
            delivery.Fail(reason, now);
            AlertLog.NotDelivered(logger, delivery.AlertId, sink.Name, reason, delivery.NextAttemptAt);
        }

        await context.InTransactionAsync(() => context.SaveChangesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return delivery.DeliveredAt is not null;
    }
}
