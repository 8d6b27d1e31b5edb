using MlOps.Domain.Evolution;

namespace MlOps.Domain.Tests.Evolution;

public class EvolutionExperimentTests
{
    private static readonly DateTimeOffset Later = Some.Time.AddHours(1);

    [Fact]
    public void An_experiment_is_planned_first()
    {
        var experiment = Planned();

        Assert.Equal((ExperimentStatus.Planned, null, null), (experiment.Status, experiment.StartedAt, experiment.EndedAt));
        Assert.Equal((Some.Time, false), (experiment.UpdatedAt, experiment.HasEnded));
    }

    [Fact]
    public void It_runs_rests_and_completes()
    {
        var experiment = Planned();
        experiment.Start(Some.Time.AddMinutes(1));
        experiment.Pause(Some.Time.AddMinutes(2));
        Assert.Equal(ExperimentStatus.Paused, experiment.Status);
        experiment.Resume(Some.Time.AddMinutes(3));
        Assert.Equal(ExperimentStatus.Running, experiment.Status);
        experiment.Complete(Later);

        Assert.Equal((ExperimentStatus.Completed, true), (experiment.Status, experiment.HasEnded));
        Assert.Equal((Some.Time.AddMinutes(1), Later, Later), (experiment.StartedAt, experiment.EndedAt, experiment.UpdatedAt));
    }

    [Fact]
    public void A_failure_has_a_reason()
    {
        var experiment = Some.Experiment();

        Refused.Value("FailureReason", "''", () => experiment.Fail("", Later));
        Assert.Equal(ExperimentStatus.Running, experiment.Status);
        experiment.Fail("no more credits", Later);
        Assert.Equal((ExperimentStatus.Failed, "no more credits", Later), (experiment.Status, experiment.FailureReason, experiment.EndedAt));
    }

    [Theory]
    [InlineData(ExperimentStatus.Planned, "Start Cancel")]
    [InlineData(ExperimentStatus.Running, "Pause Complete Fail Cancel")]
    [InlineData(ExperimentStatus.Paused, "Resume Complete Fail Cancel")]
    [InlineData(ExperimentStatus.Completed, "")]
    [InlineData(ExperimentStatus.Failed, "")]
    [InlineData(ExperimentStatus.Cancelled, "")]
    public void From_each_status_only_these_steps_lead_on(ExperimentStatus status, string allowed)
    {
        var steps = new Dictionary<string, Action<EvolutionExperiment>>
        {
            ["Start"] = experiment => experiment.Start(Later),
            ["Pause"] = experiment => experiment.Pause(Later),
            ["Resume"] = experiment => experiment.Resume(Later),
            ["Complete"] = experiment => experiment.Complete(Later),
            ["Fail"] = experiment => experiment.Fail("why", Later),
            ["Cancel"] = experiment => experiment.Cancel(Later),
        };
        foreach (var (name, step) in steps)
        {
            var experiment = In(status);
            if (allowed.Split(' ').Contains(name))
            {
                step(experiment);
                Assert.NotEqual(status, experiment.Status);
            }
            else
            {
                Refused.Transition(() => step(experiment), "sorting", $"{status}");
                Assert.Equal(status, experiment.Status);
            }
        }
    }

    [Fact]
    public void It_does_not_change_before_it_last_did()
    {
        var experiment = Some.Experiment();

        Refused.Transition(() => experiment.Complete(Some.Time.AddSeconds(-1)), "clocks");
        Refused.Value("UpdatedAt", "1970", () => experiment.Complete(DateTimeOffset.MinValue));
        Assert.Equal((ExperimentStatus.Running, null), (experiment.Status, experiment.EndedAt));
    }

    internal static EvolutionExperiment Planned() =>
        EvolutionExperiment.Plan("sorting", Json.Parse("1"), Json.Parse("2"), Some.Time, "fast", Json.Parse("3"));

    private static EvolutionExperiment In(ExperimentStatus status)
    {
        var experiment = status is ExperimentStatus.Planned or ExperimentStatus.Cancelled ? Planned() : Some.Experiment();
        Action<DateTimeOffset>? step = status switch
        {
            ExperimentStatus.Paused => experiment.Pause,
            ExperimentStatus.Completed => experiment.Complete,
            ExperimentStatus.Failed => at => experiment.Fail("why", at),
            ExperimentStatus.Cancelled => experiment.Cancel,
            _ => null,
        };
        step?.Invoke(Some.Time);
        return experiment;
    }
}
