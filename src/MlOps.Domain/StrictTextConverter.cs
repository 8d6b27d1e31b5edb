using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Domain;

/// <summary>Refuses lone surrogates, which the serializer would replace silently.</summary>
internal sealed class StrictTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString();

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(RequireStorable(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(RequireStorable(value));

    private static string RequireStorable(string text) =>
        UnstorableCharacter.FindFault(text) is { } fault
            ? throw new ArgumentException($"{UnstorableCharacter.Quote(text)} {fault}")
            : text;
}
