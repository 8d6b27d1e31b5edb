namespace MlOps.Domain.Monitoring;

/// <summary>The status of an alert.</summary>
public enum AlertStatus
{
    Fired,
    Acknowledged,
    Resolved,
}
