namespace MlOps.Domain.Monitoring;

/// <summary>The names of the metrics that MlOps measures itself. docs/alerts.md says how.</summary>
public static class AlertMetrics
{
    public const string MinutesWithoutPredictions = "minutes_without_predictions";
    public const string ErrorRate = "error_rate";
    public const string AccuracyDrop = "accuracy_drop";
    public const string FeatureDriftRatio = "feature_drift_ratio";
    public const string AttributionDrift = "attribution_drift";
    public const string WriterQueue = "writer_queue";
    public const string WriteLatencyMs = "write_latency_ms";
    public const string EventLagSeconds = "event_lag_seconds";
    public const string QualityScore = "quality_score";
    public const string FeatureQuality = "feature_quality";
    public const string VaeReconstructionError = "vae_reconstruction_error";
    public const string InferenceTimeMs = "inference_time_ms";
    public const string DatabaseBytes = "database_bytes";
    public const string ResourceUtilization = "resource_utilization";
    public const string QueryTimeRatio = "query_time_ratio";
    public const string JobOverdueMinutes = "job_overdue_minutes";
    public const string JobFailures = "job_failures";
}
