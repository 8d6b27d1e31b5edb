using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Notices;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Retraining;

/// <summary>Plans the notices of retraining requests, and sends them.</summary>
internal sealed class RetrainingNotices(
    MlOpsDbContext context, IReadOnlyList<INoticeSink> sinks, DateTimeOffset now, ILogger logger)
{
    /// <summary>Plans the notices that are missing, of requests that people opened too, and saves the context.</summary>
    public Task<int> PlanAsync(CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            var requests = await context.RetrainingRequests.AsNoTracking()
                .Where(request => request.AnsweredAt == null && request.ClosedAt == null)
                .OrderBy(request => request.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var ids = requests.ConvertAll(request => request.Id);
            var planned = (await context.RetrainingDeliveries
                .Where(delivery => ids.Contains(delivery.RequestId))
                .Select(delivery => new { delivery.RequestId, delivery.Sink })
                .ToListAsync(cancellationToken).ConfigureAwait(false))
                .Select(delivery => (delivery.RequestId, delivery.Sink)).ToHashSet();
            context.AddRange(
                from request in requests
                from sink in sinks
                where !planned.Contains((request.Id, sink.Name))
                select RetrainingDelivery.Plan(request, sink.Name, now));
            return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Sends what is due. Nobody needs to hear of a request that is answered or closed.</summary>
    /// <returns>How many notices arrived.</returns>
    public Task<int> SendAsync(CancellationToken cancellationToken) => new NoticeOutbox(context, sinks, now, logger).SendAsync(
        context.RetrainingDeliveries.Include(delivery => delivery.Request)
            .Where(delivery => delivery.Request!.AnsweredAt == null && delivery.Request.ClosedAt == null),
        delivery => RetrainingNotice.Of(delivery, delivery.Request!),
        cancellationToken);
}
