using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Monitoring;

/// <summary>One comparison of a model's current data with its reference data. It never changes.</summary>
public sealed class DriftMetric : Entity
{
    public const int MaxNameLength = 255;

    private DriftMetric()
    {
    }

    private DriftMetric(
        DriftResult result, DriftThreshold threshold, DriftSample reference, DriftSample current, DateTimeOffset at)
        : base(at)
    {
        MethodId = Guard.Given(result, nameof(result)).Method;
        Statistic = result.Statistic;
        PValue = Guard.Between(result.PValue, 0, 1, nameof(PValue));
        Bins = result.Bins;
        VaeReconstructionError = Guard.NotNegative(result.VaeReconstructionError, nameof(VaeReconstructionError));
        Criterion = Guard.Given(threshold, nameof(Threshold)).Criterion;
        Threshold = threshold.Warning;
        CriticalThreshold = threshold.Critical;
        AlertLevel = threshold.Judge(Statistic, PValue);
        Drifted = AlertLevel != AlertLevel.None;
        // A sample is a struct: no guard has seen default(DriftSample), which has a window in year 1.
        ReferenceStart = Guard.Time(reference.Window.Start, nameof(ReferenceStart));
        CurrentStart = Guard.Time(current.Window.Start, nameof(CurrentStart));
        (ReferenceEnd, ReferenceSize) = (reference.Window.End, reference.Size);
        (CurrentEnd, CurrentSize) = (current.Window.End, current.Size);
    }

    [MaxLength(MaxNameLength)]
    public string ModelName { get; private set; } = null!;

    public Guid? ModelVersionId { get; private set; }

    /// <summary>The version whose data was measured. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    /// <summary>The compared feature; null for the prediction itself or for all features together.</summary>
    [MaxLength(MaxNameLength)]
    public string? FeatureName { get; private set; }

    public DriftKind Kind { get; private set; }

    [MaxLength(DriftResult.MaxMethodLength)]
    public string MethodId { get; private set; } = null!;

    public double Statistic { get; private set; }

    public double? PValue { get; private set; }

    public DriftCriterion Criterion { get; private set; }

    public double Threshold { get; private set; }

    public double? CriticalThreshold { get; private set; }

    public bool Drifted { get; private set; }

    public AlertLevel AlertLevel { get; private set; }

    public Json? Bins { get; private set; }

    public DateTimeOffset ReferenceStart { get; private set; }

    public DateTimeOffset ReferenceEnd { get; private set; }

    public long ReferenceSize { get; private set; }

    public DateTimeOffset CurrentStart { get; private set; }

    public DateTimeOffset CurrentEnd { get; private set; }

    public long CurrentSize { get; private set; }

    public double? VaeReconstructionError { get; private set; }

    /// <summary>Records a result with its judgement by the threshold.</summary>
    public static DriftMetric Measure(
        string modelName,
        string? featureName,
        DriftKind kind,
        DriftResult result,
        DriftThreshold threshold,
        DriftSample reference,
        DriftSample current,
        DateTimeOffset at,
        Guid? modelVersionId = null) =>
        new(result, threshold, reference, current, at)
        {
            ModelName = Guard.Text(modelName, nameof(ModelName), MaxNameLength),
            FeatureName = Guard.OptionalText(featureName, nameof(FeatureName), MaxNameLength),
            Kind = Guard.Declared(kind, nameof(Kind)),
            ModelVersionId = Guard.Identifier(modelVersionId, nameof(ModelVersionId)),
        };
}
