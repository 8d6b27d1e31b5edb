namespace MlOps.Domain.Governance;

/// <summary>The status of a run.</summary>
public enum JobStatus
{
    Running,
    Succeeded,
    Failed,
}
