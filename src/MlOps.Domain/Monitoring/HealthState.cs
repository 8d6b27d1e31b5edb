using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>The health of something, from best to worst.</summary>
[JsonConverter(typeof(AsText))]
public enum HealthState
{
    Healthy,
    Degraded,
    Unhealthy,
}

// Findings are stored as JSON, where a number would mean nothing to a reader.
file sealed class AsText()
    : JsonStringEnumConverter<HealthState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
