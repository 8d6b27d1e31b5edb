using FsCheck;
using FsCheck.Fluent;
using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Tests.Statistics.Performance;

public class ClassifierPerformanceTests
{
    // sklearn's documentation has this sample: its AUC is 0.75.
    private static readonly (double?, bool?)[] Four = [(0.1, false), (0.4, false), (0.35, true), (0.8, true)];

    [Fact]
    public void A_small_sample_has_the_numbers_of_a_textbook()
    {
        var measured = ClassifierPerformance.Measure(Four, 0.4);

        Assert.Equal(ConfusionMatrix.Binary(1, 1, 1, 1), measured.Confusion);
        Assert.Equal((0.5, 0.5, 0.5, 0.5), (measured.Accuracy, measured.Precision, measured.Recall, measured.F1));
        Assert.Equal((4, 4, 0.4), (measured.Rows, measured.Count, measured.Threshold));
        Assert.Equal(0.75, measured.Auc);
        AssertNear.Equal((0.01 + 0.16 + (0.65 * 0.65) + 0.04) / 4, measured.Brier!.Value);
        AssertNear.Equal(-(Math.Log(0.9) + Math.Log(0.6) + Math.Log(0.35) + Math.Log(0.8)) / 4, measured.LogLoss!.Value);
    }

    [Fact]
    public void Rows_without_a_score_from_0_to_1_or_without_an_answer_are_left_out()
    {
        var measured = ClassifierPerformance.Measure(
            [.. Four, (null, true), (double.NaN, true), (double.PositiveInfinity, false), (1.01, true), (-0.01, false), (0.5, null)], 0.4);

        Assert.Equal((10, 4), (measured.Rows, measured.Count));
        Assert.Equal(ConfusionMatrix.Binary(1, 1, 1, 1), measured.Confusion);
        Assert.Equal(0.75, measured.Auc);
    }

    [Fact]
    public void Without_a_row_that_counts_nothing_is_known()
    {
        var measured = ClassifierPerformance.Measure([(0.5, null)], 0.5);

        Assert.Equal((1, 0), (measured.Rows, measured.Count));
        Assert.Equal(
            (null, null, null, null), (measured.Accuracy, measured.Precision, measured.Recall, measured.F1));
        Assert.Equal((null, null, null), (measured.Auc, measured.Brier, measured.LogLoss));
        Assert.All(measured.Calibration, bin =>
            Assert.Equal((0, null, null), (bin.Count, bin.MeanScore, bin.PositiveShare)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_one_class_alone_there_is_no_auc(bool answer)
    {
        var measured = ClassifierPerformance.Measure([(0.2, answer), (0.9, answer)], 1);

        Assert.Null(measured.Auc);
        Assert.Null(measured.Precision);
        Assert.Equal(answer ? 0 : null, measured.Recall);
        Assert.Equal(answer ? 0 : null, measured.F1);
        Assert.NotNull(measured.Brier);
    }

    [Fact]
    public void A_score_that_is_certain_and_wrong_has_a_finite_loss()
    {
        AssertNear.Equal(-Math.Log(1e-15), ClassifierPerformance.Measure([(0, true)], 0.5).LogLoss!.Value);
        AssertNear.Equal(-Math.Log(1e-15), ClassifierPerformance.Measure([(1, false)], 0.5).LogLoss!.Value, 0.01);
        Assert.Equal(0, ClassifierPerformance.Measure([(1, true), (0, false)], 0.5).LogLoss!.Value, 14);
    }

    [Fact]
    public void Calibration_compares_scores_with_answers_in_ten_bins()
    {
        var bins = ClassifierPerformance.Measure(
            [(0, false), (0.05, true), (0.3, true), (0.19, false), (0.95, true), (1, true), (1, false)], 0.5).Calibration;

        Assert.Equal(10, bins.Count);
        Assert.Equal(new CalibrationBin { From = 0, To = 0.1, Count = 2, MeanScore = 0.025, PositiveShare = 0.5 }, bins[0]);
        Assert.Equal(new CalibrationBin { From = 0.3, To = 0.4, Count = 1, MeanScore = 0.3, PositiveShare = 1 }, bins[3]);
        Assert.Equal((0.9, 1, 3, 2 / 3.0), (bins[9].From, bins[9].To, bins[9].Count, bins[9].PositiveShare));
        Assert.Equal([2, 1, 0, 1, 0, 0, 0, 0, 0, 3], bins.Select(bin => bin.Count));
    }

    [Fact]
    public void Auc_is_the_share_of_all_pairs_in_the_right_order() => Check((measured, rows) =>
    {
        var pairs = rows.Where(row => row.Answer).SelectMany(
            _ => rows.Where(row => !row.Answer), (positive, negative) => Math.Sign(positive.Score - negative.Score)).ToList();
        return pairs.Count == 0 ? measured.Auc is null : Near(pairs.Average(sign => (sign + 1) / 2.0), measured.Auc);
    });

    [Fact]
    public void Counts_and_losses_are_those_of_their_definitions() => Check((measured, rows) =>
        measured.Count == rows.Count
        && measured.Confusion.Equals(ConfusionMatrix.Binary(
            rows.Count(row => row is { Answer: true, Score: >= 0.3 }),
            rows.Count(row => row is { Answer: false, Score: >= 0.3 }),
            rows.Count(row => row is { Answer: true, Score: < 0.3 }),
            rows.Count(row => row is { Answer: false, Score: < 0.3 })))
        && (rows.Count == 0
            || (Near(rows.Average(row => Math.Pow(row.Score - (row.Answer ? 1 : 0), 2)), measured.Brier)
                && Near(rows.Average(row => -Math.Log(Math.Max(1e-15, row.Answer ? row.Score : 1 - row.Score))), measured.LogLoss, 1e-3)))
        && measured.Calibration.Sum(bin => bin.Count) == rows.Count
        && Near(rows.Count(row => row.Answer), measured.Calibration.Sum(bin => bin.Count * (bin.PositiveShare ?? 0)))
        && Near(rows.Sum(row => row.Score), measured.Calibration.Sum(bin => bin.Count * (bin.MeanScore ?? 0))));

    private static void Check(Func<ClassifierPerformance, List<(double Score, bool Answer)>, bool> holds) =>
        Prop.ForAll(Answers.Scored, outcomes => holds(
            ClassifierPerformance.Measure(outcomes, 0.3),
            [
                .. outcomes.Where(row => row is { Score: >= 0 and <= 1, IsPositive: not null })
                    .Select(row => (row.Score!.Value, row.IsPositive!.Value)),
            ])).QuickCheckThrowOnFailure();

    private static bool Near(double expected, double? actual, double precision = 1e-9) =>
        Math.Abs(expected - actual!.Value) <= precision * Math.Max(1, Math.Abs(expected));
}
