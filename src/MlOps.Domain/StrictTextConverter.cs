using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain;

/// <summary>Refuses lone surrogates, which the serializer would replace without a word.</summary>
internal sealed class StrictTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString();

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Storable(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Storable(value));

    private static string Storable(string text) =>
        UnstorableCharacter.Find(text) is { } fault
            ? throw new ArgumentException($"{UnstorableCharacter.Quote(text)} {fault}")
            : text;
}
