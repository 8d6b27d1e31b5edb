using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Server.Reading;

/// <summary>Reads the members of enumerations, spelled as columns have them (at_risk) or as C# does (AtRisk).</summary>
internal sealed class ChoiceConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ChoiceConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class ChoiceConverter<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        private static readonly Dictionary<string, TEnum> Members = Enum.GetValues<TEnum>()
            .SelectMany(value => new[] { value.ToString(), JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()) }
                .Distinct().Select(text => KeyValuePair.Create(text, value)))
            .ToDictionary(StringComparer.Ordinal);

        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Members.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
