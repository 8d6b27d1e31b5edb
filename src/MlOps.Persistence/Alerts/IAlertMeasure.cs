using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>Measures a metric of alert rules.</summary>
internal interface IAlertMeasure
{
    string Metric { get; }

    /// <summary>Whether rules with other thresholds may get other values.</summary>
    bool DependsOnThreshold => false;

    /// <summary>Whether no two rules may share values, whatever they have in common.</summary>
    bool DependsOnRule => false;

    /// <summary>Measures each subject as of a time. What cannot be measured is there too, with the reason.</summary>
    Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken);
}
