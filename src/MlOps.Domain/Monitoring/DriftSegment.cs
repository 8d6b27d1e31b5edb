using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Monitoring;

/// <summary>The part of the predictions that a result compared.</summary>
public sealed record DriftSegment
{
    private DriftSegment(string feature, SegmentKind kind, string? name, int cap)
    {
        Feature = Guard.Text(feature, nameof(Feature), DriftMetric.MaxNameLength);
        Kind = kind;
        Name = Guard.OptionalText(name, nameof(Name), DriftMetric.MaxSegmentNameLength);
        Cap = Guard.AtLeast(cap, 1, nameof(Cap));
    }

    /// <summary>What divides the predictions: a feature, a column, or "context:KEY".</summary>
    public string Feature { get; }

    public SegmentKind Kind { get; }

    /// <summary>Null for all kinds but <see cref="SegmentKind.Named"/>.</summary>
    public string? Name { get; }

    /// <summary>The number of segments that had names.</summary>
    public int Cap { get; }

    /// <summary>The predictions with one value of the feature.</summary>
    public static DriftSegment Named(string feature, string name, int cap) =>
        new(feature, SegmentKind.Named, Guard.Given(name, nameof(Name)), cap);

    /// <summary>The predictions without a value of the feature.</summary>
    public static DriftSegment Missing(string feature, int cap) => new(feature, SegmentKind.Missing, null, cap);

    /// <summary>The predictions of all segments that were too small to have a name.</summary>
    public static DriftSegment Others(string feature, int cap) => new(feature, SegmentKind.Others, null, cap);
}
