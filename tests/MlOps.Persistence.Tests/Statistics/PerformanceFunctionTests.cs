using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Performance;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>How good predictions are, by the labels that are known.</summary>
public class PerformanceFunctionTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly string Window =
        $"service => '{DriftScene.Service}', from_time => '{DriftScene.Current.Start:O}', to_time => '{DriftScene.Current.End:O}'";

    [Theory, InlineData(0, 0.5), InlineData(1, 0.5), InlineData(7, 0), InlineData(200, 0.3), InlineData(500, 1)]
    public async Task A_classifier_has_the_same_performance_as_in_the_domain(int size, double threshold)
    {
        await using var context = Database.CreateContext();
        var predictions = await StoreAsync(
            context,
            size,
            random => Math.Round(random.NextDouble() * 1.1, random.Next(1, 4)),
            random => random.Next(0, 2));
        var expected = ClassifierPerformance.Measure(predictions.Select(ScoreOf), threshold);
        await context.AskAsync(
            reader =>
            {
                Assert.Equal((expected.Rows, expected.Count), (Count("row_count"), Count("scored")));
                Assert.Equal(predictions.Count(prediction => prediction.ActualValue is not null), Count("labelled"));
                Assert.Equal(predictions.Count(prediction => prediction.ActualValue is null), Count("unlabelled"));
                Assert.Equal(
                    expected.Confusion,
                    ConfusionMatrix.Binary(
                        Count("true_positives"),
                        Count("false_positives"),
                        Count("false_negatives"),
                        Count("true_negatives")));
                AssertNear("accuracy", expected.Accuracy);
                AssertNear("precision", expected.Precision);
                AssertNear("recall", expected.Recall);
                AssertNear("f1", expected.F1);
                AssertNear("auc", expected.Auc);
                AssertNear("brier", expected.Brier);
                AssertNear("log_loss", expected.LogLoss);
                Assert.Equal(expected.Calibration.Select(bin => bin.Count), reader.Find<long[]>("calibration_counts")!);
                Near.Statistics(expected.Calibration.Select(bin => bin.MeanScore), reader.Find<double?[]>("calibration_scores"), "A score");
                Near.Statistics(
                    expected.Calibration.Select(bin => bin.PositiveShare),
                    reader.Find<double?[]>("calibration_shares"),
                    "A share");
                return true;

                long Count(string name) => reader.GetInt64(reader.GetOrdinal(name));

                void AssertNear(string name, double? number) => Near.Statistic(number, reader.FindDouble(name), name);
            },
            $"SELECT * FROM mlops_performance({Window}, threshold => @threshold)",
            ("threshold", threshold));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(300)]
    public async Task A_regressor_has_the_same_performance_as_in_the_domain(int size)
    {
        await using var context = Database.CreateContext();
        var predictions = await StoreAsync(context, size, random => random.NextDouble() * 100, random => random.NextDouble() * 100);
        var expected = RegressorPerformance.Measure(predictions.Select(prediction => (prediction.PredictedValue, prediction.ActualValue)));
        var coverage = IntervalCoverage.Measure(predictions.Select(prediction => (prediction.ConfidenceInterval, prediction.ActualValue)));
        await context.AskAsync(
            reader =>
            {
                Assert.Equal(
                    (expected.Count, coverage.Count, coverage.Covered),
                    (
                        reader.GetInt64(reader.GetOrdinal("errors")),
                        reader.GetInt64(reader.GetOrdinal("intervals")),
                        reader.GetInt64(reader.GetOrdinal("covered"))));
                Near.Statistic(expected.MeanAbsoluteError, reader.FindDouble("mean_absolute_error"), "The mean absolute error");
                Near.Statistic(
                    expected.RootMeanSquareError,
                    reader.FindDouble("root_mean_square_error"),
                    "The root of the mean square error");
                Near.Statistic(expected.MeanError, reader.FindDouble("mean_error"), "The mean error");
                Near.Statistic(coverage.Share, reader.FindDouble("coverage"), "The coverage");
                return true;
            },
            $"SELECT * FROM mlops_performance({Window})");
    }

    [Fact]
    public async Task Segments_are_treated_as_the_domain_says()
    {
        await using var context = Database.CreateContext();
        var predictions = await StoreAsync(context, 400, random => Math.Round(random.NextDouble(), 1), random => random.Next(0, 2));
        var expected = SegmentComparison.Measure(
            predictions.Select(prediction => (prediction.TargetEntityType, prediction.PredictedValue, ScoreOf(prediction).IsPositive)),
            0.5,
            2);

        var rates = await context.AskAsync(
            reader => (
                Kind: reader.GetString(1), Name: reader.Find<string>(0), Rows: reader.GetInt64(reader.GetOrdinal("selectable")),
                Selected: reader.GetInt64(reader.GetOrdinal("selected")), SelectionRate: reader.FindDouble("selection_rate"),
                FalsePositiveRate: reader.FindDouble("false_positive_rate"), FalseNegativeRate: reader.FindDouble("false_negative_rate"),
                Gaps: new[]
                {
                    reader.FindDouble("selection_gap"), reader.FindDouble("false_positive_gap"), reader.FindDouble("false_negative_gap"),
                }),
            $"SELECT * FROM mlops_performance({Window}, segment => 'target_entity_type', segment_cap => 2)");

        Assert.Equal(
            expected.Segments.Select(segment => (
                $"{segment.Kind}".ToLowerInvariant(),
                segment.Name,
                segment.Selected.Trials,
                segment.Selected.Successes)),
            rates.Select(rate => (rate.Kind, rate.Name, rate.Rows, rate.Selected)));
        Near.Statistics(
            expected.Segments.Select(segment => segment.SelectionRate),
            rates.Select(rate => rate.SelectionRate),
            "A rate of selection");
        Near.Statistics(
            expected.Segments.Select(segment => segment.FalsePositiveRate),
            rates.Select(rate => rate.FalsePositiveRate),
            "A rate of false positives");
        Near.Statistics(
            expected.Segments.Select(segment => segment.FalseNegativeRate),
            rates.Select(rate => rate.FalseNegativeRate),
            "A rate of false negatives");
        Assert.All(rates, rate => Near.Statistics(
            [expected.SelectionGap, expected.FalsePositiveGap, expected.FalseNegativeGap], rate.Gaps, "A gap"));
    }

    [Fact]
    public async Task Huge_errors_have_no_square_and_fail_nothing()
    {
        await using var context = Database.CreateContext();
        await StoreAsync(context, 10, random => random.NextDouble() * 1e200, _ => 1);

        var (absolute, root) = Assert.Single(await context.AskAsync(
            reader => (reader.FindDouble("mean_absolute_error"), reader.FindDouble("root_mean_square_error")),
            $"SELECT * FROM mlops_performance({Window})"));

        Assert.True(absolute > 1e190);
        Assert.Null(root);
    }

    [Fact]
    public async Task The_positive_label_can_be_another_number()
    {
        await using var context = Database.CreateContext();
        var predictions = await StoreAsync(context, 100, random => random.NextDouble(), random => random.Next(0, 2));
        var expected = ClassifierPerformance.Measure(
            predictions.Select(prediction =>
                (prediction.PredictedValue, prediction.ActualValue is { } actual ? actual == 0 : (bool?)null)),
            0.5);

        Near.Statistic(
            expected.Auc,
            Assert.Single(await context.AskAsync(
                reader => reader.FindDouble("auc"),
                $"SELECT * FROM mlops_performance({Window}, positive => 0)")),
            "AUC");
    }

    [Fact]
    public async Task Of_segments_with_as_many_scores_the_first_by_name_is_named()
    {
        await using var context = Database.CreateContext();
        (string Segment, double Score)[] rows = [("a", 0.6), ("b", 0.7), ("b", 3)];
        await context.BulkInsertAsync(
            [.. rows.Select(row => Prediction.ForService(
                DriftScene.Service, "score", row.Score, DriftScene.Current.Start, new() { TargetEntityType = row.Segment }))],
            default);

        var segments = await context.AskAsync(
            reader => reader.Find<string>(0),
            $"SELECT * FROM mlops_performance({Window}, segment => 'target_entity_type', segment_cap => 1)");

        Assert.Equal(["a", null], segments);
    }

    [Theory, InlineData("threshold => 1.5"), InlineData("threshold => NULL"), InlineData("positive => NULL")]
    public async Task A_threshold_outside_of_0_and_1_is_refused(string argument)
    {
        await using var context = Database.CreateReaderContext();
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => context.AskAsync(_ => 0, $"SELECT * FROM mlops_performance({Window}, {argument})"));
        Assert.StartsWith("The threshold must be from 0 to 1", error.MessageText, StringComparison.Ordinal);
    }

    private static (double? Score, bool? IsPositive) ScoreOf(Prediction prediction) =>
        (prediction.PredictedValue, prediction.ActualValue is { } actual ? actual == 1 : null);

    private static async Task<List<Prediction>> StoreAsync(
        MlOpsDbContext context, int size, Func<Random, double> predict, Func<Random, double> label)
    {
        var random = new Random(size);
        string?[] types = ["a", "a", "a", "b", "b", "c", "d", null];
        List<Prediction> predictions =
        [
            .. Enumerable.Range(0, size).Select(at => Prediction.ForService(
                DriftScene.Service,
                "score",
                predict(random),
                DriftScene.Current.Start.AddSeconds(at),
                new PredictionDetails
                {
                    TargetEntityType = types[random.Next(0, types.Length)],
                    ConfidenceInterval = random.Next(0, 3) == 0 ? null : new ConfidenceInterval(
                        random.NextDouble() * 50,
                        50 + (random.NextDouble() * 50)),
                })),
        ];
        foreach (var prediction in predictions.Where(_ => random.Next(0, 3) > 0))
            prediction.RecordLabel(label(random), prediction.CreatedAt);

        await context.BulkInsertAsync(predictions, default);
        return predictions;
    }
}
