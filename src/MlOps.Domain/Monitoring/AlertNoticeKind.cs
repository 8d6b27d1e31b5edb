namespace MlOps.Domain.Monitoring;

/// <summary>What a notice says of an alert.</summary>
public enum AlertNoticeKind
{
    Fired,
    Resolved,
}
