using MlOps.Domain.Registry;

namespace MlOps.Domain.Training;

/// <summary>
/// One attempt to train a version: queued, running, and then succeeded, failed or cancelled. While it runs it beats, so that
/// a job whose worker died can be told from one that takes long.
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

    public Guid? DatasetId { get; private set; }

    public Json? Hyperparameters { get; private set; }

    public TrainingStatus Status { get; private set; }

    /// <summary>How many are planned: a job may succeed earlier.</summary>
    public int TotalEpochs { get; private set; }

    public int CompletedEpochs { get; private set; }

    public IReadOnlyList<LossPoint> LossCurve { get; private set; } = [];

    /// <summary>What it has used so far: "gpu_hours", "peak_memory_bytes".</summary>
    public MetricSet ResourceUsage { get; private set; } = MetricSet.Empty;

    /// <summary>Who runs it: a machine, a pod.</summary>
    public string? Worker { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When its worker was last heard of.</summary>
    public DateTimeOffset? HeartbeatAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; private set; }

    /// <summary>Plans the training of a version that has not been trained yet.</summary>
    public static TrainingJob Queue(
        ModelVersion version, int totalEpochs, DateTimeOffset at, TrainingDataset? dataset = null, Json? hyperparameters = null)
    {
        if (Guard.Given(version, nameof(version)).Status != VersionStatus.Training)
            throw new IllegalTransitionException($"{version} is {version.Status} and is not trained again. Begin another version.");

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

    /// <summary>Tells that its worker lives. A beat that arrives late changes nothing.</summary>
    public void Beat(DateTimeOffset at)
    {
        Require(TrainingStatus.Running, "beat");
        var time = Guard.Time(at, nameof(HeartbeatAt));
        Touch(time);
        if (time > HeartbeatAt)
            HeartbeatAt = time;
    }

    /// <summary>Ends the next epoch, and beats.</summary>
    /// <param name="loss">The loss on the data that it learns from.</param>
    /// <param name="at">When the epoch ended.</param>
    /// <param name="validationLoss">The loss on data that it does not learn from.</param>
    /// <param name="resourceUsage">What the job has used from its start on; what was known before if not given.</param>
    public void CompleteEpoch(double loss, DateTimeOffset at, double? validationLoss = null, MetricSet? resourceUsage = null)
    {
        Require(TrainingStatus.Running, "complete an epoch");
        if (CompletedEpochs == TotalEpochs)
            throw new IllegalTransitionException($"{this} has completed all of its {TotalEpochs} epochs.");

        var point = new LossPoint(CompletedEpochs + 1, loss, validationLoss);
        Beat(at);
        (CompletedEpochs, LossCurve, ResourceUsage) = (point.Epoch, [.. LossCurve, point], resourceUsage ?? ResourceUsage);
    }

    /// <summary>Tells how far the job is where nobody tells its losses, and beats.</summary>
    /// <param name="completedEpochs">How many epochs have ended since its start; no fewer than were told before.</param>
    /// <param name="at">When that was so.</param>
    /// <param name="resourceUsage">What the job has used from its start on; what was known before if not given.</param>
    public void Progress(int completedEpochs, DateTimeOffset at, MetricSet? resourceUsage = null)
    {
        Require(TrainingStatus.Running, "progress");
        var completed = Guard.Between(completedEpochs, CompletedEpochs, TotalEpochs, nameof(CompletedEpochs));
        Beat(at);
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
            throw new IllegalTransitionException($"{this} is {Status} and cannot be cancelled any more.");

        End(TrainingStatus.Cancelled, at);
    }

    /// <summary>Whether it runs and its worker was not heard of for longer than the limit.</summary>
    public bool IsLost(TimeSpan limit, DateTimeOffset at) => Status == TrainingStatus.Running && at - HeartbeatAt > limit;

    /// <summary>Fails a job whose worker was not heard of for longer than the limit.</summary>
    public void MarkLost(TimeSpan limit, DateTimeOffset at)
    {
        if (!IsLost(Guard.NotNegative(limit, nameof(limit)), at))
            throw new IllegalTransitionException(
                $"{this} is {Status}, and was last heard of at {HeartbeatAt:O}: at {at:O} it is not lost yet by a limit of {limit}.");

        Fail($"Lost: nothing was heard of '{Worker}' since {HeartbeatAt:O}, which is longer than {limit}.", at);
    }

    public override string ToString() => $"Training job {Id}";

    private void Require(TrainingStatus status, string what)
    {
        if (Status != status)
            throw new IllegalTransitionException($"{this} is {Status} and cannot {what}: it would have to be {status}.");
    }

    private void End(TrainingStatus status, DateTimeOffset at)
    {
        var end = Guard.Time(at, nameof(EndedAt));
        RequireOrder("started", StartedAt, "end", end);
        Touch(end);
        (EndedAt, Status) = (end, status);
    }
}
