using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Monitoring;

/// <summary>An evaluated window as a document for programs.</summary>
internal static class DriftSummary
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Write(EvaluatedWindow found)
    {
        var (monitor, run) = (found.Monitor, found.Run);
        var window = monitor.FindWindow(run.WindowEnd);
        return JsonSerializer.Serialize(
            new
            {
                Monitor = monitor.Name,
                Model = monitor.ModelName,
                Service = monitor.ServiceName,
                Run = run.Id,
                run.Revision,
                Window = window,
                Reference = monitor.Reference.FindFor(window),
                Predictions = run.NumPredictions,
                run.PositiveRate,
                run.ProbabilityMean,
                run.ProbabilityStd,
                run.Entropy,
                DatasetDrift = run.DatasetDriftDetected,
                DriftedShare = run.FeatureDriftRatio,
                DriftedFeatures = run.NumDriftedFeatures,
                Results = found.Metrics.Select(Describe),
                found.Unjudged,
                Performance = found.Performance.Select(Describe),
            },
            Options);
    }

    private static object Describe(PerformanceMetric metric) => new
    {
        metric.Metric,
        metric.Value,
        metric.SampleCount,
        metric.IsEstimate,
        metric.SegmentFeature,
        metric.SegmentKind,
        Segment = metric.SegmentName,
    };

    private static object Describe(DriftMetric metric) => new
    {
        metric.Id,
        metric.Kind,
        Feature = metric.FeatureName,
        metric.SegmentFeature,
        metric.SegmentKind,
        Segment = metric.SegmentName,
        Method = metric.MethodId,
        metric.Statistic,
        metric.PValue,
        metric.Threshold,
        metric.CriticalThreshold,
        Level = metric.AlertLevel,
        metric.ReferenceSize,
        metric.CurrentSize,
    };
}
