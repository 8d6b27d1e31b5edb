namespace MlOps.Domain.Monitoring;

/// <summary>How loud to be.</summary>
public enum AlertLevel
{
    None,
    Warning,
    Critical,
}
