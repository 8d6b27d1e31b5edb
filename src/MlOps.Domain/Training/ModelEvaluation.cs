using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Training;

/// <summary>An evaluation of a version, with its data and its evaluator. It never changes.</summary>
public sealed class ModelEvaluation : Entity
{
    public const int MaxEvaluatedByLength = 255;

    private ModelEvaluation()
    {
    }

    private ModelEvaluation(ModelVersion version, EvaluationResult result, string evaluatedBy, DateTimeOffset at)
        : base(at)
    {
        ModelVersionId = version.Id;
        Metrics = Guard.Given(Guard.Given(result, nameof(result)).Metrics, nameof(Metrics));
        Thresholds = Guard.Given(result.Thresholds, nameof(Thresholds));
        ConfusionMatrix = result.ConfusionMatrix;
        if (Metrics.Count == 0 && ConfusionMatrix is null)
            throw new InvalidValueException(
                nameof(Metrics), "must hold at least one metric if there is no confusion matrix; it was empty");

        EvaluatedBy = Guard.Text(evaluatedBy, nameof(EvaluatedBy), MaxEvaluatedByLength);
        InheritTenantFrom(version);
    }

    public Guid ModelVersionId { get; private set; }

    /// <summary>The version that was evaluated. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    public Guid? DatasetId { get; private set; }

    /// <summary>The dataset of the evaluation. Null if it was not loaded.</summary>
    [JsonIgnore]
    public TrainingDataset? Dataset { get; private set; }

    public MetricSet Metrics { get; private set; } = MetricSet.Empty;

    public ConfusionMatrix? ConfusionMatrix { get; private set; }

    public MetricSet Thresholds { get; private set; } = MetricSet.Empty;

    /// <summary>The person or program that evaluated the version.</summary>
    [MaxLength(MaxEvaluatedByLength)]
    public string EvaluatedBy { get; private set; } = null!;

    public static ModelEvaluation Record(
        ModelVersion version,
        EvaluationResult result,
        string evaluatedBy,
        DateTimeOffset at,
        TrainingDataset? dataset = null)
    {
        if (Guard.Given(version, nameof(version)).Status == VersionStatus.Failed)
            throw new IllegalTransitionException($"{version} is {version.Status}: there is nothing to evaluate.");

        return new(version, result, evaluatedBy, at) { DatasetId = dataset?.Id };
    }
}
