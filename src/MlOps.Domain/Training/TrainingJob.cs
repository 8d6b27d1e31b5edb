using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Training;

/// <summary>
/// One attempt to train a version: queued, running, and then succeeded, failed or cancelled. While it runs, it sends
/// heartbeats. They distinguish a job with a dead worker from a job that takes long.
/// </summary>
public sealed class TrainingJob : ChangingEntity
{
    public const int MaxWorkerLength = 255;
    public const int MaxErrorLength = 100_000;

    private TrainingJob()
    {
    }

    private TrainingJob(ModelVersion version, int totalEpochs, DateTimeOffset at)
        : base(at)
    {
        ModelVersionId = version.Id;
        TotalEpochs = Guard.AtLeast(totalEpochs, 1, nameof(TotalEpochs));
        InheritTenantFrom(version);
    }

    public Guid ModelVersionId { get; private set; }

    /// <summary>The version in training. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    public Guid? DatasetId { get; private set; }

    /// <summary>The dataset of the training. Null if it was not loaded.</summary>
    [JsonIgnore]
    public TrainingDataset? Dataset { get; private set; }

    public Json? Hyperparameters { get; private set; }

    public TrainingStatus Status { get; private set; }

    /// <summary>The planned number of epochs. A job may succeed earlier.</summary>
    public int TotalEpochs { get; private set; }

    public int CompletedEpochs { get; private set; }

    public IReadOnlyList<LossPoint> LossCurve { get; private set; } = [];

    /// <summary>The resources used so far: "gpu_hours", "peak_memory_bytes".</summary>
    public MetricSet ResourceUsage { get; private set; } = MetricSet.Empty;

    /// <summary>The machine or pod that runs it.</summary>
    [MaxLength(MaxWorkerLength)]
    public string? Worker { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>The time of the last heartbeat.</summary>
    public DateTimeOffset? HeartbeatAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The reason of the failure.</summary>
    public string? Error { get; private set; }

    /// <summary>Plans the training of a version that has not been trained yet.</summary>
    public static TrainingJob Queue(
        ModelVersion version,
        int totalEpochs,
        DateTimeOffset at,
        TrainingDataset? dataset = null,
        Json? hyperparameters = null)
    {
        if (Guard.Given(version, nameof(version)).Status != VersionStatus.Training)
            throw new IllegalTransitionException(
                $"{version} is {version.Status} and cannot be trained again. Begin another version.");

        return new(version, totalEpochs, at) { DatasetId = dataset?.Id, Hyperparameters = hyperparameters };
    }

    public void Start(string worker, DateTimeOffset at)
    {
        Require(TrainingStatus.Queued, "start");
        var by = Guard.Text(worker, nameof(Worker), MaxWorkerLength);
        var time = Guard.Time(at, nameof(StartedAt));
        Touch(time);
        StartedAt = HeartbeatAt = time;
        (Worker, Status) = (by, TrainingStatus.Running);
    }

    /// <summary>Records that the worker is alive. A heartbeat that arrives late changes nothing.</summary>
    public void RecordHeartbeat(DateTimeOffset at)
    {
        Require(TrainingStatus.Running, "record a heartbeat");
        var time = Guard.Time(at, nameof(HeartbeatAt));
        Touch(time);
        if (time > HeartbeatAt)
            HeartbeatAt = time;
    }

    /// <summary>Ends the next epoch, which also counts as a heartbeat.</summary>
    /// <param name="loss">The loss on the training data.</param>
    /// <param name="at">The end of the epoch.</param>
    /// <param name="validationLoss">The loss on the validation data.</param>
    /// <param name="resourceUsage">The resources used since the start of the job; null for no change.</param>
    public void CompleteEpoch(
        double loss, DateTimeOffset at, double? validationLoss = null, MetricSet? resourceUsage = null)
    {
        Require(TrainingStatus.Running, "complete an epoch");
        if (CompletedEpochs == TotalEpochs)
            throw new IllegalTransitionException($"{this} has completed all of its {TotalEpochs} epochs.");

        var point = new LossPoint(CompletedEpochs + 1, loss, validationLoss);
        RecordHeartbeat(at);
        (CompletedEpochs, LossCurve) = (point.Epoch, [.. LossCurve, point]);
        ResourceUsage = resourceUsage ?? ResourceUsage;
    }

    /// <summary>Records the progress of a job that does not report losses. This also counts as a heartbeat.</summary>
    /// <param name="completedEpochs">The number of completed epochs, which cannot fall.</param>
    /// <param name="at">The time of the report.</param>
    /// <param name="resourceUsage">The resources used since the start of the job; null for no change.</param>
    public void RecordProgress(int completedEpochs, DateTimeOffset at, MetricSet? resourceUsage = null)
    {
        Require(TrainingStatus.Running, "record progress");
        var completed = Guard.Between(completedEpochs, CompletedEpochs, TotalEpochs, nameof(CompletedEpochs));
        RecordHeartbeat(at);
        (CompletedEpochs, ResourceUsage) = (completed, resourceUsage ?? ResourceUsage);
    }

    public void Succeed(DateTimeOffset at, MetricSet? resourceUsage = null)
    {
        Require(TrainingStatus.Running, "succeed");
        End(TrainingStatus.Succeeded, at);
        ResourceUsage = resourceUsage ?? ResourceUsage;
    }

    public void Fail(string error, DateTimeOffset at)
    {
        Require(TrainingStatus.Running, "fail");
        var why = Guard.Text(error, nameof(Error), MaxErrorLength);
        End(TrainingStatus.Failed, at);
        Error = why;
    }

    public void Cancel(DateTimeOffset at)
    {
        if (Status is not (TrainingStatus.Queued or TrainingStatus.Running))
            throw new IllegalTransitionException($"{this} is {Status} and can no longer be cancelled.");

        End(TrainingStatus.Cancelled, at);
    }

    /// <summary>Whether it is running and its last heartbeat is older than the limit.</summary>
    public bool IsLost(TimeSpan limit, DateTimeOffset at) =>
        Status == TrainingStatus.Running && at - HeartbeatAt > limit;

    /// <summary>Ends a job as failed if its last heartbeat is older than the limit.</summary>
    public void MarkLost(TimeSpan limit, DateTimeOffset at)
    {
        if (!IsLost(Guard.NotNegative(limit, nameof(limit)), at))
            throw new IllegalTransitionException(
                $"{this} is {Status}, and its last heartbeat was at {HeartbeatAt:O}. " +
                $"At {at:O} it is not lost yet: the limit is {limit}.");

        Fail($"Lost: the last heartbeat of '{Worker}' was at {HeartbeatAt:O}, which is longer ago than {limit}.", at);
    }

    public override string ToString() => $"Training job {Id}";

    private void Require(TrainingStatus status, string what)
    {
        if (Status != status)
            throw new IllegalTransitionException(
                $"{this} is {Status} and cannot {what}: only a job that is {status} can.");
    }

    private void End(TrainingStatus status, DateTimeOffset at)
    {
        var end = Guard.Time(at, nameof(EndedAt));
        RequireOrder("started", StartedAt, "end", end);
        Touch(end);
        (EndedAt, Status) = (end, status);
    }
}
