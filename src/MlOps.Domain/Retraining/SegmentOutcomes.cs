using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Retraining;

/// <summary>What the labels of a segment say about champion and challenger.</summary>
public sealed record SegmentOutcomes
{
    private const int LongestShown = 100;

    public required SegmentKind Kind { get; init; }

    /// <summary>Null for all kinds but <see cref="SegmentKind.Named"/>.</summary>
    public string? Name { get; init; }

    public required PairedOutcomes Outcomes { get; init; }

    public override string ToString() => Kind switch
    {
        SegmentKind.Named => $"'{(Name!.Length > LongestShown ? $"{Name[..LongestShown]}..." : Name)}'",
        SegmentKind.Missing => "that of rows without a value",
        _ => "that of all others",
    };
}
