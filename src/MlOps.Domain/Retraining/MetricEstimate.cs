using MlOps.Domain.Statistics;

namespace MlOps.Domain.Retraining;

/// <summary>
/// A metric of one version, and the interval of its true value. docs/registry.md has the formulas. They are those that hold with few
/// labels: an interval never shrinks to a point because all answers that were seen were right.
/// </summary>
internal sealed record MetricEstimate(double Value, ConfidenceInterval? Interval, long Count)
{
    // The variance of equal numbers may differ from 0 by this share of them.
    private const double Rounding = 1e-12;

    /// <summary>Measures a metric. Null if the predictions do not define it.</summary>
    public static MetricEstimate? Measure(GateMetric metric, OwnOutcomes outcomes, double confidence)
    {
        var (hits, scored) = (outcomes.TruePositives, outcomes.Scored);
        return metric switch
        {
            GateMetric.Accuracy => OfShare(hits + outcomes.TrueNegatives, scored, scored, confidence),
            GateMetric.Precision => OfShare(hits, hits + outcomes.FalsePositives, scored, confidence),
            GateMetric.Recall => OfShare(hits, hits + outcomes.FalseNegatives, scored, confidence),
            // Of the answers that count, the share of the hits has a binomial distribution, and F1 rises with it.
            GateMetric.F1 => OfShare(hits, hits + outcomes.FalsePositives + outcomes.FalseNegatives, scored, confidence)
                ?.Map(share => 2 * share / (1 + share)),
            GateMetric.Auc => OfAuc(outcomes.Auc, confidence),
            GateMetric.Brier => OfBounded(outcomes.Brier, confidence),
            GateMetric.LogLoss => OfMean(outcomes.LogLoss, confidence),
            GateMetric.Mae => OfMean(outcomes.Absolute, confidence),
            GateMetric.Rmse => OfMean(outcomes.Squared, confidence)?.Map(Math.Sqrt),
            _ => throw new InvalidValueException(nameof(metric), $"must be a metric of the gate; it was {metric}"),
        };
    }

    private static MetricEstimate? OfShare(long hits, long whole, long count, double confidence)
    {
        if (whole == 0)
            return null;

        var share = hits / (double)whole;
        return new(share, Wilson(share, whole, NormalDistribution.Quantile((1 + confidence) / 2)), count);
    }

    // The variance of an area A is at most A (1 - A) / n, where n is the number of the rarer label. DeLong's says how many answers to a
    // yes-or-no question would be as certain. With few labels it is uncertain itself, which the distribution of Student allows for.
    private static MetricEstimate? OfAuc(OwnAuc? auc, double confidence)
    {
        if (auc is null || auc.Positives < 2 || auc.Negatives < 2)
            return null;

        var rarer = (double)Math.Min(auc.Positives, auc.Negatives);
        var spread = auc.Value * (1 - auc.Value);
        var size = spread > 0 && auc.Variance > 0 ? Math.Clamp(spread / auc.Variance, rarer, auc.Positives + auc.Negatives) : rarer;
        return new(
            auc.Value,
            Wilson(auc.Value, size, StudentTDistribution.Quantile((1 + confidence) / 2, rarer - 1)),
            auc.Positives + auc.Negatives);
    }

    // A few large losses make most of a mean, and a small sample can lack them. One loss of 0 and one of 1 stand for what was not seen.
    private static MetricEstimate? OfBounded(Moments losses, double confidence)
    {
        if (losses.Count < 2)
            return null;

        var (lower, upper) = Student(losses + new Moments(1, 0, 0) + new Moments(1, 1, 0), confidence);
        // With little confidence, the two losses move the interval further than it is wide.
        return new(losses.Mean, new(Math.Clamp(lower, 0, losses.Mean), Math.Clamp(upper, losses.Mean, 1)), losses.Count);
    }

    // Where all losses are the same, nothing says how far others may be from them.
    private static MetricEstimate? OfMean(Moments losses, double confidence)
    {
        if (losses.Count < 2)
            return null;

        var (lower, upper) = Student(losses, confidence);
        var areSame = losses.Variance <= Rounding * Rounding * losses.Mean * losses.Mean;
        return new(losses.Mean, areSame ? null : new(Math.Max(0, lower), upper), losses.Count);
    }

    private static (double Lower, double Upper) Student(Moments losses, double confidence)
    {
        var half = StudentTDistribution.Quantile((1 + confidence) / 2, losses.Count - 1) * Math.Sqrt(losses.VarianceOfMean);
        return (losses.Mean - half, losses.Mean + half);
    }

    private static ConfidenceInterval Wilson(double share, double size, double critical)
    {
        var square = critical * critical / size;
        var half = critical * Math.Sqrt((share * (1 - share) / size) + (square / (4 * size)));
        var (lower, upper) = ((share + (square / 2) - half) / (1 + square), (share + (square / 2) + half) / (1 + square));
        // Rounding can put the ends on the wrong side of a share of 0 or 1.
        return new(Math.Clamp(lower, 0, share), Math.Clamp(upper, share, 1));
    }

    private MetricEstimate Map(Func<double, double> rising) =>
        new(rising(Value), Interval is { } found ? new(rising(found.Lower), rising(found.Upper)) : null, Count);
}
