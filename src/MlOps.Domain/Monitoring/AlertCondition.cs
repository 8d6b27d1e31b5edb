namespace MlOps.Domain.Monitoring;

/// <summary>On which side of its threshold a metric gives alarm. The threshold itself is still good.</summary>
public enum AlertCondition
{
    Above,
    Below,
}
