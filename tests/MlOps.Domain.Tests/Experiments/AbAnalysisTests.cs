using MlOps.Domain.Experiments;
using MlOps.Domain.Statistics;
using MlOps.Domain.Tests.Statistics;
using static MlOps.Domain.Tests.Experiments.SampleExperiments;

namespace MlOps.Domain.Tests.Experiments;

public class AbAnalysisTests
{
    [Fact]
    public void Conversions_are_compared_by_the_z_test()
    {
        var (experiment, results) = StartWithConversions((1000, 120), (1200, 180));
        var verdict = experiment.Analyse(results);

        var comparison = Assert.Single(verdict.Comparisons);
        AssertNear.Equal(2.0416711421361615, comparison.Test.Statistic);
        AssertNear.Equal(0.04118416315538953, comparison.Test.PValue);
        AssertNear.Equal(0.25, comparison.Uplift.Estimate);
        Assert.True(comparison.IsSignificant);
        Assert.True(comparison.SequentialInterval.Lower < comparison.Interval.Lower);
        Assert.True(comparison.Interval.Upper < comparison.SequentialInterval.Upper);
        Assert.Equal((1000, 1200), (verdict.Assignments["z-control"], verdict.Assignments["b"]));
    }

    [Fact]
    public void Values_are_compared_by_welchs_test_over_all_windows()
    {
        var experiment = StartExperiment(AbMetricKind.Value);
        double[][] control = [[1, 2, 3], [4, 5], [6]];
        double[][] treatment = [[2, 3, 9], [11, 12, 13]];
        var results = control.Select(
            (values, day) => experiment.RecordValues("z-control", FindDay(day), Moments.FromValues(values), Later))
            .Concat(treatment.Select(
                (values, day) => experiment.RecordValues("b", FindDay(day), Moments.FromValues(values), Later)));
        var comparison = Assert.Single(experiment.Analyse([.. results]).Comparisons);

        var expected = DifferenceTest.Welch(
            Moments.FromValues(control.SelectMany(values => values)),
            Moments.FromValues(treatment.SelectMany(values => values)));
        AssertNear.Equal(expected.Statistic, comparison.Test.Statistic);
        AssertNear.Equal(expected.DegreesOfFreedom!.Value, comparison.Test.DegreesOfFreedom!.Value);
        AssertNear.Equal((50 / 6.0 / 3.5) - 1, comparison.Uplift.Estimate);
    }

    [Theory]
    [InlineData(10_000, 1000, 10_000, 1500, AbOutcome.TreatmentBetter, "b")]
    [InlineData(10_000, 1500, 10_000, 1000, AbOutcome.ControlBetter, null)]
    [InlineData(10_000, 1000, 10_000, 1010, AbOutcome.Undecided, null)]
    [InlineData(10_000, 1000, 9_000, 1500, AbOutcome.SampleRatioMismatch, null)]
    public void The_outcome_follows_from_shares_and_intervals(
        long trials, long successes, long otherTrials, long otherSuccesses, AbOutcome outcome, string? winner)
    {
        var (experiment, results) = StartWithConversions((trials, successes), (otherTrials, otherSuccesses));
        var verdict = experiment.Analyse(results);

        Assert.Equal((outcome, winner), (verdict.Outcome, verdict.Winner));
        Assert.Equal(outcome == AbOutcome.SampleRatioMismatch, verdict.SampleRatio.IsMismatch);
    }

    [Fact]
    public void Several_treatments_share_the_error_rate_and_the_best_one_wins()
    {
        var experiment = DesignExperiment(new VariantPlan("good", 0.25), new VariantPlan("better", 0.25));
        experiment.Start(Sample.Time);
        var verdict = experiment.Analyse(
        [
            experiment.RecordConversions("z-control", Day, new Proportion(20_000, 2000), Later),
            experiment.RecordConversions("good", Day, new Proportion(10_000, 1400), Later),
            experiment.RecordConversions("better", Day, new Proportion(10_000, 1600), Later),
        ]);

        Assert.Equal(["better", "good"], verdict.Comparisons.Select(comparison => comparison.Variant));
        Assert.All(
            verdict.Comparisons, comparison => Assert.Equal((0.025, true), (comparison.Alpha, comparison.IsBetter)));
        Assert.Equal("better", verdict.Winner);
    }

    [Fact]
    public void Results_of_another_experiment_are_refused()
    {
        var (experiment, results) = StartWithConversions((1000, 100), (1000, 100));
        var (_, foreign) = StartWithConversions((10, 1), (10, 1));

        Refused.Value("Results", $"{foreign[0].VariantId}", () => experiment.Analyse([.. results, foreign[0]]));
        Refused.Value("results", "null", () => experiment.Analyse(null!));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, "control was 0")]
    [InlineData(1, 1, 1000, 5, "control was 1")]
    [InlineData(1000, 5, 1, 1, "treatment was 1")]
    [InlineData(1000, 0, 1000, 0, "all observations were the same")]
    [InlineData(1000, 0, 1000, 5, "must have a mean other than 0")]
    public void An_impossible_comparison_gives_its_reason_and_the_shares_are_still_checked(
        long trials, long successes, long otherTrials, long otherSuccesses, string reason)
    {
        var (experiment, results) = StartWithConversions((trials, successes), (otherTrials, otherSuccesses));
        var verdict = experiment.Analyse(results);

        Assert.Empty(verdict.Comparisons);
        Assert.Contains(reason, verdict.NotCompared["b"], StringComparison.Ordinal);
        Assert.Equal((trials, otherTrials), (verdict.Assignments["z-control"], verdict.Assignments["b"]));
        Assert.Equal(trials != otherTrials, verdict.SampleRatio.IsMismatch);
        Assert.Equal(
            (trials == otherTrials ? AbOutcome.Undecided : AbOutcome.SampleRatioMismatch, null),
            (verdict.Outcome, verdict.Winner));
    }

    [Fact]
    public void Measurements_that_cannot_be_compared_give_the_reason()
    {
        var experiment = StartExperiment(AbMetricKind.Value);
        Assert.Contains("2 or more", experiment.Analyse([]).NotCompared["b"], StringComparison.Ordinal);
        var verdict = experiment.Analyse(
        [
            experiment.RecordValues("z-control", Day, new Moments(10, 1e-300, 1), Later),
            experiment.RecordValues("b", Day, new Moments(10, 1e300, 1), Later),
        ]);
        Assert.Contains("finite", verdict.NotCompared["b"], StringComparison.Ordinal);
    }

    [Theory, InlineData(1500, AbOutcome.TreatmentBetter, "good"), InlineData(500, AbOutcome.Undecided, null)]
    public void A_treatment_that_cannot_be_compared_does_not_hide_others_and_the_control_cannot_win(
        long successes, AbOutcome outcome, string? winner)
    {
        var experiment = AbExperiment.Design(
            "e",
            "m",
            AbMetricKind.Conversion,
            new VariantPlan("z-control", 0.5),
            [new("good", 0.49999), new("late", 0.00001)],
            Sample.Time);
        experiment.Start(Sample.Time);
        var verdict = experiment.Analyse(
        [
            experiment.RecordConversions("z-control", Day, new Proportion(10_000, 1000), Later),
            experiment.RecordConversions("good", Day, new Proportion(10_000, successes), Later),
        ]);

        Assert.Equal("good", Assert.Single(verdict.Comparisons).Variant);
        Assert.Equal(["late"], verdict.NotCompared.Keys);
        Assert.Equal((outcome, winner), (verdict.Outcome, verdict.Winner));
    }

    private static TimeWindow FindDay(int day) => new(Day.Start.AddDays(day), Day.End.AddDays(day));
}
