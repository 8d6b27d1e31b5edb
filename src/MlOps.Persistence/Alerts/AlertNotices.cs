using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Notices;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Alerts;

/// <summary>Plans the notices of alerts, and sends them.</summary>
internal sealed class AlertNotices(MlOpsDbContext context, IReadOnlyList<INoticeSink> sinks, DateTimeOffset now, ILogger logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

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
                context.AddRange(sinks.Select(sink => sink.Name)
                    .Where(sink => isOpen ? !alert.Rule!.IsSilencedAt(now) : planned.Contains((alert.Id, sink, AlertNoticeKind.Fired)))
                    .Where(sink => !planned.Contains((alert.Id, sink, isOpen ? AlertNoticeKind.Fired : AlertNoticeKind.Resolved)))
                    .Select(sink => AlertDelivery.Plan(alert, sink, now)));
            }

            return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Sends what is due and was planned within a day.</summary>
    /// <returns>How many notices arrived.</returns>
    public Task<int> SendAsync(CancellationToken cancellationToken) => new NoticeOutbox(context, sinks, now, logger).SendAsync(
        context.AlertDeliveries.Include(delivery => delivery.Alert).ThenInclude(alert => alert!.Rule)
            .Where(delivery => delivery.CreatedAt > now - Longest),
        delivery => AlertNotice.Of(delivery, delivery.Alert!, delivery.Alert!.Rule!),
        cancellationToken);
}
