using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Judges a metric of alert rules, whether or not there is a rule for it.</summary>
/// <param name="name">The part that it checks.</param>
/// <param name="metric">The metric.</param>
/// <param name="degraded">A value above it is degraded.</param>
/// <param name="unhealthy">A value above it is unhealthy.</param>
/// <param name="window">The length of the window over which the metric is computed.</param>
internal sealed class MeasureProbe(string name, string metric, double degraded, double unhealthy, TimeSpan window) : IHealthProbe
{
    // The page is one screen.
    private const int ShownSubjects = 5;

    public string Name => name;

    /// <summary>Whether it is degraded that a subject which is known has no value: a writer that gives no sign of life.</summary>
    public bool NeedsValue { get; init; }

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rule = AlertRule.Define(name, metric, AlertCondition.Above, degraded, window, AlertLevel.Warning, now);
        var measured = await AlertMeasures.All[metric].MeasureAsync(context, rule, now, cancellationToken).ConfigureAwait(false);
        var judged = measured.Select(one => (State: Judge(one), Measured: one)).ToList();
        var worst = judged.Max(one => one.State);
        var shown = judged.FindAll(one => one.State == worst);
        var count = worst == HealthState.Healthy ? 1 : ShownSubjects;
        var texts = shown.Take(count).Select(one => one.Measured.Observation ?? one.Measured.MissingReason);
        var more = shown.Count > count ? $" {shown.Count - count} more are like that." : "";
        return new HealthFinding(
            name, worst, string.Join(" ", texts) + more, worst == HealthState.Healthy ? null : shown[0].Measured.Remedy);
    }

    private HealthState Judge(Measured one) => one switch
    {
        { Value: { } value } when value > unhealthy => HealthState.Unhealthy,
        { Value: { } value } when value > degraded => HealthState.Degraded,
        { Value: null, Subject: not "" } when NeedsValue => HealthState.Degraded,
        _ => HealthState.Healthy,
    };
}
