using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Demo;

/// <summary>What six services predict in the day before a moment.</summary>
internal static class DemoDay
{
    private static readonly PredictionDetails Common = new()
    {
        Context = Json.Parse("""{"request": "demo", "features": {"age_days": 12, "size": 340, "changes": 7, "reviewed": true}}"""),
    };

    /// <summary>All predictions, in the order of time.</summary>
    public static List<Prediction> Predict(
        IReadOnlyDictionary<string, ModelVersion> serving, DateTimeOffset end, Random random) =>
    [
        .. SampleService.All
            .SelectMany(service => Predict(service, serving[service.ModelName], end, random))
            .OrderBy(prediction => prediction.CreatedAt),
    ];

    private static IEnumerable<Prediction> Predict(
        SampleService service, ModelVersion version, DateTimeOffset end, Random random)
    {
        for (var i = 0; i < service.PredictionsPerDay; i++)
        {
            var age = random.NextDouble();
            var value = Value(drifted: service == DemoRegistry.Retrained && age < 0.5, random);
            yield return service.Make(random, value, end.AddDays(-age), Common with
            {
                Confidence = 0.6 + (0.4 * random.NextDouble()),
                ModelVersion = version.Version,
                ModelVersionId = version.Id,
                RiskLevel = value < 0.1 ? RiskLevel.High : RiskLevel.Low,
                InferenceTimeMs = 2 + (20 * random.NextDouble()),
            });
        }
    }

    // The mean of three dice lies near the middle; drift pulls it down.
    private static double Value(bool drifted, Random random)
    {
        var middle = (random.NextDouble() + random.NextDouble() + random.NextDouble()) / 3;
        return drifted ? middle * middle : middle;
    }
}
