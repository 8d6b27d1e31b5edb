using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;

namespace MlOps.Testing;

/// <summary>Entities for tests, with every property set to something that is easy to get wrong.</summary>
internal static class Sample
{
    public const string Hostile = "O'Brien \\ \"quoted\" \t\r\n 你好 😀 e\u0301 \u202e ; DROP TABLE ml_predictions; -- \u0001 \uffff";

    public static readonly DateTimeOffset Noon = Build.Noon;

    /// <summary>A schema of five numbers and two categories.</summary>
    public static FeatureSchema Schema { get; } = Build.FeatureSchema();

    public static PredictionDetails FullDetails(Guid? modelVersionId = null) => new()
    {
        Confidence = 0.1 + 0.2,
        ConfidenceInterval = new ConfidenceInterval(double.MinValue, double.MaxValue),
        Output = Json.Parse("""{"probability": 0.85, "nested": {"b": [1, 2.50, -0.0, 1e300], "a": null}}"""),
        Context = Json.From(new { text = Hostile }),
        RequestId = Hostile[..50],
        Features = FeatureVector.Of(Schema, [double.NaN, null, -0.0, double.PositiveInfinity, double.Epsilon], [null, Hostile]),
        Attributions = new FeatureAttributions("shap", 0.25, null, double.NaN, -1, 0, 1e300, double.NegativeInfinity),
        ModelVersion = "v3-advanced",
        ModelVersionId = modelVersionId,
        Source = PredictionSources.Heuristic,
        TargetEntityType = "code_file",
        TargetEntityId = Hostile,
        ShapValues = Json.Parse("""{"age": 0.25}"""),
        AttentionWeights = Json.Parse("[[0.5, 0.5]]"),
        FeatureImportance = Json.Parse("""{"income": 1}"""),
        Recommendations = Json.Parse("""["retry"]"""),
        RiskLevel = RiskLevel.Critical,
        InferenceTimeMs = double.Epsilon,
        Explanation = Hostile,
    };

    /// <summary>One prediction of every service, with every property set.</summary>
    public static IReadOnlyList<Prediction> FullPredictions(Guid? modelVersionId = null)
    {
        var details = FullDetails(modelVersionId);
        var scores = Json.Parse("""{"score": 1}""");
        return
        [
            Prediction.ForService("test", Hostile[..50], double.MaxValue, At(0), details),
            CodeRoachPrediction.Record("code-quality", 0.85, At(1), Hostile, Hostile, scores, details),
            OraclePrediction.Record("answer", -0.0, At(2), Hostile, "knowledge-1", scores, details),
            DaisyChainPrediction.Record("success", 1e-300, At(3), "task-1", Hostile[..50], 1, details),
            FirstMatePrediction.Record("roll", 20, At(4), "user-1", "attack", scores, details),
            GameAppPrediction.Record("narrative", 0.5, At(5), "session-1", "narrative-1", scores, details),
            AiGmPrediction.Record("decision", null, At(6), "campaign-1", Hostile, scores, details),
            PolicyPrediction.Record(
                "compliance", 0.9, At(7), "vm-1", "policy-1", ComplianceState.AtRisk, TimeSpan.MaxValue, details),
        ];
    }

    /// <summary>One prediction of every service, with only the required properties.</summary>
    public static IReadOnlyList<Prediction> BarePredictions() =>
    [
        Prediction.ForService("test", "quality", 0, At(0)),
        CodeRoachPrediction.Record("code-quality", 0, At(1), "p", "f"),
        OraclePrediction.Record("answer", 0, At(2), "q"),
        DaisyChainPrediction.Record("success", 0, At(3), "t"),
        FirstMatePrediction.Record("roll", 0, At(4), "u"),
        GameAppPrediction.Record("narrative", 0, At(5), "s"),
        AiGmPrediction.Record("decision", 0, At(6), "c"),
        PolicyPrediction.Record("compliance", 0, At(7), "r", "p", ComplianceState.Unknown),
    ];

    // Odd ticks and an offset, neither of which PostgreSQL stores.
    private static DateTimeOffset At(int minute) =>
        Noon.AddMinutes(minute).AddTicks(1_234_567).ToOffset(TimeSpan.FromHours(5.5));
}
