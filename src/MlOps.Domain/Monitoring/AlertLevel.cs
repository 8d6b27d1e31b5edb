namespace MlOps.Domain.Monitoring;

/// <summary>How serious an alarm is.</summary>
public enum AlertLevel
{
    None,
    Warning,
    Critical,
}
