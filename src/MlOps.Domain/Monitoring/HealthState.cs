using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>The health of something, from best to worst.</summary>
[JsonConverter(typeof(HealthStateJson))]
public enum HealthState
{
    Healthy,
    Degraded,
    Unhealthy,
}
