using MlOps.Domain.Statistics;

namespace MlOps.Domain.Retraining;

/// <summary>A metric of two versions.</summary>
public sealed record MetricComparison
{
    private const int LeastOfEachLabel = 10;

    // The error of equal differences may differ from 0 by this share of the metric.
    private const double Rounding = 1e-9;

    public required GateMetric Metric { get; init; }

    /// <summary>The metric of the first version. Null if its predictions do not define it.</summary>
    public double? Version { get; init; }

    /// <summary>The metric of the other version.</summary>
    public double? Other { get; init; }

    /// <summary>That of the other version minus that of the first one.</summary>
    public double? Difference => Other - Version;

    /// <summary>Where the true difference is, with the confidence asked for. Null if there are too few labels to say so.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>The labelled predictions that the metric of the first version rests on.</summary>
    public long VersionCount { get; init; }

    /// <summary>The labelled predictions that the metric of the other version rests on.</summary>
    public long OtherCount { get; init; }

    /// <summary>Whether the other version is better. Null if the interval contains 0 or is missing, so that it may be chance.</summary>
    public bool? IsOtherBetter => Interval switch
    {
        { Lower: > 0 } => Metric.IsHigherBetter(),
        { Upper: < 0 } => !Metric.IsHigherBetter(),
        _ => null,
    };

    /// <summary>Compares the predictions that each version made itself.</summary>
    internal static MetricComparison OfOwn(GateMetric metric, OwnOutcomes version, OwnOutcomes other, ComparisonTerms terms)
    {
        var (left, right) = (
            MetricEstimate.Measure(metric, version, terms.Confidence), MetricEstimate.Measure(metric, other, terms.Confidence));
        var isEnough = Math.Min(left?.Count ?? 0, right?.Count ?? 0) >= terms.MinLabelled;
        return new()
        {
            Metric = metric,
            Version = left?.Value,
            Other = right?.Value,
            VersionCount = left?.Count ?? 0,
            OtherCount = right?.Count ?? 0,
            Interval = isEnough ? Subtract(left!, right!) : null,
        };
    }

    /// <summary>Compares both answers to the same predictions.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="outcomes">What the labels say. The champion is the version that made the predictions.</param>
    /// <param name="terms">How they are compared.</param>
    /// <param name="isOtherShadow">Whether the other version is the challenger.</param>
    internal static MetricComparison OfPaired(GateMetric metric, PairedOutcomes outcomes, ComparisonTerms terms, bool isOtherShadow)
    {
        if (GateImprovement.Measure(metric, outcomes) is not { } found)
            return new() { Metric = metric };

        var (version, other) = isOtherShadow ? (found.Champion, found.Challenger) : (found.Challenger, found.Champion);
        // An improvement is that of the challenger, and above 0 if it is better.
        var sign = metric.IsHigherBetter() == isOtherShadow ? 1 : -1;
        return new()
        {
            Metric = metric,
            Version = version,
            Other = other,
            VersionCount = found.Count,
            OtherCount = found.Count,
            Interval = found.Count >= terms.MinLabelled ? FindInterval(found, outcomes, terms.Confidence, sign) : null,
        };
    }

    // The interval of a difference, from the intervals of both (Newcombe; Zou and Donner).
    private static ConfidenceInterval? Subtract(MetricEstimate version, MetricEstimate other)
    {
        if (version.Interval is not { } left || other.Interval is not { } right)
            return null;

        var difference = other.Value - version.Value;
        return new(
            difference - double.Hypot(other.Value - right.Lower, left.Upper - version.Value),
            difference + double.Hypot(right.Upper - other.Value, version.Value - left.Lower));
    }

    private static ConfidenceInterval? FindInterval(GateImprovement found, PairedOutcomes outcomes, double confidence, int sign)
    {
        var error = found.Metric == GateMetric.Rmse
            ? Math.Max(found.StandardError, FindErrorOfRoots(found, outcomes.Squared!)) : found.StandardError;
        // Where all pairs differ by the same, nothing says how far others may be from that.
        if (error <= Rounding * Math.Max(Math.Abs(found.Champion), Math.Abs(found.Challenger)))
            return null;

        double? critical = found.Metric switch
        {
            GateMetric.Auc => Math.Min(outcomes.Auc!.Positives, outcomes.Auc.Negatives) is >= LeastOfEachLabel and var rarer
                ? StudentTDistribution.Quantile((1 + confidence) / 2, rarer - 1) : null,
            GateMetric.Brier or GateMetric.LogLoss or GateMetric.Mae or GateMetric.Rmse =>
                StudentTDistribution.Quantile((1 + confidence) / 2, found.Count - 1),
            _ => NormalDistribution.Quantile((1 + confidence) / 2),
        };
        if (critical * error is not { } half)
            return null;

        var (lower, upper) = ((sign * found.Centre) - half, (sign * found.Centre) + half);
        // No difference of two shares is larger than 1.
        return found.Metric.IsForClassifiers() && found.Metric != GateMetric.LogLoss
            ? new(Math.Max(-1, lower), Math.Min(1, upper)) : new(lower, upper);
    }

    // A difference of roots is that of the squares by their sum. With few large errors, the delta method alone finds less uncertainty than
    // the squares have.
    private static double FindErrorOfRoots(GateImprovement found, PairedMoments squares)
    {
        var sum = found.Champion + found.Challenger;
        var variance = squares.ChampionVariance + squares.ChallengerVariance - (2 * squares.Covariance);
        return sum == 0 ? 0 : Math.Sqrt(Math.Max(0, variance) / squares.Count) / sum;
    }
}
