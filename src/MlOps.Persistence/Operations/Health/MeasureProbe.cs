using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Judges a metric of alert rules, whether or not there is a rule for it.</summary>
/// <param name="name">The part that it checks.</param>
/// <param name="metric">The metric.</param>
/// <param name="degraded">A value above it is degraded.</param>
/// <param name="unhealthy">A value above it is unhealthy.</param>
/// <param name="window">The length of the window over which the metric is computed.</param>
/// <param name="well">What is said if nothing is wrong.</param>
internal sealed class MeasureProbe(
    string name, string metric, double degraded, double unhealthy, TimeSpan window, string well) : IHealthProbe
{
    // The page is one screen.
    private const int ShownSubjects = 5;

    public string Name => name;

    /// <summary>What measures. That of the alert rules if it is null.</summary>
    public IAlertMeasure? Measure { get; init; }

    /// <summary>Whether it is degraded that a subject which is known has no value: a writer that gives no sign of life.</summary>
    public bool NeedsValue { get; init; }

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rule = AlertRule.Define(name, metric, AlertCondition.Above, degraded, window, AlertLevel.Warning, now);
        var measure = Measure ?? AlertMeasures.All[metric];
        var measured = await measure.MeasureAsync(context, rule, now, cancellationToken).ConfigureAwait(false);
        var judged = measured.Select(one => (State: Judge(one), Measured: one)).ToList();
        var worst = judged.Max(one => one.State);
        if (worst == HealthState.Healthy)
            return new HealthFinding(name, worst, DescribeWell(measured));

        var shown = judged.FindAll(one => one.State == worst);
        var texts = shown.Take(ShownSubjects).Select(one => one.Measured.Observation ?? one.Measured.MissingReason);
        var more = shown.Count > ShownSubjects ? $" {shown.Count - ShownSubjects} more are like that." : "";
        return new HealthFinding(name, worst, string.Join(" ", texts) + more, shown[0].Measured.Remedy);
    }

    // Of those that cannot be measured, the first reason stands for all.
    private string DescribeWell(IReadOnlyList<Measured> measured)
    {
        var unknown = measured.Where(one => one.Value is null).ToList();
        if (unknown.Count == 0)
            return well;

        var reason = unknown[0].MissingReason;
        return unknown.Count == measured.Count && unknown.Count == 1 ? reason! : $"{well} {unknown.Count} could not be judged: {reason}";
    }

    private HealthState Judge(Measured one) => one switch
    {
        { Value: { } value } when value > unhealthy => HealthState.Unhealthy,
        { Value: { } value } when value > degraded => HealthState.Degraded,
        { Value: null, Subject: not "" } when NeedsValue => HealthState.Degraded,
        _ => HealthState.Healthy,
    };
}
