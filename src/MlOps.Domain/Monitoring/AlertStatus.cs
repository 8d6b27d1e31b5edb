namespace MlOps.Domain.Monitoring;

/// <summary>What became of an alert so far.</summary>
public enum AlertStatus
{
    Fired,
    Acknowledged,
    Resolved,
}
