using System.Text.Json;
using System.Text.Json.Serialization;
using MlOps.Domain;

namespace MlOps.Server.Reading;

/// <summary>How values of items are written in JSON.</summary>
internal static class ItemJson
{
    public const int MaxDepth = 64;

    public static readonly JsonSerializerOptions Options = new()
    {
        MaxDepth = MaxDepth,
        Converters = { new DocumentConverter(), new TimeConverter(), new SpanConverter(), new ChoiceConverterFactory() },
    };

    /// <summary>Says what is wrong with JSON, without what the serializer says of its own lines.</summary>
    public static string Explain(JsonException e) => e.Message.Split(" LineNumber")[0].TrimEnd('.');

    /// <summary>Names a kind of value for people.</summary>
    public static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "a text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(Guid) => "a uuid",
            _ when type == typeof(DateTimeOffset) => "a time such as 2026-11-28T10:00:00Z",
            _ when type == typeof(TimeSpan) => "a number of seconds",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(Json) => "a JSON document",
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}",
            { IsArray: true } => "an array",
            _ => "of another kind",
        };
    }

    /// <summary>Whether a value of an item can be of a type.</summary>
    public static bool CanRead(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(Guid) || type == typeof(DateTimeOffset)
            || type == typeof(TimeSpan) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(Json);
    }

    private sealed class DocumentConverter : JsonConverter<Json>
    {
        public override Json Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return Json.Parse(document.RootElement.GetRawText(), "it");
        }

        public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }

    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ItemTime.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }

    private sealed class SpanConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.TotalSeconds);
    }
}
