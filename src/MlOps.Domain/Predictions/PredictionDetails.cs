namespace MlOps.Domain.Predictions;

/// <summary>What a service may tell of a prediction beside its value. Everything is optional.</summary>
public sealed record PredictionDetails
{
    public static readonly PredictionDetails None = new();

    /// <summary>How sure the model is, from 0 to 1.</summary>
    public double? Confidence { get; init; }

    public ConfidenceInterval? ConfidenceInterval { get; init; }

    /// <summary>The whole output, where a single number does not say it.</summary>
    public Json? Output { get; init; }

    /// <summary>What the model was given.</summary>
    public Json? Context { get; init; }

    /// <summary>The version as the service names it.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The registered version, where there is one.</summary>
    public Guid? ModelVersionId { get; init; }

    /// <summary>What made the prediction; see <see cref="PredictionSources"/>.</summary>
    public string Source { get; init; } = PredictionSources.MlModel;

    /// <summary>What kind of thing the prediction is about.</summary>
    public string? TargetEntityType { get; init; }

    public string? TargetEntityId { get; init; }

    public Json? ShapValues { get; init; }

    public Json? AttentionWeights { get; init; }

    public Json? FeatureImportance { get; init; }

    public Json? Recommendations { get; init; }

    public RiskLevel? RiskLevel { get; init; }

    public double? InferenceTimeMs { get; init; }

    public string? Explanation { get; init; }
}
