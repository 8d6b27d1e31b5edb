namespace MlOps.Domain.Training;

/// <summary>Where a training job stands. The last three are its ends.</summary>
public enum TrainingStatus
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
