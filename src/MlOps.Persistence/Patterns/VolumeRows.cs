using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Patterns;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Alerts;
using MlOps.Postgres;

namespace MlOps.Persistence.Patterns;

/// <summary>How many predictions a service made in an hour, so many weeks before a day.</summary>
internal sealed record VolumeRows(string ServiceName, int Week, int Hour, long Count)
{
    /// <summary>Counts the predictions of a day and of the same days before. It reads the rows of these days, from an index.</summary>
    /// <param name="context">The context.</param>
    /// <param name="day">The start of the day, in UTC.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static async Task<IEnumerable<ServiceDay>> ListAsync(
        MlOpsDbContext context, DateTimeOffset day, CancellationToken cancellationToken)
    {
        DateTimeOffset[] days = [.. Enumerable.Range(0, VolumeDetector.MostWeeks + 1).Select(week => day.AddDays(-7 * week))];
        var services = await ServiceNames.ListAsync(context, new(days[^1], day.AddDays(1)), cancellationToken).ConfigureAwait(false);
        string[] names = [.. services];
        var p = context.GetTable<Prediction>("p");
        var rows = await context.QuerySql<VolumeRows>(
            $"""
            SELECT s.name AS "ServiceName", (w.place - 1)::integer AS "Week", h.hour AS "Hour", h.count AS "Count"
            FROM unnest({names}) AS s (name) CROSS JOIN unnest({days}) WITH ORDINALITY AS w (day, place)
            CROSS JOIN LATERAL (
                SELECT extract(hour FROM {p[x => x.CreatedAt]} AT TIME ZONE 'UTC')::integer AS hour, count(*) AS count
                FROM {p}
                WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = s.name
                    AND {p[x => x.CreatedAt]} >= w.day AND {p[x => x.CreatedAt]} < w.day + interval '24 hours'
                GROUP BY 1) AS h
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.GroupBy(row => row.ServiceName).Select(service => ToDay(service.Key, day, [.. service]));
    }

    private static ServiceDay ToDay(string service, DateTimeOffset day, List<VolumeRows> rows)
    {
        var weeks = rows.Max(row => row.Week);
        var counts = Enumerable.Range(0, weeks + 1).Select(_ => new long[24]).ToList();
        foreach (var row in rows)
            counts[row.Week][row.Hour] = row.Count;

        return new ServiceDay(service, day, counts[0], [.. counts.Skip(1)]);
    }
}
