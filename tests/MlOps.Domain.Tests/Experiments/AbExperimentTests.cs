using MlOps.Domain.Experiments;
using MlOps.Domain.Statistics;
using static MlOps.Domain.Tests.Experiments.SampleExperiments;

namespace MlOps.Domain.Tests.Experiments;

public class AbExperimentTests
{
    [Fact]
    public void A_design_has_its_control_first_and_then_the_treatments_by_name()
    {
        var experiment = DesignExperiment(new VariantPlan("c", 0.2), new VariantPlan("b", 0.3));

        Assert.Equal(["z-control", "b", "c"], experiment.Variants.Select(variant => variant.Name));
        Assert.Equal([true, false, false], experiment.Variants.Select(variant => variant.IsControl));
        Assert.Equal([0.5, 0.3, 0.2], experiment.Variants.Select(variant => variant.PlannedShare));
        Assert.All(experiment.Variants, variant => Assert.Equal(experiment.Id, variant.ExperimentId));
        Assert.Equal((AbStatus.Draft, 0.05, 5000), (experiment.Status, experiment.Alpha, experiment.PlannedSampleSize));
    }

    [Fact]
    public void A_design_that_cannot_answer_anything_is_refused()
    {
        Refused.Value("Treatments", "none", () => DesignExperiment());
        Refused.Value(
            "Treatments",
            "'b' is there twice",
            () => DesignExperiment(new VariantPlan("b", 0.25), new VariantPlan("b", 0.25)));
        Refused.Value(
            "Treatments", "'z-control' is there twice", () => DesignExperiment(new VariantPlan("z-control", 0.5)));
        Refused.Value("PlannedShare", "it was 0.9", () => DesignExperiment(new VariantPlan("b", 0.4)));
        Refused.Value("Treatments", "null", () => DesignExperiment([null!]));
        Assert.Equal(3, AbExperiment.Design(
            "thirds",
            "m",
            AbMetricKind.Value,
            new VariantPlan("a", 1.0 / 3),
            [new("b", 1.0 / 3), new("c", 0.3333333)],
            Sample.Time).Variants.Count);
    }

    [Theory]
    [InlineData(AbStatus.Draft, "Start Cancel")]
    [InlineData(AbStatus.Running, "Record Analyse Conclude Cancel")]
    [InlineData(AbStatus.Concluded, "Analyse")]
    [InlineData(AbStatus.Cancelled, "Analyse")]
    public void Each_status_allows_only_these_steps(AbStatus status, string allowed)
    {
        var (running, results) = StartWithConversions((1000, 100), (1000, 150));
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
            var experiment = CreateExperiment(status);
            // The results belong to another experiment, so only the check of the status throws this exception.
            var error = Record.Exception(() => step(experiment));
            Assert.Equal(!allowed.Split(' ').Contains(name), error is IllegalTransitionException);
        }
    }

    [Fact]
    public void Results_must_be_of_the_measured_kind_and_of_an_existing_variant()
    {
        var counting = StartExperiment(AbMetricKind.Conversion);
        var measuring = StartExperiment(AbMetricKind.Value);

        Refused.Transition(() => counting.RecordValues("b", Day, new Moments(2, 1, 1), Later), "Conversion", "Value");
        Refused.Transition(
            () => measuring.RecordConversions("b", Day, new Proportion(2, 1), Later), "Value", "Conversion");
        Refused.Value(
            "Variant",
            "z-control, b; it was 'c'",
            () => counting.RecordConversions("c", Day, new Proportion(2, 1), Later));
        Refused.Value(
            "WindowStart", "0001", () => counting.RecordConversions("b", default, new Proportion(2, 1), Later));
        Refused.Value(
            "CreatedAt",
            "0001",
            () => counting.RecordConversions("b", Day, new Proportion(2, 1), DateTimeOffset.MinValue));

        var result = counting.RecordConversions("b", Day, new Proportion(2, 1), Later);
        Assert.Equal(
            (2, 1, null, null), (result.Assignments, result.Conversions, result.ValueMean, result.ValueVariance));
        Assert.Equal((Day.Start, Day.End, Later), (result.WindowStart, result.WindowEnd, result.CreatedAt));
        var values = measuring.RecordValues("b", Day, new Moments(2, 1, 3), Later);
        Assert.Equal((2, null, 1, 3), (values.Assignments, values.Conversions, values.ValueMean, values.ValueVariance));
    }

    [Fact]
    public void An_experiment_is_concluded_with_its_own_verdict()
    {
        var (experiment, results) = StartWithConversions((10_000, 1000), (10_000, 1500));
        var verdict = experiment.Analyse(results);
        var (other, _) = StartWithConversions((1, 1));

        Refused.Value("Verdict", $"{experiment.Id}", () => other.Conclude(verdict, Later));
        Refused.Transition(() => experiment.Conclude(verdict, Sample.Time.AddSeconds(-1)), "earlier");
        Assert.Equal((AbStatus.Running, null), (experiment.Status, experiment.Outcome));
        experiment.Conclude(verdict, Later);
        Assert.Equal(
            (AbStatus.Concluded, AbOutcome.TreatmentBetter, "b"),
            (experiment.Status, experiment.Outcome, experiment.Winner));
        Assert.Equal((Sample.Time, Later, Later), (experiment.StartedAt, experiment.EndedAt, experiment.UpdatedAt));
    }

    [Fact]
    public void An_experiment_with_a_faulty_assignment_can_only_be_cancelled()
    {
        var (experiment, results) = StartWithConversions((10_000, 1000), (9_000, 1500));

        Refused.Transition(() => experiment.Conclude(experiment.Analyse(results), Later), "shares", "Cancel it");
        Refused.Value("CancellationReason", "''", () => experiment.Cancel("", Later));
        Assert.Equal(AbStatus.Running, experiment.Status);
        experiment.Cancel("bots", Later);
        Assert.Equal(
            (AbStatus.Cancelled, "bots", Later),
            (experiment.Status, experiment.CancellationReason, experiment.EndedAt));
    }

    private static AbExperiment CreateExperiment(AbStatus status)
    {
        var (experiment, results) = status == AbStatus.Draft
            ? (DesignExperiment(new VariantPlan("b", 0.5)), [])
            : StartWithConversions((1000, 100), (1000, 150));
        if (status == AbStatus.Concluded)
            experiment.Conclude(experiment.Analyse(results), Sample.Time);
        else if (status == AbStatus.Cancelled)
            experiment.Cancel("why", Sample.Time);

        return experiment;
    }
}
