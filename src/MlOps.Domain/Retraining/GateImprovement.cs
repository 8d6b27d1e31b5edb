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

    /// <summary>The end below which the improvement is with a probability of 1 - confidence at most.</summary>
    public double FindLower(double confidence) => Improvement - (NormalDistribution.Quantile(confidence) * StandardError);

    /// <summary>Measures a metric. Null if the predictions do not define it.</summary>
    public static GateImprovement? Measure(GateMetric metric, PairedOutcomes outcomes)
    {
        Guard.Given(outcomes, nameof(outcomes));
        return metric switch
        {
            GateMetric.F1 => OfShares(metric, outcomes.Counts, 2, 1, 1),
            GateMetric.Precision => OfShares(metric, outcomes.Counts, 1, 1, 0),
            GateMetric.Recall => OfShares(metric, outcomes.Counts, 1, 0, 1),
            GateMetric.Accuracy => OfAccuracy(outcomes.Counts),
            GateMetric.Auc => OfAuc(outcomes.Auc),
            GateMetric.Brier => OfMeans(metric, outcomes.Brier),
            GateMetric.LogLoss => OfMeans(metric, outcomes.LogLoss),
            GateMetric.Mae => OfMeans(metric, outcomes.Absolute),
            GateMetric.Rmse => OfRoots(outcomes.Squared),
            _ => throw new InvalidValueException(nameof(Metric), $"must be a metric of the gate; it was {metric}"),
        };
    }

    // Each is hits / (hits + false alarms + misses) with weights, so that the share of each kind of answer moves it by a derivative (the
    // delta method). Both models answered the same rows, so that one sum has the covariance too.
    private static GateImprovement? OfShares(
        GateMetric metric, PairedCounts counts, double hitWeight, double alarmWeight, double missWeight)
    {
        if (counts.Total < 2)
            return null;

        var (champion, challenger) = (Sum(false), Sum(true));
        if (champion.Whole == 0 || challenger.Whole == 0)
            return null;

        var (before, after) = (champion.Hits / champion.Whole, challenger.Hits / challenger.Whole);
        var squares = counts.Shares.Sum(row => row.Share * Math.Pow(Derive(row.Answer, true) - Derive(row.Answer, false), 2));
        return Of(metric, before, after, squares / counts.Total, counts.Total);

        (double Hits, double Whole) Sum(bool ofChallenger)
        {
            var hits = counts.Shares.Sum(row => row.Share * hitWeight * Hit(row.Answer, ofChallenger));
            return (hits, hits + counts.Shares.Sum(row => row.Share * Wrong(row.Answer, ofChallenger)));
        }

        double Derive(PairedAnswer answer, bool ofChallenger)
        {
            var (whole, value) = ofChallenger ? (challenger.Whole, after) : (champion.Whole, before);
            var hit = hitWeight * Hit(answer, ofChallenger);
            return (hit - (value * (hit + Wrong(answer, ofChallenger)))) / whole;
        }

        double Wrong(PairedAnswer answer, bool ofChallenger) => (answer.IsPositive, answer.Of(ofChallenger)) switch
        {
            (false, true) => alarmWeight,
            (true, false) => missWeight,
            _ => 0,
        };

        static double Hit(PairedAnswer answer, bool ofChallenger) => answer.IsPositive && answer.Of(ofChallenger) ? 1 : 0;
    }

    private static GateImprovement? OfAccuracy(PairedCounts counts)
    {
        if (counts.Total < 2)
            return null;

        var (better, worse) = (counts.OnlyChallengerRight / (double)counts.Total, counts.OnlyChampionRight / (double)counts.Total);
        var bothRight = counts.Shares.Where(row => row.Answer.Champion == row.Answer.IsPositive
            && row.Answer.Challenger == row.Answer.IsPositive).Sum(row => row.Share);
        var variance = (better + worse - ((better - worse) * (better - worse))) / counts.Total;
        return Of(GateMetric.Accuracy, bothRight + worse, bothRight + better, variance, counts.Total) with
        {
            PValue = McNemarTest.OneSided(counts.OnlyChallengerRight, counts.OnlyChampionRight),
        };
    }

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
            StandardError = error,
            Count = count,
            PValue = error > 0 ? NormalDistribution.Survival(improvement / error) : improvement > 0 ? 0 : 1,
        };
    }
}
