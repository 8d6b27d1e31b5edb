using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;

namespace MlOps.Testing;

/// <content>Predictions, and what arrives after them.</content>
public static partial class Build
{
    /// <summary>A prediction of a service without a table of its own.</summary>
    public static Prediction Prediction(
        string service = "search", double? value = 0.5, DateTimeOffset? at = null, PredictionDetails? details = null) =>
        Domain.Predictions.Prediction.ForService(service, "quality", value, at ?? Noon, details);

    public static CodeRoachPrediction CodeRoachPrediction(
        double? value = 0.5, DateTimeOffset? at = null, PredictionDetails? details = null) =>
        Domain.Predictions.CodeRoachPrediction.Record("code-quality", value, at ?? Noon, "project-1", "src/app.cs", null, details);

    public static OraclePrediction OraclePrediction(
        double? value = 0.5, DateTimeOffset? at = null, string query = "Why is the sky blue?", PredictionDetails? details = null) =>
        Domain.Predictions.OraclePrediction.Record("answer", value, at ?? Noon, query, details: details);

    public static DaisyChainPrediction DaisyChainPrediction(
        double? value = 0.5, DateTimeOffset? at = null, PredictionDetails? details = null) =>
        Domain.Predictions.DaisyChainPrediction.Record("success", value, at ?? Noon, "task-1", details: details);

    public static FirstMatePrediction FirstMatePrediction(
        double? value = 0.5, DateTimeOffset? at = null, PredictionDetails? details = null) =>
        Domain.Predictions.FirstMatePrediction.Record("roll", value, at ?? Noon, "user-1", details: details);

    public static GameAppPrediction GameAppPrediction(
        double? value = 0.5, DateTimeOffset? at = null, PredictionDetails? details = null) =>
        Domain.Predictions.GameAppPrediction.Record("narrative", value, at ?? Noon, "session-1", details: details);

    public static AiGmPrediction AiGmPrediction(double? value = 0.5, DateTimeOffset? at = null, PredictionDetails? details = null) =>
        Domain.Predictions.AiGmPrediction.Record("decision", value, at ?? Noon, "campaign-1", details: details);

    public static PolicyPrediction PolicyPrediction(
        double? value = 0.5,
        DateTimeOffset? at = null,
        ComplianceState state = ComplianceState.Compliant,
        PredictionDetails? details = null) =>
        Domain.Predictions.PolicyPrediction.Record("compliance", value, at ?? Noon, "vm-1", "policy-1", state, details: details);

    public static Feedback Feedback(Prediction prediction, int? rating = 4, DateTimeOffset? at = null) =>
        Domain.Predictions.Feedback.Record(prediction, new FeedbackContent { Rating = rating, Comment = "from a test" }, at ?? Noon);

    /// <summary>What a version that does not serve answered to the input of a prediction.</summary>
    public static ShadowScore ShadowScore(
        Prediction prediction, ModelVersion challenger, double? value = 0.6, DateTimeOffset? at = null) =>
        Domain.Predictions.ShadowScore.Record(prediction, challenger, new ShadowAnswer { PredictedValue = value }, at ?? Noon);

    /// <summary>A policy by which the feedback of one user makes a label.</summary>
    public static LabelPolicy LabelPolicy(string? service = "search", DateTimeOffset? at = null) =>
        Domain.Predictions.LabelPolicy.Define(service, new LabelPolicySettings(), at ?? Noon);

    public static PerformanceMetric PerformanceMetric(
        string service = "search", double value = 0.9, TimeWindow? window = null, DateTimeOffset? at = null) =>
        Domain.Predictions.PerformanceMetric.Record(
            service, "accuracy", value, window ?? LastHour(at ?? Noon), sampleCount: 100, at ?? Noon);

    public static DeadLetter DeadLetter(string reason = "violates check constraint", DateTimeOffset? at = null) =>
        Domain.Predictions.DeadLetter.Record(
            nameof(Domain.Predictions.OraclePrediction), Guid.CreateVersion7(at ?? Noon), "{}", reason, "23514", at ?? Noon);

    private static TimeWindow LastHour(DateTimeOffset end) => new(end.AddHours(-1), end);
}
