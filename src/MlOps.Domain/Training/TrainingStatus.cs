namespace MlOps.Domain.Training;

/// <summary>The status of a training job. The last three are final.</summary>
public enum TrainingStatus
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
