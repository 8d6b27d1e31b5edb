using MlOps.Domain.Statistics;
using MlOps.Domain.Training;

namespace MlOps.Domain.Tests.Training;

public class EvaluationComparisonTests
{
    // Computed by hand: p = 90/100, q = 95/100; error = sqrt(0.9 * 0.1 / 100 + 0.95 * 0.05 / 100) = sqrt(0.001375);
    // pooled 185/200, z = 0.05 / sqrt(0.925 * 0.075 * 2 / 100) = 1.3423.
    [Fact]
    public void Five_more_of_a_hundred_may_be_luck()
    {
        var found = EvaluationComparison.CompareAccuracy(EvaluateCounts(90, 100), EvaluateCounts(95, 100));

        Assert.Equal(0.05, found.Difference, 15);
        Assert.Equal(0.03708099243547832, found.StandardError, 15);
        Assert.Equal((-0.022677409684539754, 0.12267740968453962), (found.Lower, found.Upper), Close);
        Assert.Equal(0.179494818373031, found.PValue, 13);
    }

    // The same numbers as a z-test elsewhere: 120 of 1000 against 180 of 1200, z = -2.0416711421361615.
    [Fact]
    public void Thirty_more_of_a_thousand_are_hardly_luck()
    {
        var found = EvaluationComparison.CompareAccuracy(EvaluateCounts(120, 1000), EvaluateCounts(180, 1200));

        Assert.Equal(0.03, found.Difference, 15);
        Assert.Equal((0.0014725912294149893, 0.05852740877058501), (found.Lower, found.Upper), Close);
        Assert.Equal(0.04118416315538953, found.PValue, 13);
    }

    [Fact]
    public void A_worse_candidate_has_the_same_error_and_the_opposite_sign()
    {
        var better = EvaluationComparison.CompareAccuracy(EvaluateCounts(40, 50), EvaluateCounts(45, 60));
        var worse = EvaluationComparison.CompareAccuracy(EvaluateCounts(45, 60), EvaluateCounts(40, 50));

        Assert.Equal(-0.05, better.Difference, 15);
        Assert.Equal(0.5332284675524789, better.PValue, 13);
        Assert.Equal(
            (better.Difference, better.StandardError, better.PValue),
            (-worse.Difference, worse.StandardError, worse.PValue));
        Assert.Equal((better.Lower, better.Upper), (-worse.Upper, -worse.Lower), Close);
    }

    [Fact]
    public void Precision_and_recall_are_compared_by_their_own_totals()
    {
        var baseline = Evaluate(ConfusionMatrix.Binary(40, 20, 10, 130));
        var candidate = Evaluate(ConfusionMatrix.Binary(45, 15, 5, 135));

        var recall = EvaluationComparison.CompareRecall(baseline, candidate);
        Assert.Equal(45 / 50.0 - 40 / 50.0, recall.Difference, 15);
        Assert.Equal(Math.Sqrt((0.8 * 0.2 / 50) + (0.9 * 0.1 / 50)), recall.StandardError, 15);

        var precision = EvaluationComparison.ComparePrecision(baseline, candidate);
        Assert.Equal(45 / 60.0 - 40 / 60.0, precision.Difference, 15);
        var negative = EvaluationComparison.ComparePrecision(baseline, candidate, ConfusionMatrix.Negative);
        Assert.Equal(130 / 140.0, 135 / 140.0 - negative.Difference, 15);
    }

    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(10, 10, 1.0)]
    [InlineData(0, 10, 7.744216431044096e-06)] // z = sqrt(20)
    public void The_p_value_is_a_number_even_if_all_predictions_are_right_or_wrong(int before, int after, double pValue)
    {
        var found = EvaluationComparison.CompareAccuracy(EvaluateCounts(before, 10), EvaluateCounts(after, 10));

        Assert.Equal(((after - before) / 10.0, 0), (found.Difference, found.StandardError));
        Assert.Equal(pValue, found.PValue, 15);
    }

    [Fact]
    public void An_interval_stays_within_possible_differences()
    {
        var found = EvaluationComparison.CompareAccuracy(EvaluateCounts(0, 1), EvaluateCounts(2, 3));

        Assert.Equal(1, found.Upper);
        Assert.True(found.Lower > 0 && found.PValue is > 0 and < 1);
    }

    [Fact]
    public void The_p_value_of_a_large_z_has_all_its_digits()
    {
        // z = sqrt(3200/3), from 1600 trials each, all wrong and half right.
        var found = EvaluationComparison.CompareAccuracy(EvaluateCounts(0, 1600), EvaluateCounts(800, 1600));

        Assert.Equal(Erfc(Math.Sqrt(3200.0 / 3) / Math.Sqrt(2)), found.PValue, found.PValue * 1e-12);

        // The asymptotic series, whose terms fall fast so far out.
        static double Erfc(double x)
        {
            double sum = 1, term = 1;
            for (var n = 1; n < 20; n++)
                sum += term *= -((2 * n) - 1) / (2 * x * x);

            return Math.Exp(-x * x) / (x * Math.Sqrt(Math.PI)) * sum;
        }
    }

    [Fact]
    public void Evaluations_that_cannot_be_compared_are_refused()
    {
        var counted = EvaluateCounts(1, 2);
        var uncounted = ModelEvaluation.Record(
            Sample.TrainedVersion(), new() { Metrics = new MetricSet([new("auc", 0.9)]) }, "ada", Sample.Time);
        var elsewhere = Evaluate(
            ConfusionMatrix.Binary(1, 1, 1, 1),
            TrainingDataset.Register("loans", "1", "s3://loans", Json.Parse("{}"), 7, Sample.Time));

        Refused.Value("ConfusionMatrix", "null", () => EvaluationComparison.CompareAccuracy(counted, uncounted));
        Refused.Value("baseline", "null", () => EvaluationComparison.CompareAccuracy(null!, counted));
        Refused.Value("candidate", "null", () => EvaluationComparison.CompareAccuracy(counted, null!));
        Refused.Value(
            "DatasetId",
            $"none and {elsewhere.DatasetId}",
            () => EvaluationComparison.CompareAccuracy(counted, elsewhere));
        Refused.Value("Trials", "0 and 2", () => EvaluationComparison.CompareAccuracy(EvaluateCounts(0, 0), counted));
        Refused.Value("Classes", "'fox'", () => EvaluationComparison.CompareRecall(counted, counted, "fox"));
    }

    private static bool Close((double, double) left, (double, double) right) =>
        Math.Abs(left.Item1 - right.Item1) < 1e-15 && Math.Abs(left.Item2 - right.Item2) < 1e-15;

    private static ModelEvaluation EvaluateCounts(long right, long of) =>
        Evaluate(ConfusionMatrix.Binary(right, of - right, 0, 0));

    private static ModelEvaluation Evaluate(ConfusionMatrix matrix, TrainingDataset? dataset = null) =>
        ModelEvaluation.Record(
            Sample.TrainedVersion(), new() { ConfusionMatrix = matrix }, "ada", Sample.Time, dataset);
}
