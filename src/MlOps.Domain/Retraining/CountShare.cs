namespace MlOps.Domain.Retraining;

/// <summary>
/// A metric that is a share: hits / (hits + wrong answers), each with a weight. So the share of each kind of answer moves it by a
/// derivative (the delta method), and since both models answered the same predictions, one sum has the covariance too.
/// </summary>
internal sealed record CountShare
{
    private double HitWeight { get; init; } = 1;

    private double FalseAlarmWeight { get; init; } = 1;

    private double MissWeight { get; init; } = 1;

    // Whether a negative answer to a negative label is a hit as well.
    private bool CountsRejections { get; init; }

    public static CountShare Of(GateMetric metric) => metric switch
    {
        GateMetric.F1 => new() { HitWeight = 2 },
        GateMetric.Precision => new() { MissWeight = 0 },
        GateMetric.Recall => new() { FalseAlarmWeight = 0 },
        GateMetric.Accuracy => new() { CountsRejections = true },
        _ => throw new InvalidValueException(nameof(metric), $"must be a share of counts; it was {metric}"),
    };

    /// <summary>The metric of one side. Null if nothing counts for it.</summary>
    public double? Find(PairedCounts counts, bool ofChallenger)
    {
        if (counts.Total == 0)
            return null;

        var (hits, whole) = Sum(counts, ofChallenger);
        return whole == 0 ? null : hits / whole;
    }

    /// <summary>The difference between both sides, which must be defined, and its variance.</summary>
    public (double Difference, double Variance) Compare(PairedCounts counts)
    {
        var (champion, challenger) = (Sum(counts, false), Sum(counts, true));
        var squares = counts.Shares.Sum(row => row.Share * Math.Pow(Derive(row.Answer, true) - Derive(row.Answer, false), 2));
        var difference = (challenger.Hits / challenger.Whole) - (champion.Hits / champion.Whole);
        // The mean of the derivatives is 0, but for the accuracy, whose whole never changes.
        var mean = counts.Shares.Sum(row => row.Share * (Derive(row.Answer, true) - Derive(row.Answer, false)));
        return (difference, (squares - (mean * mean)) / counts.Total);

        double Derive(PairedAnswer answer, bool ofChallenger)
        {
            var (hits, whole) = ofChallenger ? challenger : champion;
            var hit = Hit(answer, ofChallenger);
            return (hit - (hits / whole * (hit + Wrong(answer, ofChallenger)))) / whole;
        }
    }

    private (double Hits, double Whole) Sum(PairedCounts counts, bool ofChallenger)
    {
        var hits = counts.Shares.Sum(row => row.Share * Hit(row.Answer, ofChallenger));
        return (hits, hits + counts.Shares.Sum(row => row.Share * Wrong(row.Answer, ofChallenger)));
    }

    private double Hit(PairedAnswer answer, bool ofChallenger) => (answer.IsPositive, answer.Of(ofChallenger)) switch
    {
        (true, true) => HitWeight,
        (false, false) when CountsRejections => HitWeight,
        _ => 0,
    };

    private double Wrong(PairedAnswer answer, bool ofChallenger) => (answer.IsPositive, answer.Of(ofChallenger)) switch
    {
        (false, true) => FalseAlarmWeight,
        (true, false) => MissWeight,
        _ => 0,
    };
}
