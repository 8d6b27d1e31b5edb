using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Monitoring;

/// <summary>Which predictions of a span a sketch counts.</summary>
public sealed record SketchScope
{
    /// <param name="modelVersion">The version of the model, as the predictions name it.</param>
    /// <param name="segmentKind">Null without segments.</param>
    /// <param name="segmentName">Null for all kinds but <see cref="SegmentKind.Named"/>.</param>
    public SketchScope(string? modelVersion, SegmentKind? segmentKind = null, string? segmentName = null)
    {
        ModelVersion = Guard.OptionalText(modelVersion, nameof(ModelVersion), Prediction.MaxVersionLength);
        SegmentKind = segmentKind is { } kind ? Guard.Declared(kind, nameof(SegmentKind)) : null;
        SegmentName = Guard.OptionalText(segmentName, nameof(SegmentName), DriftMetric.MaxSegmentNameLength);
    }

    public string? ModelVersion { get; }

    public SegmentKind? SegmentKind { get; }

    public string? SegmentName { get; }
}
