using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>An hour of a service of which rows or labels came lately.</summary>
internal sealed record LateHour(string ServiceName, DateTimeOffset Hour)
{
    /// <summary>Lists the hours of what came in a span of time.</summary>
    /// <param name="context">The context.</param>
    /// <param name="arrival">When it came.</param>
    /// <param name="labelsSince">The time of the oldest predictions whose labels count.</param>
    /// <param name="services">The services that are watched.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static Task<List<LateHour>> ListAsync(
        MlOpsDbContext context,
        TimeWindow arrival,
        DateTimeOffset labelsSince,
        string[] services,
        CancellationToken cancellationToken)
    {
        var p = context.GetTable<Prediction>("p");
        return context.QuerySql<LateHour>(
            $"""
            SELECT {p[x => x.ServiceName]} AS "ServiceName", date_trunc('hour', {p[x => x.CreatedAt]}, 'UTC') AS "Hour"
            FROM {p}
            WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = ANY ({services})
                AND {p[x => x.ReceivedAt]} >= {arrival.Start} AND {p[x => x.ReceivedAt]} < {arrival.End}
            UNION
            SELECT {p[x => x.ServiceName]}, date_trunc('hour', {p[x => x.CreatedAt]}, 'UTC')
            FROM {p}
            WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = ANY ({services})
                AND {p[x => x.CreatedAt]} >= {labelsSince}
                AND {p[x => x.LabelReceivedAt]} >= {arrival.Start} AND {p[x => x.LabelReceivedAt]} < {arrival.End}
            """).ToListAsync(cancellationToken);
    }
}
