using MlOps.Domain.Features;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Predictions;

/// <summary>Further information that a service can give about a prediction. All of it is optional.</summary>
public sealed record PredictionDetails
{
    public static readonly PredictionDetails None = new();

    /// <summary>How sure the model is, from 0 to 1.</summary>
    public double? Confidence { get; init; }

    public ConfidenceInterval? ConfidenceInterval { get; init; }

    /// <summary>The whole output, if it is more than a single number.</summary>
    public Json? Output { get; init; }

    /// <summary>The input of the model, in a form of its own. <see cref="Features"/> cost much less.</summary>
    public Json? Context { get; init; }

    /// <summary>The name that the caller has for the prediction: the id of a request, for instance.</summary>
    public string? RequestId { get; init; }

    /// <summary>The input of the model, in the order of a schema.</summary>
    public FeatureVector? Features { get; init; }

    /// <summary>How much each feature contributed. It needs <see cref="Features"/>.</summary>
    public FeatureAttributions? Attributions { get; init; }

    /// <summary>The version by the name that the service gives.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The registered version, if there is one.</summary>
    public Guid? ModelVersionId { get; init; }

    /// <summary>The kind of source of the prediction; see <see cref="PredictionSources"/>.</summary>
    public string Source { get; init; } = PredictionSources.MlModel;

    /// <summary>The kind of thing that the prediction is about.</summary>
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
