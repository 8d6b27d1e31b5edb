using System.Buffers;
using System.Text.Json;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes a label as a JSON object, and reads it again.</summary>
internal static class LabelCodec
{
    public static void Write(IBufferWriter<byte> output, Label label)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, label);
    }

    public static Label Read(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize<Label>(json.Span) ?? throw new JsonException("The label is null.");
}
