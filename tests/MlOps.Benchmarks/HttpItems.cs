using System.Globalization;
using System.Text;
using MlOps.Domain.Telemetry;

namespace MlOps.Benchmarks;

/// <summary>What a client sends: the items of the populations as JSON.</summary>
internal static class HttpItems
{
    public static IEnumerable<string> Features(int count, bool areNamed) => TypedPopulation.AsFeatures(count).Select(prediction =>
    {
        var values = prediction.Features!.Select((value, i) => string.Create(
            CultureInfo.InvariantCulture, $"{(areNamed ? $"\"{TypedPopulation.NameOf(i)}\":" : "")}{value:0.000}"));
        var features = string.Join(',', values);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"service_name":"scoring","prediction_type":"score","predicted_value":{{prediction.PredictedValue}},
            "created_at":"{{prediction.CreatedAt:O}}","confidence":{{prediction.Confidence}},"target_entity_type":"customer",
            "target_entity_id":"{{prediction.TargetEntityId}}","inference_time_ms":{{prediction.InferenceTimeMs}},
            "model_version":"2.4.1","feature_schema":"scoring","features":{{(areNamed ? $"{{{features}}}" : $"[{features}]")}}}
            """);
    });

    public static IEnumerable<string> Of(IEnumerable<SystemMetric> metrics) => metrics.Select(metric => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"source":"{{metric.Source}}","name":"load","value":{{metric.Value}},"created_at":"{{metric.CreatedAt:O}}","unit":"1"}"""));

    /// <summary>Lines of JSON.</summary>
    public static byte[] Body(IEnumerable<string> items) =>
        Encoding.UTF8.GetBytes(string.Join('\n', items.Select(item => item.ReplaceLineEndings(""))));
}
