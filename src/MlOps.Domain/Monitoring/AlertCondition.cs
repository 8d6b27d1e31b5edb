namespace MlOps.Domain.Monitoring;

/// <summary>The side of the threshold that raises an alarm. The threshold itself raises none.</summary>
public enum AlertCondition
{
    Above,
    Below,
}
