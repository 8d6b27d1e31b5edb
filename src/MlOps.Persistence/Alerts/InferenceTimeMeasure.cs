using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories;
using MlOps.Postgres;

namespace MlOps.Persistence.Alerts;

/// <summary>The time within which each service made 95% of its predictions.</summary>
internal sealed class InferenceTimeMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.InferenceTimeMs;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var window = rule.WindowUntil(now);
        var services = await ServiceNames.ListAsync(context, rule, window, cancellationToken).ConfigureAwait(false);
        if (services.Count == 0)
            return [Measured.Missing("", $"There was no prediction in the last {Shown.Span(rule.WindowLength)}.")];

        var found = (await ReadAsync(context, services, window, cancellationToken).ConfigureAwait(false))
            .ToDictionary(time => time.ServiceName);
        return [.. services.Select(service => found.GetValueOrDefault(service) switch
        {
            null => Measured.Missing(
                service,
                $"Service '{service}' stores no inference time. Set PredictionDetails.InferenceTimeMs, or column inference_time_ms."),
            { Count: < AnswerError.MinSample } few => Measured.Missing(
                service,
                $"{few.Count} predictions of service '{service}' of the last {Shown.Span(rule.WindowLength)} have an inference time, and " +
                $"{AnswerError.MinSample} are needed."),
            var time => Measured.Of(
                service,
                time.Milliseconds,
                $"5% of the predictions of service '{service}' took more than {Shown.Number(time.Milliseconds)} ms, by the {time.Count} " +
                $"of the last {Shown.Span(rule.WindowLength)} that have an inference time.",
                "Compare the versions that answer, and see whether the machine of the service is busy."),
        })];
    }

    private static Task<List<InferenceTime>> ReadAsync(
        MlOpsDbContext context, IReadOnlyList<string> services, TimeWindow window, CancellationToken cancellationToken)
    {
        var p = context.GetTable<Prediction>("p");
        var (first, end) = window.ToIdRange();
        return context.QuerySql<InferenceTime>(
            $"""
            SELECT {p[x => x.ServiceName]} AS "ServiceName", count(*) AS "Count",
                percentile_cont(0.95) WITHIN GROUP (ORDER BY {p[x => x.InferenceTimeMs]}) AS "Milliseconds"
            FROM {p}
            WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = ANY ({services.ToArray()})
                AND {p[x => x.Id]} >= {first} AND {p[x => x.Id]} < {end}
                AND {p[x => x.CreatedAt]} >= {window.Start} AND {p[x => x.CreatedAt]} < {window.End}
                AND {p[x => x.InferenceTimeMs]} IS NOT NULL
            GROUP BY 1
            """).ToListAsync(cancellationToken);
    }
}
