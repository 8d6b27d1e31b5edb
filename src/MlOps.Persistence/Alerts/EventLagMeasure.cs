using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>The seconds since the last learning event, counted as far as events are usual in them.</summary>
internal sealed class EventLagMeasure : IAlertMeasure
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(35);

    public string Metric => AlertMetrics.EventLagSeconds;

    public bool DependsOnThreshold => true;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Their ids are in the order of their times, and the key is the only index without a type.
        var events = context.LearningEvents.AsNoTracking();
        var past = events.Within(new TimeWindow(now - Past, now));
        var last = await past.OrderByDescending(row => row.Id).Select(row => (DateTimeOffset?)row.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (last is not { } latest)
            return [Measured.Missing("", $"There was no learning event in the last {Shown.Span(Past)}.")];

        var (gap, tolerated) = (now - latest, TimeSpan.FromSeconds(Math.Max(1, rule.Threshold)));
        var observation = $"The last learning event is of {Shown.Time(latest)}.";
        if (gap <= tolerated)
            return [Found(gap, observation)];

        var first = await past.OrderBy(row => row.Id).Select(row => row.CreatedAt).FirstAsync(cancellationToken).ConfigureAwait(false);
        var usual = new UsualTime<LearningEvent>(events, first, tolerated);
        if (usual.CountWeeks(now) is var weeks && weeks == 0)
            return [Measured.Missing("", $"{observation} The first one is of {Shown.Time(first)}, and a week shows what is usual.")];

        var unusual = await usual.MeasureAsync(latest, now, cancellationToken).ConfigureAwait(false);
        return
        [
            Found(
                unusual,
                $"{observation} By the same hours of the {weeks} weeks before, at least {Shown.Number(unusual.TotalSeconds)} seconds of " +
                "that are unusual."),
        ];

        static Measured Found(TimeSpan time, string text) => Measured.Of(
            "", time.TotalSeconds, text, "See whether the programs that record events run and reach the database.");
    }
}
