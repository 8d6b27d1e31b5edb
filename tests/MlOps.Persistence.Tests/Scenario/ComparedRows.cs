using MlOps.Domain.Retraining;
using MlOps.Domain.Tests.Retraining;
using MlOps.Persistence.Tests.Monitoring.Expectations;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>
/// The rows that the gate compared, taken from memory, and what they say without SQL and without the formulas of the gate.
/// </summary>
internal sealed class ComparedRows
{
    private const double Step = 1e-4;

    // The quantile of the normal distribution for the policy's confidence of 0.95.
    private const double Certainty = 1.6448536269514722;

    public ComparedRows(YearDiary diary, AskedGate asked)
    {
        Predictions = diary.Known(asked.At).List(new(asked.At - YearScript.Thresholds.Lookback, asked.At))
            .FindAll(row => row.VersionId == asked.Champion.Id);
        Labelled = Predictions.FindAll(row => row.FindLabel(asked.At) is not null);
        Paired =
        [
            .. from row in Labelled
               let key = (row.Id, asked.Challenger.Name)
               where diary.ShadowAnswers.ContainsKey(key) && diary.ShadowAnswers[key].StoredAt <= asked.At
               select (row, row.FindLabel(asked.At)!.Value, diary.ShadowAnswers[key].Score),
        ];
        Segments =
        [
            .. KnownSegment.Largest(
                YearScript.Thresholds.SegmentFeature!, Paired.Select(pair => pair.Row), YearScript.Thresholds.SegmentCap)
                .Where(segment => Paired.Exists(pair => segment.Holds(pair.Row))),
        ];
    }

    public List<KnownPrediction> Predictions { get; }

    public List<KnownPrediction> Labelled { get; }

    public List<(KnownPrediction Row, double Label, double Challenger)> Paired { get; }

    public List<KnownSegment> Segments { get; }

    public GateRows All => Of(KnownSegment.All);

    public GateRows Of(KnownSegment segment) => new(
    [
        .. Paired.Where(pair => segment.Holds(pair.Row)).Select(pair => (pair.Label, pair.Row.Score, pair.Challenger)),
    ]);

    /// <summary>F1 of both, its error by numeric derivatives, and whether its lower end is above 0.</summary>
    public (double Champion, double Challenger, double Error, bool IsCertain) CompareF1()
    {
        // One more prediction in which each side alone is right, of either label.
        double[] counts = [.. All.Sum().Counts.Counts.Select((count, i) => (double)(i % 4 is 1 or 2 ? count + 1 : count))];
        double[] slopes = [.. counts.Select((_, i) => (Difference(counts, i, Step) - Difference(counts, i, -Step)) / (2 * Step))];
        var error = Math.Sqrt(counts.Zip(slopes, (count, slope) => count * slope * slope).Sum());
        return (
            All.Measure(GateMetric.F1, challenger: false), All.Measure(GateMetric.F1, challenger: true), error,
            Difference(counts, 0, 0) - (Certainty * error) > 0);
    }

    /// <summary>The mean Brier loss of both, and the error of the difference from the differences of the rows.</summary>
    public (double Champion, double Challenger, double Error) CompareBrier()
    {
        double[] differences = [.. All.Rows.Select(row => Square(row.Champion - row.Label) - Square(row.Challenger - row.Label))];
        var mean = differences.Average();
        var variance = differences.Sum(difference => Square(difference - mean)) / (differences.Length - 1);
        return (
            All.Measure(GateMetric.Brier, challenger: false), All.Measure(GateMetric.Brier, challenger: true),
            Math.Sqrt(variance / differences.Length));
    }

    private static double Difference(double[] counts, int place, double step)
    {
        double[] moved = [.. counts.Select((count, i) => i == place ? count + step : count)];
        return F1(moved, 1) - F1(moved, 2);
    }

    // The lowest bit of a place is the answer of the challenger, the next one that of the champion, and the last one the label.
    private static double F1(double[] counts, int side)
    {
        var (hits, found, all) = (0.0, 0.0, 0.0);
        foreach (var (i, count) in counts.Index())
        {
            var (isFound, isPositive) = ((i & side) != 0, i >= 4);
            hits += isFound && isPositive ? count : 0;
            found += isFound ? count : 0;
            all += isPositive ? count : 0;
        }

        return 2 * hits / (found + all);
    }

    private static double Square(double value) => value * value;
}
