using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Notices;

/// <summary>What a sink gets to know.</summary>
public abstract record Notice
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private protected Notice(Guid id) => Id = id;

    /// <summary>The id of the notice, the same each time that it is sent: a receiver that has seen it need do nothing.</summary>
    [JsonPropertyOrder(-1)]
    public Guid Id { get; }

    /// <summary>The notice as JSON, which commands and webhooks get.</summary>
    public abstract string ToJson();

    /// <summary>The notice as a sentence.</summary>
    public abstract string ToText();

    internal abstract void WriteTo(ILogger logger);

    private protected static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
