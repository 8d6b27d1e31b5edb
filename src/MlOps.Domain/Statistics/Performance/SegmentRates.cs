namespace MlOps.Domain.Statistics.Performance;

/// <summary>How one segment is treated. A rate without a row to count is null.</summary>
public sealed record SegmentRates
{
    public SegmentKind Kind { get; init; }

    /// <summary>Null for all kinds but <see cref="SegmentKind.Named"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The rows with a score, and those with a positive prediction.</summary>
    public Proportion Selected { get; init; }

    /// <summary>The rows with a score and a negative answer, and those with a positive prediction.</summary>
    public Proportion FalsePositives { get; init; }

    /// <summary>The rows with a score and a positive answer, and those with a negative prediction.</summary>
    public Proportion FalseNegatives { get; init; }

    public double? SelectionRate => RateOf(Selected);

    public double? FalsePositiveRate => RateOf(FalsePositives);

    public double? FalseNegativeRate => RateOf(FalseNegatives);

    internal static SegmentRates Combine(SegmentKind kind, string? name, IEnumerable<SegmentRates> parts) =>
        parts.Aggregate(new SegmentRates { Kind = kind, Name = name }, (sum, part) => sum with
        {
            Selected = sum.Selected + part.Selected,
            FalsePositives = sum.FalsePositives + part.FalsePositives,
            FalseNegatives = sum.FalseNegatives + part.FalseNegatives,
        });

    private static double? RateOf(Proportion proportion) => proportion.Trials == 0 ? null : proportion.Rate;
}
