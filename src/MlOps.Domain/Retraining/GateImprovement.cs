using MlOps.Domain.Statistics;

namespace MlOps.Domain.Retraining;

/// <summary>By how much the challenger is better than the champion on the same predictions. docs/gate.md has the formulas.</summary>
public sealed record GateImprovement
{
    public required GateMetric Metric { get; init; }

    public required double Champion { get; init; }

    public required double Challenger { get; init; }

    /// <summary>Above 0 if the challenger is better, whichever direction the metric has.</summary>
    public required double Improvement { get; init; }

    public required double StandardError { get; init; }

    /// <summary>The number of predictions.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// The probability of such an improvement, or a larger one, if both were equally good. That of the accuracy comes from McNemar's exact
    /// test.
    /// </summary>
    public required double PValue { get; init; }

    /// <summary>
    /// The middle of the interval. Of counts it is that with one more prediction in which each side alone is right, of either label, so
    /// that a few predictions prove nothing (Bonett and Price).
    /// </summary>
    public required double Centre { get; init; }

    /// <summary>The lower end of the interval: the improvement is below it with a probability of 1 - confidence at most.</summary>
    public double FindLower(double confidence) => Centre - (NormalDistribution.Quantile(confidence) * StandardError);

    /// <summary>Measures a metric. Null if the predictions do not define it.</summary>
    public static GateImprovement? Measure(GateMetric metric, PairedOutcomes outcomes)
    {
        Guard.Given(outcomes, nameof(outcomes));
        return metric switch
        {
            GateMetric.F1 or GateMetric.Precision or GateMetric.Recall => OfShares(metric, outcomes.Counts),
            GateMetric.Accuracy => OfAccuracy(outcomes.Counts),
            GateMetric.Auc => OfAuc(outcomes.Auc),
            GateMetric.Brier => OfMeans(metric, outcomes.Brier),
            GateMetric.LogLoss => OfMeans(metric, outcomes.LogLoss),
            GateMetric.Mae => OfMeans(metric, outcomes.Absolute),
            GateMetric.Rmse => OfRoots(outcomes.Squared),
            _ => throw new InvalidValueException(nameof(Metric), $"must be a metric of the gate; it was {metric}"),
        };
    }

    /// <summary>Whether the predictions define a metric for the champion, and not for the challenger.</summary>
    public static bool IsUndefinedForChallengerAlone(GateMetric metric, PairedOutcomes outcomes)
    {
        Guard.Given(outcomes, nameof(outcomes));
        return metric is GateMetric.F1 or GateMetric.Precision or GateMetric.Recall
            && CountShare.Of(metric).Find(outcomes.Counts, ofChallenger: false) is not null
            && CountShare.Of(metric).Find(outcomes.Counts, ofChallenger: true) is null;
    }

    private static GateImprovement? OfShares(GateMetric metric, PairedCounts counts)
    {
        var share = CountShare.Of(metric);
        if (counts.Total < 2 || share.Find(counts, ofChallenger: false) is not { } before || share.Find(counts, true) is not { } after)
            return null;

        var (centre, variance) = share.Compare(counts.WithOneMoreOfEach());
        return Of(metric, before, after, variance, counts.Total) with { Centre = centre };
    }

    private static GateImprovement? OfAccuracy(PairedCounts counts) => OfShares(GateMetric.Accuracy, counts) is { } found
        ? found with { PValue = McNemarTest.OneSided(counts.OnlyChallengerRight, counts.OnlyChampionRight) }
        : null;

    private static GateImprovement? OfAuc(PairedAuc? auc) => auc is null || auc.Positives < 2 || auc.Negatives < 2 ? null
        : Of(GateMetric.Auc, auc.Champion, auc.Challenger, auc.VarianceOfDifference, auc.Positives + auc.Negatives);

    private static GateImprovement? OfMeans(GateMetric metric, PairedMoments? losses) => losses is null || losses.Count < 2 ? null
        : Of(
            metric,
            losses.ChampionMean,
            losses.ChallengerMean,
            (losses.ChampionVariance + losses.ChallengerVariance - (2 * losses.Covariance)) / losses.Count,
            losses.Count);

    // The root of a mean m moves by 1 / (2 sqrt(m)).
    private static GateImprovement? OfRoots(PairedMoments? squares)
    {
        if (squares is null || squares.Count < 2)
            return null;

        var (before, after) = (Math.Sqrt(squares.ChampionMean), Math.Sqrt(squares.ChallengerMean));
        // A model without any error is not uncertain.
        var (left, right) = (before == 0 ? 0 : 0.5 / before, after == 0 ? 0 : 0.5 / after);
        var variance = (left * left * squares.ChampionVariance) + (right * right * squares.ChallengerVariance)
            - (2 * left * right * squares.Covariance);
        return Of(GateMetric.Rmse, before, after, variance / squares.Count, squares.Count);
    }

    private static GateImprovement Of(GateMetric metric, double champion, double challenger, double variance, long count)
    {
        var improvement = metric.IsHigherBetter() ? challenger - champion : champion - challenger;
        // Rounding can leave a variance of zero slightly below it.
        var error = Math.Sqrt(Math.Max(0, variance));
        return new()
        {
            Metric = metric,
            Champion = champion,
            Challenger = challenger,
            Improvement = improvement,
            Centre = improvement,
            StandardError = error,
            Count = count,
            PValue = error > 0 ? NormalDistribution.Survival(improvement / error) : improvement > 0 ? 0 : 1,
        };
    }
}
