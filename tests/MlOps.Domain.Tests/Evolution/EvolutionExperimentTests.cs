using MlOps.Domain.Evolution;

namespace MlOps.Domain.Tests.Evolution;

public class EvolutionExperimentTests
{
    private static readonly DateTimeOffset Later = Sample.Time.AddHours(1);

    [Fact]
    public void An_experiment_is_planned_first()
    {
        var experiment = PlanExperiment();

        Assert.Equal(
            (ExperimentStatus.Planned, null, null), (experiment.Status, experiment.StartedAt, experiment.EndedAt));
        Assert.Equal((Sample.Time, false), (experiment.UpdatedAt, experiment.HasEnded));
    }

    [Fact]
    public void An_experiment_runs_pauses_and_completes()
    {
        var experiment = PlanExperiment();
        experiment.Start(Sample.Time.AddMinutes(1));
        experiment.Pause(Sample.Time.AddMinutes(2));
        Assert.Equal(ExperimentStatus.Paused, experiment.Status);
        experiment.Resume(Sample.Time.AddMinutes(3));
        Assert.Equal(ExperimentStatus.Running, experiment.Status);
        experiment.Complete(Later);

        Assert.Equal((ExperimentStatus.Completed, true), (experiment.Status, experiment.HasEnded));
        Assert.Equal(
            (Sample.Time.AddMinutes(1), Later, Later),
            (experiment.StartedAt, experiment.EndedAt, experiment.UpdatedAt));
    }

    [Fact]
    public void A_failure_has_a_reason()
    {
        var experiment = Sample.RunningExperiment();

        Refused.Value("FailureReason", "''", () => experiment.Fail("", Later));
        Assert.Equal(ExperimentStatus.Running, experiment.Status);
        experiment.Fail("no more credits", Later);
        Assert.Equal(
            (ExperimentStatus.Failed, "no more credits", Later),
            (experiment.Status, experiment.FailureReason, experiment.EndedAt));
    }

    [Theory]
    [InlineData(ExperimentStatus.Planned, "Start Cancel")]
    [InlineData(ExperimentStatus.Running, "Pause Complete Fail Cancel")]
    [InlineData(ExperimentStatus.Paused, "Resume Complete Fail Cancel")]
    [InlineData(ExperimentStatus.Completed, "")]
    [InlineData(ExperimentStatus.Failed, "")]
    [InlineData(ExperimentStatus.Cancelled, "")]
    public void Each_status_allows_only_these_steps(ExperimentStatus status, string allowed)
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
            var experiment = CreateExperiment(status);
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
    public void A_change_cannot_be_earlier_than_the_last_one()
    {
        var experiment = Sample.RunningExperiment();

        Refused.Transition(() => experiment.Complete(Sample.Time.AddSeconds(-1)), "clocks");
        Refused.Value("UpdatedAt", "1970", () => experiment.Complete(DateTimeOffset.MinValue));
        Assert.Equal((ExperimentStatus.Running, null), (experiment.Status, experiment.EndedAt));
    }

    internal static EvolutionExperiment PlanExperiment() =>
        EvolutionExperiment.Plan("sorting", Json.Parse("1"), Json.Parse("2"), Sample.Time, "fast", Json.Parse("3"));

    private static EvolutionExperiment CreateExperiment(ExperimentStatus status)
    {
        var experiment = status is ExperimentStatus.Planned or ExperimentStatus.Cancelled
            ? PlanExperiment()
            : Sample.RunningExperiment();
        Action<DateTimeOffset>? step = status switch
        {
            ExperimentStatus.Paused => experiment.Pause,
            ExperimentStatus.Completed => experiment.Complete,
            ExperimentStatus.Failed => at => experiment.Fail("why", at),
            ExperimentStatus.Cancelled => experiment.Cancel,
            _ => null,
        };
        step?.Invoke(Sample.Time);
        return experiment;
    }
}
