using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>All metrics that are measured, by name.</summary>
internal static class AlertMeasures
{
    public static readonly IReadOnlyDictionary<string, IAlertMeasure> All = new IAlertMeasure[]
    {
        new PredictionGapMeasure(),
        new ErrorRateMeasure(),
        new AccuracyDropMeasure(),
        new FeatureDriftMeasure(),
        new AttributionDriftMeasure(),
        new WriterMeasure(AlertMetrics.WriterQueue),
        new WriterMeasure(AlertMetrics.WriteLatencyMs),
        new EventLagMeasure(),
        new QualityMeasure(),
        new FeatureQualityMeasure(),
        new ReconstructionErrorMeasure(),
        new InferenceTimeMeasure(),
        new DatabaseSizeMeasure(),
        new ResourceMeasure(),
        new QueryTimeMeasure(),
        new JobMeasure(AlertMetrics.JobOverdueMinutes),
        new JobMeasure(AlertMetrics.JobFailures),
    }.ToDictionary(measure => measure.Metric, StringComparer.Ordinal);
}
