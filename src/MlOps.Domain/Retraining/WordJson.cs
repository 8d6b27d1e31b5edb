using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Retraining;

// Guards and evidence are stored as JSON, where a number would mean nothing to a reader.
internal sealed class WordJson<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
