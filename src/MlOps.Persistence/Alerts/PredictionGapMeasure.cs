using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>The minutes since the last prediction of each service, counted as far as predictions are usual in them.</summary>
internal sealed class PredictionGapMeasure : IAlertMeasure
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(35);

    public string Metric => AlertMetrics.MinutesWithoutPredictions;

    public bool DependsOnThreshold => true;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var past = new TimeWindow(now - Past, now);
        var measured = new List<Measured>();
        foreach (var service in await ServiceNames.ListAsync(context, rule, past, cancellationToken).ConfigureAwait(false))
            measured.Add(await MeasureAsync(context, service, rule, past, cancellationToken).ConfigureAwait(false));

        return measured.Count > 0 ? measured : [Measured.Missing("", $"There was no prediction in the last {Shown.Span(Past)}.")];
    }

    private static async Task<Measured> MeasureAsync(
        MlOpsDbContext context, string service, AlertRule rule, TimeWindow past, CancellationToken cancellationToken)
    {
        IQueryable<Prediction> rows = context.Predictions.Where(prediction => prediction.ServiceName == service);
        var last = await rows.Within(past).MaxAsync(row => (DateTimeOffset?)row.CreatedAt, cancellationToken).ConfigureAwait(false);
        if (last is not { } latest)
            return Measured.Missing(service, $"Service '{service}' has made no prediction in the last {Shown.Span(Past)}.");

        var (gap, tolerated) = (past.End - latest, TimeSpan.FromMinutes(Math.Max(1, rule.Threshold)));
        var observation = $"Service '{service}' has made no prediction since {Shown.Time(latest)}.";
        if (gap <= tolerated)
            return Found(gap, observation);

        var first = await rows.Within(past).MinAsync(row => row.CreatedAt, cancellationToken).ConfigureAwait(false);
        var usual = new UsualTime<Prediction>(rows, first, tolerated);
        if (usual.CountWeeks(past.End) is var weeks && weeks == 0)
            return Measured.Missing(
                service, $"{observation} Its first one was at {Shown.Time(first)}, and a week shows what is usual.");

        var unusual = await usual.MeasureAsync(latest, past.End, cancellationToken).ConfigureAwait(false);
        return Found(
            unusual,
            $"{observation} By the same hours of the {weeks} weeks before, at least {Shown.Number(unusual.TotalMinutes)} minutes of that " +
            "are unusual.");

        Measured Found(TimeSpan time, string text) => Measured.Of(
            service,
            time.TotalMinutes,
            text,
            "See whether the service runs and reaches the database, and type 'mlops dead-letters list' to see what was refused.");
    }
}
