namespace MlOps.Domain.Governance;

/// <summary>What became of a run.</summary>
public enum JobStatus
{
    Running,
    Succeeded,
    Failed,
}
