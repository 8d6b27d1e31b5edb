using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;

namespace MlOps.Benchmarks;

/// <summary>Predictions with 46 numbers, of a service without a table of its own.</summary>
internal static class TypedPopulation
{
    public const int Numbers = 46;

    public static readonly FeatureSchema Schema = FeatureSchema.Define(
        "scoring", 1, Population.Start, [.. Enumerable.Range(0, Numbers).Select(i => FeatureDefinition.Number(NameOf(i)))]);

    public static string NameOf(int feature) => $"feature_{feature}";

    /// <summary>With the numbers as features.</summary>
    public static List<Prediction> AsFeatures(int count) =>
        Create(count, FeaturesOf);

    /// <summary>With the same numbers in a document.</summary>
    public static List<Prediction> AsDocuments(int count) =>
        Create(count, i => new PredictionDetails { Context = Document(ValuesOf(i)) });

    /// <summary>One with the numbers as features, for those that store too many for a list.</summary>
    public static Prediction At(int i, string modelVersion) =>
        Create(i, FeaturesOf(i) with { ModelVersion = modelVersion });

    /// <summary>The features of a prediction.</summary>
    public static PredictionDetails FeaturesOf(int i) => new() { Features = FeatureVector.Of(Schema, ValuesOf(i)) };

    private static List<Prediction> Create(int count, Func<int, PredictionDetails> detailsOf) =>
        [.. Enumerable.Range(0, count).Select(i => Create(i, detailsOf(i) with { ModelVersion = "2.4.1" }))];

    private static Prediction Create(int i, PredictionDetails details) => Prediction.ForService(
        "scoring",
        "score",
        i,
        Population.Start + (i * Population.Pace),
        details with
        {
            Confidence = i % 100 / 100.0,
            TargetEntityType = "customer",
            TargetEntityId = $"customer-{i}",
            RiskLevel = (RiskLevel)(i % 4),
            InferenceTimeMs = i % 50,
        });

    private static double?[] ValuesOf(int i) =>
        [.. Enumerable.Range(0, Numbers).Select(feature => (double?)(((i * 31) + (feature * 7919)) % 100_000 / 1000.0))];

    private static Json Document(double?[] values)
    {
        var members = values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"\"{NameOf(i)}\": {value:0.000}"));
        return Json.Parse($"{{{string.Join(", ", members)}}}");
    }
}
