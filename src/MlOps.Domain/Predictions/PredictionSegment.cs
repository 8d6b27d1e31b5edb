using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Predictions;

/// <summary>A part of the predictions of a service.</summary>
public sealed record PredictionSegment
{
    private PredictionSegment(string feature, SegmentKind kind, string? name)
    {
        Feature = Guard.Text(feature, nameof(Feature), PerformanceMetric.MaxSegmentFeatureLength);
        Kind = kind;
        Name = Guard.OptionalText(name, nameof(Name), PerformanceMetric.MaxSegmentNameLength);
    }

    /// <summary>What divides the predictions: a feature, a column such as "model_version", or "context:KEY".</summary>
    public string Feature { get; }

    public SegmentKind Kind { get; }

    /// <summary>Null for all kinds but <see cref="SegmentKind.Named"/>.</summary>
    public string? Name { get; }

    /// <summary>The predictions with one value of the feature.</summary>
    public static PredictionSegment Named(string feature, string name) =>
        new(feature, SegmentKind.Named, Guard.Given(name, nameof(Name)));

    /// <summary>The predictions without a value of the feature.</summary>
    public static PredictionSegment Missing(string feature) => new(feature, SegmentKind.Missing, null);

    /// <summary>The predictions of all segments that were too small to have a name.</summary>
    public static PredictionSegment Others(string feature) => new(feature, SegmentKind.Others, null);
}
