using MlOps.Domain.Experiments;
using MlOps.Domain.Statistics;
using MlOps.Domain.Tests.Statistics;

namespace MlOps.Domain.Tests.Experiments;

public class AbExperimentTests
{
    private static readonly DateTimeOffset Later = Some.Time.AddHours(1);
    private static readonly TimeWindow Day = new(Some.Time, Some.Time.AddDays(1));

    [Fact]
    public void A_design_has_its_control_first_and_then_the_treatments_by_name()
    {
        var experiment = Draft(new VariantPlan("c", 0.2), new VariantPlan("b", 0.3));

        Assert.Equal(["z-control", "b", "c"], experiment.Variants.Select(variant => variant.Name));
        Assert.Equal([true, false, false], experiment.Variants.Select(variant => variant.IsControl));
        Assert.Equal([0.5, 0.3, 0.2], experiment.Variants.Select(variant => variant.PlannedShare));
        Assert.All(experiment.Variants, variant => Assert.Equal(experiment.Id, variant.ExperimentId));
        Assert.Equal((AbStatus.Draft, 0.05, 5000), (experiment.Status, experiment.Alpha, experiment.PlannedSampleSize));
    }

    [Fact]
    public void A_design_that_cannot_tell_anything_is_refused()
    {
        Refused.Value("Treatments", "none", () => Draft());
        Refused.Value("Treatments", "'b' is there twice", () => Draft(new VariantPlan("b", 0.25), new VariantPlan("b", 0.25)));
        Refused.Value("Treatments", "'z-control' is there twice", () => Draft(new VariantPlan("z-control", 0.5)));
        Refused.Value("PlannedShare", "it was 0.9", () => Draft(new VariantPlan("b", 0.4)));
        Refused.Value("Treatments", "null", () => Draft([null!]));
        Assert.Equal(3, AbExperiment.Design(
            "thirds", "m", AbMetricKind.Value, new VariantPlan("a", 1.0 / 3), [new("b", 1.0 / 3), new("c", 0.3333333)], Some.Time).Variants.Count);
    }

    [Theory]
    [InlineData(AbStatus.Draft, "Start Cancel")]
    [InlineData(AbStatus.Running, "Record Analyse Conclude Cancel")]
    [InlineData(AbStatus.Concluded, "Analyse")]
    [InlineData(AbStatus.Cancelled, "Analyse")]
    public void In_each_status_only_these_steps_are_possible(AbStatus status, string allowed)
    {
        var (running, results) = Converted((1000, 100), (1000, 150));
        var steps = new Dictionary<string, Action<AbExperiment>>
        {
            ["Start"] = experiment => experiment.Start(Later),
            ["Record"] = experiment => experiment.RecordConversions("b", Day, new Proportion(5, 1), Later),
            ["Analyse"] = experiment => experiment.Analyse(results),
            ["Conclude"] = experiment => experiment.Conclude(running.Analyse(results), Later),
            ["Cancel"] = experiment => experiment.Cancel("why", Later),
        };
        foreach (var (name, step) in steps)
        {
            var experiment = In(status);
            // Only who is asked first refuses: the results are of another experiment.
            var error = Record.Exception(() => step(experiment));
            Assert.Equal(!allowed.Split(' ').Contains(name), error is IllegalTransitionException);
        }
    }

    [Fact]
    public void Results_are_of_the_kind_that_is_measured_and_of_a_variant_that_there_is()
    {
        var counting = Running(AbMetricKind.Conversion);
        var measuring = Running(AbMetricKind.Value);

        Refused.Transition(() => counting.RecordValues("b", Day, new Moments(2, 1, 1), Later), "Conversion", "Value");
        Refused.Transition(() => measuring.RecordConversions("b", Day, new Proportion(2, 1), Later), "Value", "Conversion");
        Refused.Value("Variant", "z-control, b; it was 'c'", () => counting.RecordConversions("c", Day, new Proportion(2, 1), Later));
        Refused.Value("WindowStart", "0001", () => counting.RecordConversions("b", default, new Proportion(2, 1), Later));
        Refused.Value("CreatedAt", "0001", () => counting.RecordConversions("b", Day, new Proportion(2, 1), DateTimeOffset.MinValue));

        var result = counting.RecordConversions("b", Day, new Proportion(2, 1), Later);
        Assert.Equal((2, 1, null, null), (result.Assignments, result.Conversions, result.ValueMean, result.ValueVariance));
        Assert.Equal((Day.Start, Day.End, Later), (result.WindowStart, result.WindowEnd, result.CreatedAt));
        var values = measuring.RecordValues("b", Day, new Moments(2, 1, 3), Later);
        Assert.Equal((2, null, 1, 3), (values.Assignments, values.Conversions, values.ValueMean, values.ValueVariance));
    }

    [Fact]
    public void Conversions_are_compared_by_the_z_test()
    {
        var (experiment, results) = Converted((1000, 120), (1200, 180));
        var verdict = experiment.Analyse(results);

        var comparison = Assert.Single(verdict.Comparisons);
        Near.Equal(2.0416711421361615, comparison.Test.Statistic);
        Near.Equal(0.04118416315538953, comparison.Test.PValue);
        Near.Equal(0.25, comparison.Uplift.Estimate);
        Assert.True(comparison.IsSignificant);
        Assert.True(comparison.SequentialInterval.Lower < comparison.Interval.Lower && comparison.Interval.Upper < comparison.SequentialInterval.Upper);
        Assert.Equal((1000, 1200), (verdict.Assignments["z-control"], verdict.Assignments["b"]));
    }

    [Fact]
    public void Values_are_compared_by_welchs_test_over_all_windows()
    {
        var experiment = Running(AbMetricKind.Value);
        double[][] control = [[1, 2, 3], [4, 5], [6]];
        double[][] treatment = [[2, 3, 9], [11, 12, 13]];
        var results = control.Select((values, day) => experiment.RecordValues("z-control", On(day), Moments.FromValues(values), Later))
            .Concat(treatment.Select((values, day) => experiment.RecordValues("b", On(day), Moments.FromValues(values), Later)));
        var comparison = Assert.Single(experiment.Analyse([.. results]).Comparisons);

        var expected = DifferenceTest.Welch(Moments.FromValues(control.SelectMany(values => values)), Moments.FromValues(treatment.SelectMany(values => values)));
        Near.Equal(expected.Statistic, comparison.Test.Statistic);
        Near.Equal(expected.DegreesOfFreedom!.Value, comparison.Test.DegreesOfFreedom!.Value);
        Near.Equal((50 / 6.0 / 3.5) - 1, comparison.Uplift.Estimate);
    }

    [Theory]
    [InlineData(10_000, 1000, 10_000, 1500, AbOutcome.TreatmentBetter, "b")]
    [InlineData(10_000, 1500, 10_000, 1000, AbOutcome.ControlBetter, null)]
    [InlineData(10_000, 1000, 10_000, 1010, AbOutcome.Undecided, null)]
    [InlineData(10_000, 1000, 9_000, 1500, AbOutcome.SampleRatioMismatch, null)]
    public void The_outcome_follows_from_shares_and_intervals(
        long trials, long successes, long otherTrials, long otherSuccesses, AbOutcome outcome, string? winner)
    {
        var (experiment, results) = Converted((trials, successes), (otherTrials, otherSuccesses));
        var verdict = experiment.Analyse(results);

        Assert.Equal((outcome, winner), (verdict.Outcome, verdict.Winner));
        Assert.Equal(outcome == AbOutcome.SampleRatioMismatch, verdict.SampleRatio.IsMismatch);
    }

    [Fact]
    public void Several_treatments_share_the_error_rate_and_the_best_one_wins()
    {
        var experiment = Draft(new VariantPlan("good", 0.25), new VariantPlan("better", 0.25));
        experiment.Start(Some.Time);
        var verdict = experiment.Analyse(
        [
            experiment.RecordConversions("z-control", Day, new Proportion(20_000, 2000), Later),
            experiment.RecordConversions("good", Day, new Proportion(10_000, 1400), Later),
            experiment.RecordConversions("better", Day, new Proportion(10_000, 1600), Later),
        ]);

        Assert.Equal(["better", "good"], verdict.Comparisons.Select(comparison => comparison.Variant));
        Assert.All(verdict.Comparisons, comparison => Assert.Equal((0.025, true), (comparison.Alpha, comparison.IsBetter)));
        Assert.Equal("better", verdict.Winner);
    }

    [Fact]
    public void Results_that_are_not_its_own_are_refused()
    {
        var (experiment, results) = Converted((1000, 100), (1000, 100));
        var (_, foreign) = Converted((10, 1), (10, 1));

        Refused.Value("Results", $"{foreign[0].VariantId}", () => experiment.Analyse([.. results, foreign[0]]));
        Refused.Value("results", "null", () => experiment.Analyse(null!));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, "control was 0")]
    [InlineData(1, 1, 1000, 5, "control was 1")]
    [InlineData(1000, 5, 1, 1, "treatment was 1")]
    [InlineData(1000, 0, 1000, 0, "all observations were the same")]
    [InlineData(1000, 0, 1000, 5, "must have a mean other than 0")]
    public void A_comparison_that_cannot_be_made_tells_why_and_shares_are_looked_at_all_the_same(
        long trials, long successes, long otherTrials, long otherSuccesses, string reason)
    {
        var (experiment, results) = Converted((trials, successes), (otherTrials, otherSuccesses));
        var verdict = experiment.Analyse(results);

        Assert.Empty(verdict.Comparisons);
        Assert.Contains(reason, verdict.NotCompared["b"], StringComparison.Ordinal);
        Assert.Equal((trials, otherTrials), (verdict.Assignments["z-control"], verdict.Assignments["b"]));
        Assert.Equal(trials != otherTrials, verdict.SampleRatio.IsMismatch);
        Assert.Equal((trials == otherTrials ? AbOutcome.Undecided : AbOutcome.SampleRatioMismatch, null), (verdict.Outcome, verdict.Winner));
    }

    [Fact]
    public void Measurements_that_cannot_be_compared_tell_why()
    {
        var experiment = Running(AbMetricKind.Value);
        Assert.Contains("2 or more", experiment.Analyse([]).NotCompared["b"], StringComparison.Ordinal);
        var verdict = experiment.Analyse(
        [
            experiment.RecordValues("z-control", Day, new Moments(10, 1e-300, 1), Later),
            experiment.RecordValues("b", Day, new Moments(10, 1e300, 1), Later),
        ]);
        Assert.Contains("finite", verdict.NotCompared["b"], StringComparison.Ordinal);
    }

    [Theory, InlineData(1500, AbOutcome.TreatmentBetter, "good"), InlineData(500, AbOutcome.Undecided, null)]
    public void A_treatment_that_cannot_be_compared_hides_no_other_and_leaves_the_control_undecided(long successes, AbOutcome outcome, string? winner)
    {
        var experiment = AbExperiment.Design(
            "e", "m", AbMetricKind.Conversion, new VariantPlan("z-control", 0.5), [new("good", 0.49999), new("late", 0.00001)], Some.Time);
        experiment.Start(Some.Time);
        var verdict = experiment.Analyse(
        [
            experiment.RecordConversions("z-control", Day, new Proportion(10_000, 1000), Later),
            experiment.RecordConversions("good", Day, new Proportion(10_000, successes), Later),
        ]);

        Assert.Equal("good", Assert.Single(verdict.Comparisons).Variant);
        Assert.Equal(["late"], verdict.NotCompared.Keys);
        Assert.Equal((outcome, winner), (verdict.Outcome, verdict.Winner));
    }

    [Fact]
    public void It_is_concluded_with_its_own_verdict()
    {
        var (experiment, results) = Converted((10_000, 1000), (10_000, 1500));
        var verdict = experiment.Analyse(results);
        var (other, _) = Converted((1, 1));

        Refused.Value("Verdict", $"{experiment.Id}", () => other.Conclude(verdict, Later));
        Refused.Transition(() => experiment.Conclude(verdict, Some.Time.AddSeconds(-1)), "earlier");
        Assert.Equal((AbStatus.Running, null), (experiment.Status, experiment.Outcome));
        experiment.Conclude(verdict, Later);
        Assert.Equal((AbStatus.Concluded, AbOutcome.TreatmentBetter, "b"), (experiment.Status, experiment.Outcome, experiment.Winner));
        Assert.Equal((Some.Time, Later, Later), (experiment.StartedAt, experiment.EndedAt, experiment.UpdatedAt));
    }

    [Fact]
    public void With_a_faulty_assignment_it_can_only_be_cancelled()
    {
        var (experiment, results) = Converted((10_000, 1000), (9_000, 1500));

        Refused.Transition(() => experiment.Conclude(experiment.Analyse(results), Later), "shares", "Cancel it");
        Refused.Value("CancellationReason", "''", () => experiment.Cancel("", Later));
        Assert.Equal(AbStatus.Running, experiment.Status);
        experiment.Cancel("bots", Later);
        Assert.Equal((AbStatus.Cancelled, "bots", Later), (experiment.Status, experiment.CancellationReason, experiment.EndedAt));
    }

    private static TimeWindow On(int day) => new(Day.Start.AddDays(day), Day.End.AddDays(day));

    private static AbExperiment Draft(params VariantPlan[] treatments) => AbExperiment.Design(
        "checkout", "orders", AbMetricKind.Conversion, new VariantPlan("z-control", 0.5), treatments, Some.Time);

    private static AbExperiment Running(AbMetricKind kind)
    {
        var experiment = AbExperiment.Design("e", "m", kind, new VariantPlan("z-control", 0.5), [new VariantPlan("b", 0.5)], Some.Time);
        experiment.Start(Some.Time);
        return experiment;
    }

    private static (AbExperiment Experiment, IReadOnlyList<AbResult> Results) Converted(params (long Trials, long Successes)[] counts)
    {
        var experiment = Running(AbMetricKind.Conversion);
        return (experiment,
        [
            .. counts.Zip(experiment.Variants, (count, variant) =>
                experiment.RecordConversions(variant.Name, Day, new Proportion(count.Trials, count.Successes), Later)),
        ]);
    }

    private static AbExperiment In(AbStatus status)
    {
        var (experiment, results) = status == AbStatus.Draft ? (Draft(new VariantPlan("b", 0.5)), []) : Converted((1000, 100), (1000, 150));
        if (status == AbStatus.Concluded)
            experiment.Conclude(experiment.Analyse(results), Some.Time);
        else if (status == AbStatus.Cancelled)
            experiment.Cancel("why", Some.Time);

        return experiment;
    }
}
