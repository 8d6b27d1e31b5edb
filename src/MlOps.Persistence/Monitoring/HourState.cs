using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>The predictions of an hour that are there now.</summary>
/// <param name="Hour">The start of the hour.</param>
/// <param name="NumPredictions">How many there are.</param>
/// <param name="RowsHash">The hash of ids and scores. That of several hours is the exclusive or of them.</param>
internal sealed record HourState(DateTimeOffset Hour, long NumPredictions, long RowsHash)
{
    /// <summary>Lists the hours of a window that have predictions.</summary>
    public static Task<List<HourState>> ListAsync(
        MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window, CancellationToken cancellationToken)
    {
        var p = context.GetTable<Prediction>("p");
        return context.QuerySql<HourState>(
            $"""
            SELECT date_trunc('hour', {p[x => x.CreatedAt]}, 'UTC') AS "Hour", count(*) AS "NumPredictions",
                bit_xor({PredictionHash.Of(p)}) AS "RowsHash"
            FROM {p}
            WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = {monitor.ServiceName}
                AND {p[x => x.CreatedAt]} >= {window.Start} AND {p[x => x.CreatedAt]} < {window.End}
            GROUP BY 1
            """).ToListAsync(cancellationToken);
    }
}
