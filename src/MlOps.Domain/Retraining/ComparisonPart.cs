using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Retraining;

/// <summary>What labelled predictions of one source say about two versions: all of them, or those of a segment.</summary>
public sealed record ComparisonPart
{
    public required ComparisonSource Source { get; init; }

    /// <summary>What the segment is a value of. Null for all predictions.</summary>
    public string? SegmentFeature { get; init; }

    /// <summary>Null for all predictions.</summary>
    public SegmentKind? SegmentKind { get; init; }

    /// <summary>Null for all kinds but <see cref="Statistics.Performance.SegmentKind.Named"/>.</summary>
    public string? SegmentName { get; init; }

    /// <summary>The labelled predictions that the first version answered.</summary>
    public required long VersionCount { get; init; }

    /// <summary>The labelled predictions that the other version answered.</summary>
    public required long OtherCount { get; init; }

    /// <summary>Empty if there are fewer labelled predictions than the terms ask for.</summary>
    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];

    /// <summary>Compares the predictions that each version made itself.</summary>
    public static ComparisonPart OfOwn(OwnOutcomes version, OwnOutcomes other, ComparisonTerms terms)
    {
        Guard.Given(terms, nameof(terms));
        var part = new ComparisonPart
        {
            Source = ComparisonSource.Labels,
            VersionCount = Guard.Given(version, nameof(version)).Answered,
            OtherCount = Guard.Given(other, nameof(other)).Answered,
        };
        return part.Judge(terms, metric => MetricComparison.OfOwn(metric, version, other, terms));
    }

    /// <summary>Compares both answers to the same predictions.</summary>
    /// <param name="outcomes">What the labels say. The champion is the version that made the predictions.</param>
    /// <param name="terms">How they are compared.</param>
    /// <param name="source">Which version was the shadow.</param>
    public static ComparisonPart OfPaired(PairedOutcomes outcomes, ComparisonTerms terms, ComparisonSource source)
    {
        Guard.Given(terms, nameof(terms));
        var paired = Guard.Given(outcomes, nameof(outcomes)).Paired;
        var part = new ComparisonPart { Source = Guard.Declared(source, nameof(Source)), VersionCount = paired, OtherCount = paired };
        return part.Judge(
            terms,
            metric => MetricComparison.OfPaired(metric, outcomes, terms, source == ComparisonSource.OtherAsShadow));
    }

    private ComparisonPart Judge(ComparisonTerms terms, Func<GateMetric, MetricComparison> compare) =>
        Math.Min(VersionCount, OtherCount) < terms.MinLabelled ? this : this with { Metrics = [.. terms.Metrics.Select(compare)] };
}
