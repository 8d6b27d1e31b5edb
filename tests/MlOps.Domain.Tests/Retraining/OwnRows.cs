using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Tests.Retraining;

/// <summary>Labels with the answers of one version, and what a comparison reads from them, computed row by row.</summary>
internal sealed record OwnRows(IReadOnlyList<(double Label, double Answer)> Rows)
{
    private const double Threshold = 0.5;

    private IEnumerable<(double Label, double Answer)> Scored => Rows.Where(row => row.Answer is >= 0 and <= 1);

    public OwnOutcomes Sum() => new()
    {
        Predictions = Rows.Count,
        Labelled = Rows.Count,
        Answered = Rows.Count,
        TruePositives = Scored.Count(row => row.Label == 1 && row.Answer >= Threshold),
        FalsePositives = Scored.Count(row => row.Label != 1 && row.Answer >= Threshold),
        FalseNegatives = Scored.Count(row => row.Label == 1 && row.Answer < Threshold),
        TrueNegatives = Scored.Count(row => row.Label != 1 && row.Answer < Threshold),
        Brier = Moments.FromValues(Scored.Select(row => Math.Pow(row.Answer - (row.Label == 1 ? 1 : 0), 2))),
        LogLoss = Moments.FromValues(
            Scored.Select(row => -Math.Log(Math.Clamp(row.Label == 1 ? row.Answer : 1 - row.Answer, 1e-15, 1 - 1e-15)))),
        Absolute = Moments.FromValues(Rows.Select(row => Math.Abs(row.Answer - row.Label))),
        Squared = Moments.FromValues(Rows.Select(row => Math.Pow(row.Answer - row.Label, 2))),
        Auc = FindAuc(),
    };

    /// <summary>The metric, by the code that measures a service.</summary>
    public double? Measure(GateMetric metric)
    {
        var performance = ClassifierPerformance.Measure(Rows.Select(row => ((double?)row.Answer, (bool?)(row.Label == 1))), Threshold);
        return metric switch
        {
            GateMetric.F1 => performance.F1,
            GateMetric.Accuracy => performance.Accuracy,
            GateMetric.Precision => performance.Precision,
            GateMetric.Recall => performance.Recall,
            GateMetric.Auc => performance.Auc,
            GateMetric.Brier => performance.Brier,
            GateMetric.LogLoss => performance.LogLoss,
            GateMetric.Mae => Rows.Average(row => Math.Abs(row.Answer - row.Label)),
            _ => Math.Sqrt(Rows.Average(row => Math.Pow(row.Answer - row.Label, 2))),
        };
    }

    // DeLong's variance, from the share of the other class that each row beats.
    private OwnAuc? FindAuc()
    {
        double[] positives = [.. Scored.Where(row => row.Label == 1).Select(row => row.Answer)];
        double[] negatives = [.. Scored.Where(row => row.Label != 1).Select(row => row.Answer)];
        if (positives.Length == 0 || negatives.Length == 0)
            return null;

        static double Beats(double positive, double negative) => positive > negative ? 1 : positive == negative ? 0.5 : 0;
        var above = Moments.FromValues(positives.Select(one => negatives.Average(other => Beats(one, other))));
        var below = Moments.FromValues(negatives.Select(one => positives.Average(other => Beats(other, one))));
        return new OwnAuc
        {
            Positives = positives.Length,
            Negatives = negatives.Length,
            Value = above.Mean,
            Variance = (above.Variance / above.Count) + (below.Variance / below.Count),
        };
    }
}
