namespace MlOps.Domain.Governance;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Evaluates the windows of a monitor.</summary>
    Monitor,

    /// <summary>Refreshes the materialized views.</summary>
    RefreshViews,
}
