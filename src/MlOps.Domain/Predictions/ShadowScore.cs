using System.Text.Json.Serialization;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Predictions;

/// <summary>
/// What a version that does not serve answered to the input of a prediction. It never changes, and the label of the prediction is
/// its label too. A version has one answer for each prediction.
/// </summary>
public sealed class ShadowScore : Entity
{
    private ShadowScore()
    {
    }

    private ShadowScore(Guid predictionId, Guid modelVersionId, ShadowAnswer answer, DateTimeOffset at)
        : base(at)
    {
        Guard.Given(answer, nameof(answer));
        if (answer is { PredictedValue: null, Output: null })
            throw new InvalidValueException(
                nameof(PredictedValue), $"must be given, or an {nameof(Output)}; both were null");

        PredictionId = Guard.Identifier(predictionId, nameof(PredictionId));
        ModelVersionId = Guard.Identifier(modelVersionId, nameof(ModelVersionId));
        PredictedValue = Guard.Finite(answer.PredictedValue, nameof(PredictedValue));
        Confidence = Guard.Between(answer.Confidence, 0, 1, nameof(Confidence));
        Output = answer.Output;
        InferenceTimeMs = Guard.NotNegative(answer.InferenceTimeMs, nameof(InferenceTimeMs));
    }

    public Guid PredictionId { get; private set; }

    /// <summary>The prediction of the version that served. Null if it was not loaded.</summary>
    [JsonIgnore]
    public Prediction? Prediction { get; private set; }

    /// <summary>The version that answered.</summary>
    public Guid ModelVersionId { get; private set; }

    /// <summary>The version that answered. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    public double? PredictedValue { get; private set; }

    public double? Confidence { get; private set; }

    public Json? Output { get; private set; }

    public double? InferenceTimeMs { get; private set; }

    public static ShadowScore Record(Prediction prediction, ModelVersion version, ShadowAnswer answer, DateTimeOffset at)
    {
        var score = Record(Guard.Given(prediction, nameof(prediction)).Id, version, answer, at);
        score.InheritTenantFrom(prediction);
        return score;
    }

    public static ShadowScore Record(Guid predictionId, ModelVersion version, ShadowAnswer answer, DateTimeOffset at)
    {
        var score = Record(predictionId, Guard.Given(version, nameof(version)).Id, answer, at);
        score.InheritTenantFrom(version);
        return score;
    }

    /// <summary>Records an answer by the ids alone, for a service that has loaded neither.</summary>
    public static ShadowScore Record(Guid predictionId, Guid modelVersionId, ShadowAnswer answer, DateTimeOffset at) =>
        new(predictionId, modelVersionId, answer, at);
}
