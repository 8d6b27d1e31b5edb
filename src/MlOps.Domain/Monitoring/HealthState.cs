using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>How well something is, from best to worst.</summary>
[JsonConverter(typeof(AsText))]
public enum HealthState
{
    Healthy,
    Degraded,
    Unhealthy,
}

// Findings are kept as JSON, where a number would tell nobody anything.
file sealed class AsText() : JsonStringEnumConverter<HealthState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
