namespace MlOps.Domain.Evolution;

/// <summary>The life of an evolution experiment.</summary>
public enum ExperimentStatus
{
    Planned,
    Running,
    Paused,
    Completed,
    Failed,
    Cancelled,
}
