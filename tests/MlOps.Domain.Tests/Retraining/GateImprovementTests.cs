using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Retraining;

public class GateImprovementTests
{
    public static TheoryData<GateMetric> Metrics => [.. Enum.GetValues<GateMetric>()];

    [Theory, MemberData(nameof(Metrics))]
    public void Both_values_are_those_of_the_rows_and_the_error_is_that_of_a_bootstrap(GateMetric metric)
    {
        var rows = Draw(600, new Random(5));
        var found = GateImprovement.Measure(metric, rows.Sum())!;

        Assert.Equal(rows.Measure(metric, challenger: false), found.Champion, 9);
        Assert.Equal(rows.Measure(metric, challenger: true), found.Challenger, 9);
        Assert.Equal((metric.IsHigherBetter() ? 1 : -1) * (found.Challenger - found.Champion), found.Improvement, 12);
        Assert.Equal(1, Bootstrap(metric, rows) / found.StandardError, 0.1);
    }

    [Fact]
    public void The_lower_end_is_right_as_often_as_it_promises()
    {
        // Both models are equally good, so the lower end must be above 0 in about 5 of 100 cases.
        var random = new Random(11);
        var wrong = Enumerable.Range(0, 2000).Count(_ =>
            GateImprovement.Measure(GateMetric.Brier, Draw(300, random, skill: 0).Sum())!.FindLower(0.95) > 0);

        Assert.InRange(wrong, 65, 140);
    }

    [Theory, MemberData(nameof(Metrics))]
    public void Predictions_that_do_not_define_a_metric_have_none(GateMetric metric)
    {
        Assert.Null(GateImprovement.Measure(metric, new GateRows([]).Sum()));
        Assert.Null(GateImprovement.Measure(metric, new GateRows([(1, 0.9, 0.9)]).Sum()));
    }

    [Theory]
    [InlineData(GateMetric.F1), InlineData(GateMetric.Recall), InlineData(GateMetric.Accuracy)]
    public void A_single_positive_proves_nothing(GateMetric metric)
    {
        var found = GateImprovement.Measure(metric, new GateRows([.. Enumerable.Repeat((0.0, 0.1, 0.1), 499), (1, 0.1, 0.9)]).Sum())!;

        Assert.True(found.Improvement > 0);
        Assert.True(found.FindLower(0.95) < 0, $"{found}");
    }

    [Fact]
    public void Equal_models_pass_as_seldom_as_promised_even_with_few_positives()
    {
        var random = new Random(29);
        var wrong = Enumerable.Range(0, 4000).Count(_ =>
        {
            var rows = new GateRows(
            [
                .. Enumerable.Range(0, 6).Select(_ => (1.0, random.Next(2) * 0.9, random.Next(2) * 0.9)),
                .. Enumerable.Repeat((0.0, 0.1, 0.1), 200),
            ]);
            return GateImprovement.Measure(GateMetric.F1, rows.Sum())?.FindLower(0.95) > 0;
        });

        Assert.InRange(wrong, 0, 200);
    }

    [Fact]
    public void McNemars_test_is_the_exact_binomial_one()
    {
        Assert.Equal((15.0 + 6 + 1) / 64, McNemarTest.OneSided(4, 2), 12);
        Assert.Equal(1, McNemarTest.OneSided(0, 9), 12);
        Assert.Equal(Math.Pow(0.5, 20), McNemarTest.OneSided(20, 0), 12);
        Assert.Equal(McNemarTest.OneSided(4, 2), GateImprovement.Measure(GateMetric.Accuracy, Discordant(4, 2))!.PValue, 12);
    }

    private static PairedOutcomes Discordant(int better, int worse) => new GateRows(
    [
        .. Enumerable.Repeat((1.0, 0.1, 0.9), better), .. Enumerable.Repeat((1.0, 0.9, 0.1), worse),
        .. Enumerable.Repeat((0.0, 0.1, 0.1), 50),
    ]).Sum();

    private static double Bootstrap(GateMetric metric, GateRows rows)
    {
        var random = new Random(3);
        var differences = Enumerable.Range(0, 400).Select(_ =>
        {
            var drawn = new GateRows([.. Enumerable.Range(0, rows.Rows.Count).Select(_ => rows.Rows[random.Next(rows.Rows.Count)])]);
            return drawn.Measure(metric, challenger: true) - drawn.Measure(metric, challenger: false);
        }).ToList();
        var mean = differences.Average();
        return Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Count - 1));
    }

    private static GateRows Draw(int count, Random random, double skill = 0.2) => new(
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            var label = random.NextDouble() < 0.4 ? 1.0 : 0;
            double Score(double noise) => Math.Clamp((0.5 * label) + 0.25 + (noise * (random.NextDouble() - 0.5)), 0, 1);
            return (label, Score(1.2), Score(1.2 - skill));
        }),
    ]);
}
