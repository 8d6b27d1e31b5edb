using System.Buffers;
using System.Text.Json;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes a label, with its tenant, as a JSON object, and reads it again.</summary>
internal static class LabelCodec
{
    public static void Write(IBufferWriter<byte> output, Label label, Guid tenantId)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, new Content(tenantId, label.PredictionId, label.ActualValue, label.At, label.Source));
    }

    /// <exception cref="JsonException">The text is not that of a label.</exception>
    public static (Label Label, Guid TenantId) Read(ReadOnlyMemory<byte> json)
    {
        var content = JsonSerializer.Deserialize<Content>(json.Span) ?? throw new JsonException("The label is null.");
        return (new Label(content.PredictionId, content.ActualValue, content.At, content.Source), content.TenantId);
    }

    private sealed record Content(Guid TenantId, Guid PredictionId, double ActualValue, DateTimeOffset At, string? Source = null);
}
