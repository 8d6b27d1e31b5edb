using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain;

/// <summary>Writes a document inside another one as JSON, and not as an object with a text property.</summary>
internal sealed class EmbeddedJsonConverter : JsonConverter<Json>
{
    public override Json Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Json.FromDatabase(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text, skipInputValidation: true);
}
