using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Tests.Retraining;

/// <summary>Labels with the answers of champion and challenger, and what the gate reads from them, computed row by row.</summary>
internal sealed record GateRows(IReadOnlyList<(double Label, double Champion, double Challenger)> Rows)
{
    private const double Threshold = 0.5;

    public PairedOutcomes Sum()
    {
        var scored = Rows.Where(row => row.Champion is >= 0 and <= 1 && row.Challenger is >= 0 and <= 1).ToList();
        var counts = new long[8];
        foreach (var (label, champion, challenger) in scored)
            counts[(label == 1 ? 4 : 0) + (champion >= Threshold ? 2 : 0) + (challenger >= Threshold ? 1 : 0)]++;

        return new PairedOutcomes
        {
            Paired = Rows.Count,
            Counts = new PairedCounts(counts),
            Brier = Moments(scored, (label, score) => Math.Pow(score - (label == 1 ? 1 : 0), 2)),
            LogLoss = Moments(scored, (label, score) => -Math.Log(Math.Clamp(label == 1 ? score : 1 - score, 1e-15, 1 - 1e-15))),
            Auc = Auc(scored),
            Absolute = Moments(Rows, (label, score) => Math.Abs(score - label)),
            Squared = Moments(Rows, (label, score) => (score - label) * (score - label)),
        };
    }

    /// <summary>The metric of one side, by the code that measures a service.</summary>
    public double Measure(GateMetric metric, bool challenger)
    {
        double Score((double Label, double Champion, double Challenger) row) => challenger ? row.Challenger : row.Champion;
        var performance = ClassifierPerformance.Measure(Rows.Select(row => ((double?)Score(row), (bool?)(row.Label == 1))), Threshold);
        return metric switch
        {
            GateMetric.F1 => performance.F1!.Value,
            GateMetric.Accuracy => performance.Accuracy!.Value,
            GateMetric.Precision => performance.Precision!.Value,
            GateMetric.Recall => performance.Recall!.Value,
            GateMetric.Auc => performance.Auc!.Value,
            GateMetric.Brier => performance.Brier!.Value,
            GateMetric.LogLoss => performance.LogLoss!.Value,
            GateMetric.Mae => Rows.Average(row => Math.Abs(Score(row) - row.Label)),
            _ => Math.Sqrt(Rows.Average(row => Math.Pow(Score(row) - row.Label, 2))),
        };
    }

    private static PairedMoments? Moments(
        IReadOnlyList<(double Label, double Champion, double Challenger)> rows, Func<double, double, double> loss)
    {
        if (rows.Count < 2)
            return null;

        double[] champion = [.. rows.Select(row => loss(row.Label, row.Champion))];
        double[] challenger = [.. rows.Select(row => loss(row.Label, row.Challenger))];
        return new PairedMoments
        {
            Count = rows.Count,
            ChampionMean = champion.Average(),
            ChallengerMean = challenger.Average(),
            ChampionVariance = Covariance(champion, champion),
            ChallengerVariance = Covariance(challenger, challenger),
            Covariance = Covariance(champion, challenger),
        };
    }

    // DeLong's variance, from the share of the other class that each row beats.
    private static PairedAuc? Auc(List<(double Label, double Champion, double Challenger)> rows)
    {
        var (positives, negatives) = (rows.Where(row => row.Label == 1).ToList(), rows.Where(row => row.Label != 1).ToList());
        if (positives.Count == 0 || negatives.Count == 0)
            return null;

        static double Beats(double positive, double negative) => positive > negative ? 1 : positive == negative ? 0.5 : 0;
        double[] ofPositives =
        [
            .. positives.Select(row => negatives.Average(other => Beats(row.Challenger, other.Challenger))
                - negatives.Average(other => Beats(row.Champion, other.Champion))),
        ];
        double[] ofNegatives =
        [
            .. negatives.Select(row => positives.Average(other => Beats(other.Challenger, row.Challenger))
                - positives.Average(other => Beats(other.Champion, row.Champion))),
        ];
        return new PairedAuc
        {
            Positives = positives.Count,
            Negatives = negatives.Count,
            Champion = positives.Average(row => negatives.Average(other => Beats(row.Champion, other.Champion))),
            Challenger = positives.Average(row => negatives.Average(other => Beats(row.Challenger, other.Challenger))),
            VarianceOfDifference = (Covariance(ofPositives, ofPositives) / positives.Count)
                + (Covariance(ofNegatives, ofNegatives) / negatives.Count),
        };
    }

    private static double Covariance(double[] left, double[] right)
    {
        if (left.Length < 2)
            return 0;

        var (leftMean, rightMean) = (left.Average(), right.Average());
        return left.Zip(right, (x, y) => (x - leftMean) * (y - rightMean)).Sum() / (left.Length - 1);
    }
}
