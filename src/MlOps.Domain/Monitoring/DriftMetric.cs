using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Monitoring;

/// <summary>One comparison of a model's current data with its reference data. It never changes.</summary>
public sealed class DriftMetric : Entity
{
    public const int MaxNameLength = 255;
    public const int MaxSegmentNameLength = 1_000_000;

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
        result.Counts?.RequireConsistency();
        BinEdges = result.Counts?.Bins?.Edges.ToArray();
        Categories = result.Counts?.Categories?.ToArray();
        (ReferenceCounts, CurrentCounts) = (result.Counts?.Reference.ToArray(), result.Counts?.Current.ToArray());
        ServiceName = result.Evidence?.ServiceName;
        (ReferenceHash, CurrentHash) = (result.Evidence?.ReferenceHash, result.Evidence?.CurrentHash);
        SegmentFeature = result.Evidence?.Segment?.Feature;
        SegmentKind = result.Evidence?.Segment?.Kind;
        SegmentName = result.Evidence?.Segment?.Name;
        SegmentCap = result.Evidence?.Segment?.Cap;
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

    /// <summary>The run of a monitor that measured it. Null if none did.</summary>
    public Guid? MonitoringRunId { get; private set; }

    /// <summary>The run. Null if it was not loaded.</summary>
    [JsonIgnore]
    public MonitoringRun? MonitoringRun { get; private set; }

    /// <summary>
    /// The compared feature, or column of the predictions. Null if another tool compared the answers, or all features together.
    /// </summary>
    [MaxLength(MaxNameLength)]
    public string? FeatureName { get; private set; }

    public DriftKind Kind { get; private set; }

    /// <summary>What was compared, for people.</summary>
    [JsonIgnore]
    public string Subject => FeatureName ?? (Kind == DriftKind.Attribution ? "the attributions" : "the answers");

    [MaxLength(DriftResult.MaxMethodLength)]
    public string MethodId { get; private set; } = null!;

    public double Statistic { get; private set; }

    public double? PValue { get; private set; }

    public DriftCriterion Criterion { get; private set; }

    public double Threshold { get; private set; }

    public double? CriticalThreshold { get; private set; }

    public bool Drifted { get; private set; }

    public AlertLevel AlertLevel { get; private set; }

    /// <summary>What another tool says about its bins, or the largest shares of attributions.</summary>
    public Json? Bins { get; private set; }

    /// <summary>The edges of the bins. Null if the method has no bins.</summary>
    public double[]? BinEdges { get; private set; }

    /// <summary>The compared categories. Null for numbers. A last one that is null stands for all others.</summary>
    public string?[]? Categories { get; private set; }

    /// <summary>How many values of the reference each bin or category had.</summary>
    public long[]? ReferenceCounts { get; private set; }

    /// <summary>How many current values each bin or category had.</summary>
    public long[]? CurrentCounts { get; private set; }

    /// <summary>The service of the compared predictions. Null if another tool compared.</summary>
    [MaxLength(Prediction.MaxNameLength)]
    public string? ServiceName { get; private set; }

    /// <summary>What divided the predictions into segments. Null if the result is about all of them.</summary>
    [MaxLength(MaxNameLength)]
    public string? SegmentFeature { get; private set; }

    public SegmentKind? SegmentKind { get; private set; }

    public string? SegmentName { get; private set; }

    /// <summary>The number of segments that had names.</summary>
    public int? SegmentCap { get; private set; }

    /// <summary>The hash of the ids and values of the reference.</summary>
    public long? ReferenceHash { get; private set; }

    /// <summary>The hash of the ids and values of the current data.</summary>
    public long? CurrentHash { get; private set; }

    public DateTimeOffset ReferenceStart { get; private set; }

    public DateTimeOffset ReferenceEnd { get; private set; }

    public long ReferenceSize { get; private set; }

    public DateTimeOffset CurrentStart { get; private set; }

    public DateTimeOffset CurrentEnd { get; private set; }

    public long CurrentSize { get; private set; }

    public double? VaeReconstructionError { get; private set; }

    /// <summary>The counts that were compared. Null if the method does not count, or another tool compared.</summary>
    public ComparedCounts? Counts => (ReferenceCounts, CurrentCounts) switch
    {
        ({ } reference, { } current) when BinEdges is not null => ComparedCounts.OfBins(BinEdges, reference, current),
        ({ } reference, { } current) => new() { Categories = Categories, Reference = reference, Current = current },
        _ => null,
    };

    /// <summary>The predictions that were compared. Null if another tool compared.</summary>
    public DriftEvidence? Evidence => ServiceName is { } service && ReferenceHash is { } reference && CurrentHash is { } current
        ? new(service, reference, current)
        {
            Segment = (SegmentFeature, SegmentCap, SegmentKind) switch
            {
                ({ } feature, { } cap, Statistics.Performance.SegmentKind.Named) => DriftSegment.Named(feature, SegmentName!, cap),
                ({ } feature, { } cap, Statistics.Performance.SegmentKind.Missing) => DriftSegment.Missing(feature, cap),
                ({ } feature, { } cap, Statistics.Performance.SegmentKind.Others) => DriftSegment.Others(feature, cap),
                _ => null,
            },
        }
        : null;

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
        Guid? modelVersionId = null,
        Guid? monitoringRunId = null) =>
        new(result, threshold, reference, current, at)
        {
            MonitoringRunId = Guard.Identifier(monitoringRunId, nameof(MonitoringRunId)),
            ModelName = Guard.Text(modelName, nameof(ModelName), MaxNameLength),
            FeatureName = Guard.OptionalText(featureName, nameof(FeatureName), MaxNameLength),
            Kind = Guard.Declared(kind, nameof(Kind)),
            ModelVersionId = Guard.Identifier(modelVersionId, nameof(ModelVersionId)),
        };
}
