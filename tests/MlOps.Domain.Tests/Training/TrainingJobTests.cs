using MlOps.Domain.Registry;
using MlOps.Domain.Training;

namespace MlOps.Domain.Tests.Training;

public class TrainingJobTests
{
    private static readonly Dictionary<string, Action<TrainingJob>> Moves = new()
    {
        ["start"] = job => job.Start("gpu-1", At(9)),
        ["record a heartbeat"] = job => job.RecordHeartbeat(At(9)),
        ["complete an epoch"] = job => job.CompleteEpoch(1, At(9)),
        ["record progress"] = job => job.RecordProgress(1, At(9)),
        ["succeed"] = job => job.Succeed(At(9)),
        ["fail"] = job => job.Fail("out of memory", At(9)),
        ["cancel"] = job => job.Cancel(At(9)),
        ["lose"] = job => job.MarkLost(TimeSpan.FromHours(1), At(9)),
    };

    public static TheoryData<TrainingStatus, string> Everything =>
        [.. Enum.GetValues<TrainingStatus>().SelectMany(_ => Moves.Keys, (status, move) => (status, move))];

    [Theory, MemberData(nameof(Everything))]
    public void A_job_makes_the_allowed_moves_and_no_others(TrainingStatus from, string move)
    {
        var job = CreateJob(from);
        var before = StateOf(job);
        TrainingStatus? expected = (from, move) switch
        {
            (TrainingStatus.Queued, "start") => TrainingStatus.Running,
            (TrainingStatus.Running, "record a heartbeat" or "complete an epoch" or "record progress") =>
                TrainingStatus.Running,
            (TrainingStatus.Running, "succeed") => TrainingStatus.Succeeded,
            (TrainingStatus.Running, "fail" or "lose") => TrainingStatus.Failed,
            (TrainingStatus.Queued or TrainingStatus.Running, "cancel") => TrainingStatus.Cancelled,
            _ => null,
        };

        if (expected is null)
        {
            Refused.Transition(() => Moves[move](job), $"{job.Id}", $"{from}");
            Assert.Equal(before, StateOf(job));
        }
        else
        {
            Moves[move](job);
            Assert.Equal((expected, At(9)), (job.Status, job.UpdatedAt));
            Assert.Equal(expected > TrainingStatus.Running ? At(9) : null, job.EndedAt);
            Assert.Equal(expected == TrainingStatus.Failed, job.Error is not null);
        }
    }

    [Fact]
    public void A_job_trains_a_version_that_is_in_training()
    {
        var version = Sample.VersionInTraining("1", Sample.Model(tenant: Sample.Tenant));
        var dataset = TrainingDataset.Register("loans", "1", "s3://loans", Json.Parse("{}"), 7, Sample.Time);
        var job = TrainingJob.Queue(version, 50, Sample.Time, dataset, Json.Parse("""{"depth": 3}"""));

        Assert.Equal((version.Id, dataset.Id, Sample.Tenant), (job.ModelVersionId, job.DatasetId, job.TenantId));
        Assert.Equal((TrainingStatus.Queued, 50, 0), (job.Status, job.TotalEpochs, job.CompletedEpochs));
        Refused.Transition(() => TrainingJob.Queue(Sample.TrainedVersion(), 1, Sample.Time), "Active");
        Refused.Transition(() => TrainingJob.Queue(Sample.FailedVersion(), 1, Sample.Time), "Failed");
        Refused.Transition(() => TrainingJob.Queue(Sample.VersionIn(ModelStage.Archived), 1, Sample.Time), "Retired");
    }

    [Fact]
    public void Epochs_make_a_loss_curve_and_end_when_all_are_done()
    {
        var job = CreateJob(TrainingStatus.Running, epochs: 2);
        job.CompleteEpoch(0.9, At(2), 1.1, new MetricSet([new("gpu_hours", 1)]));
        job.CompleteEpoch(0.5, At(3));

        Assert.Equal([new LossPoint(1, 0.9, 1.1), new LossPoint(2, 0.5)], job.LossCurve);
        Assert.Equal((2, 1, At(3)), (job.CompletedEpochs, job.ResourceUsage["gpu_hours"], job.HeartbeatAt));
        Refused.Transition(() => job.CompleteEpoch(0.4, At(4)), "all of its 2 epochs");
        job.Succeed(At(4), new MetricSet([new("gpu_hours", 2)]));
        Assert.Equal(2, job.ResourceUsage["gpu_hours"]);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_refused_and_does_not_end_the_epoch()
    {
        var job = CreateJob(TrainingStatus.Running);
        foreach (var number in Hostile.Numbers)
        {
            Refused.Value("Loss", $"{number}", () => job.CompleteEpoch(number, At(2)));
            Refused.Value("ValidationLoss", $"{number}", () => job.CompleteEpoch(1, At(2), number));
        }

        Refused.Value("HeartbeatAt", "1970", () => job.CompleteEpoch(1, default));
        Assert.Equal((0, At(1)), (job.CompletedEpochs, job.HeartbeatAt));
        Assert.Empty(job.LossCurve);
    }

    [Fact]
    public void Epochs_count_even_if_their_losses_are_unknown()
    {
        var job = CreateJob(TrainingStatus.Running, epochs: 3);
        job.RecordProgress(1, At(2), new MetricSet([new("gpu_hours", 1)]));
        job.RecordProgress(2, At(3));

        Assert.Equal((2, 1, At(3)), (job.CompletedEpochs, job.ResourceUsage["gpu_hours"], job.HeartbeatAt));
        Refused.Value("CompletedEpochs", "1", () => job.RecordProgress(1, At(4)));
        Refused.Value("CompletedEpochs", "4", () => job.RecordProgress(4, At(4)));
        Refused.Value("HeartbeatAt", "1970", () => job.RecordProgress(3, default));
        Assert.Equal((2, At(3)), (job.CompletedEpochs, job.HeartbeatAt));
        job.CompleteEpoch(0.5, At(4));
        Assert.Equal(3, Assert.Single(job.LossCurve).Epoch);
    }

    [Fact]
    public void A_late_heartbeat_does_not_replace_a_newer_one()
    {
        var job = CreateJob(TrainingStatus.Running);
        job.RecordHeartbeat(At(5));
        job.RecordHeartbeat(At(4));

        Assert.Equal(At(5), job.HeartbeatAt);
    }

    [Fact]
    public void A_job_is_lost_when_its_last_heartbeat_is_older_than_the_limit()
    {
        var job = CreateJob(TrainingStatus.Running);
        var limit = TimeSpan.FromMinutes(5);

        Assert.False(job.IsLost(limit, At(1) + limit));
        Refused.Transition(() => job.MarkLost(limit, At(1) + limit), $"{job.Id}", "not lost yet");
        Refused.Value("limit", "-", () => job.MarkLost(-limit, At(2)));

        var now = At(1) + limit + TimeSpan.FromMicroseconds(1);
        Assert.True(job.IsLost(limit, now));
        job.MarkLost(limit, now);
        Assert.Equal((TrainingStatus.Failed, now), (job.Status, job.EndedAt));
        Assert.StartsWith(
            "Lost: the last heartbeat of 'gpu-1' was at 2026-03-14T16:09:26", job.Error, StringComparison.Ordinal);
        Assert.False(job.IsLost(limit, now));
    }

    [Fact]
    public void A_job_does_not_end_before_it_starts()
    {
        var job = CreateJob(TrainingStatus.Running);

        Refused.Transition(() => job.Succeed(At(0.9)), "clocks");
        Refused.Transition(() => job.Fail("x", At(0.9)), "clocks");
        Refused.Transition(() => job.Cancel(At(0.9)), "clocks");
        Refused.Value("Error", "''", () => job.Fail("", At(2)));
        Assert.Equal((TrainingStatus.Running, null, null), (job.Status, job.EndedAt, job.Error));
    }

    private static DateTimeOffset At(double hours) => Sample.Time.AddHours(hours);

    private static TrainingJob CreateJob(TrainingStatus status, int epochs = 10)
    {
        var job = TrainingJob.Queue(Sample.VersionInTraining(), epochs, Sample.Time);
        if (status != TrainingStatus.Queued)
            job.Start("gpu-1", At(1));

        if (status == TrainingStatus.Succeeded)
            job.Succeed(At(2));
        else if (status == TrainingStatus.Failed)
            job.Fail("out of memory", At(2));
        else if (status == TrainingStatus.Cancelled)
            job.Cancel(At(2));

        return job;
    }

    private static object StateOf(TrainingJob job) => (
        job.Status,
        job.CompletedEpochs,
        job.LossCurve,
        job.Worker,
        job.StartedAt,
        job.HeartbeatAt,
        job.EndedAt,
        job.Error,
        job.UpdatedAt);
}
