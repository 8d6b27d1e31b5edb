using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

// Findings are stored as JSON, where a number would mean nothing to a reader.
internal sealed class HealthStateJson()
    : JsonStringEnumConverter<HealthState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
