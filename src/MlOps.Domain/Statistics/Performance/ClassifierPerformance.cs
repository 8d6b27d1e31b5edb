using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Performance;

/// <summary>
/// How good the scores of a yes-or-no question are. A row counts if its score is from 0 to 1 and its answer is known.
/// </summary>
public sealed record ClassifierPerformance
{
    public const int CalibrationBins = 10;

    // The logarithm of a wrong score of exactly 0 or 1 would be infinite.
    private const double LeastScore = 1e-15;

    private ClassifierPerformance(long rows, double threshold, double[] positives, double[] negatives)
    {
        Array.Sort(positives);
        Array.Sort(negatives);
        Rows = rows;
        Count = positives.LongLength + negatives.LongLength;
        Threshold = threshold;
        long hits = positives.LongCount(IsSelected), falseAlarms = negatives.LongCount(IsSelected);
        Confusion = ConfusionMatrix.Binary(hits, falseAlarms, positives.LongLength - hits, negatives.LongLength - falseAlarms);
        Auc = ComputeAuc(positives, negatives);
        Brier = AverageOf(positives.Sum(score => (1 - score) * (1 - score)) + negatives.Sum(score => score * score));
        LogLoss = AverageOf(-positives.Sum(score => LogOf(score)) - negatives.Sum(score => LogOf(1 - score)));
        Calibration = Calibrate(positives, negatives);
    }

    /// <summary>All rows, with those that do not count.</summary>
    public long Rows { get; }

    /// <summary>The rows that count.</summary>
    public long Count { get; }

    /// <summary>The score from which a prediction is positive.</summary>
    public double Threshold { get; }

    public ConfusionMatrix Confusion { get; }

    /// <summary>Null without a row that counts.</summary>
    public double? Accuracy => Confusion.Accuracy;

    /// <summary>Null without a positive prediction.</summary>
    public double? Precision => Confusion.Precision();

    /// <summary>Null without a positive row.</summary>
    public double? Recall => Confusion.Recall();

    /// <summary>Null if neither predictions nor rows were positive.</summary>
    public double? F1 => Confusion.F1();

    /// <summary>
    /// The probability that a positive row has a higher score than a negative one. An equal score counts as half. Null if there is
    /// no row of either.
    /// </summary>
    public double? Auc { get; }

    /// <summary>The mean square of the errors of the scores.</summary>
    public double? Brier { get; }

    /// <summary>The mean negative logarithm of what the score gave to the answer, in nats and at least 1e-15.</summary>
    public double? LogLoss { get; }

    /// <summary>Ten bins of equal width. The bin of a score is the whole part of ten times the score.</summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; }

    /// <param name="outcomes">A score and the answer for each row.</param>
    /// <param name="threshold">The score from which a prediction is positive, from 0 to 1.</param>
    public static ClassifierPerformance Measure(IEnumerable<(double? Score, bool? IsPositive)> outcomes, double threshold)
    {
        Guard.Between(threshold, 0, 1, nameof(Threshold));
        var (positives, negatives) = (new List<double>(), new List<double>());
        var rows = 0L;
        foreach (var (score, isPositive) in Guard.Given(outcomes, nameof(outcomes)))
        {
            rows++;
            if (score is >= 0 and <= 1 && isPositive is { } answer)
                (answer ? positives : negatives).Add(score.Value);
        }

        return new ClassifierPerformance(rows, threshold, [.. positives], [.. negatives]);
    }

    private static double? ComputeAuc(double[] positives, double[] negatives)
    {
        if (positives.Length == 0 || negatives.Length == 0)
            return null;

        // Twice the number of pairs in the right order, where an equal score is half a pair.
        var steps = new MergedSteps(positives, negatives);
        var (twice, positivesBefore, negativesBefore) = (Int128.Zero, 0, 0);
        while (steps.MoveNext())
        {
            twice += (Int128)(steps.First - positivesBefore) * ((long)negativesBefore + steps.Second);
            (positivesBefore, negativesBefore) = (steps.First, steps.Second);
        }

        return (double)twice / (2.0 * positives.Length * negatives.Length);
    }

    private static CalibrationBin[] Calibrate(double[] positives, double[] negatives)
    {
        var (scores, counts, hits) = (new double[CalibrationBins], new long[CalibrationBins], new long[CalibrationBins]);
        foreach (var (score, hit) in positives.Select(score => (score, 1)).Concat(negatives.Select(score => (score, 0))))
        {
            var bin = Math.Min((int)(score * CalibrationBins), CalibrationBins - 1);
            scores[bin] += score;
            counts[bin]++;
            hits[bin] += hit;
        }

        return
        [
            .. Enumerable.Range(0, CalibrationBins).Select(bin => new CalibrationBin
            {
                From = (double)bin / CalibrationBins,
                To = (bin + 1.0) / CalibrationBins,
                Count = counts[bin],
                MeanScore = counts[bin] == 0 ? null : scores[bin] / counts[bin],
                PositiveShare = counts[bin] == 0 ? null : (double)hits[bin] / counts[bin],
            }),
        ];
    }

    private static double LogOf(double probability) => Math.Log(Math.Clamp(probability, LeastScore, 1 - LeastScore));

    private double? AverageOf(double sum) => Count == 0 ? null : sum / Count;

    private bool IsSelected(double score) => score >= Threshold;
}
