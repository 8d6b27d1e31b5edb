namespace MlOps.Domain.Predictions;

/// <summary>The answer of a version that does not serve: at least a predicted value or an output.</summary>
public sealed record ShadowAnswer
{
    /// <summary>The answer if it is one number.</summary>
    public double? PredictedValue { get; init; }

    public double? Confidence { get; init; }

    public Json? Output { get; init; }

    public double? InferenceTimeMs { get; init; }
}
