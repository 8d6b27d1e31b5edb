using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlOps.Domain;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes the values that databases hold. For each type the run-time compiler keeps only the branch that it needs.</summary>
internal static class JsonValues
{
    // PostgreSQL has numbers that JSON lacks: NaN and the infinities.
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static object? Read(JsonElement value, Type type) => value.Deserialize(type, Numbers);

    public static void Write<T>(Utf8JsonWriter writer, JsonEncodedText name, T value)
    {
        if (typeof(T) == typeof(string))
            writer.WriteString(name, Storable(name, (string)(object)value!));
        else if (typeof(T) == typeof(Guid))
            writer.WriteString(name, (Guid)(object)value!);
        else if (typeof(T) == typeof(DateTimeOffset))
            writer.WriteString(name, (DateTimeOffset)(object)value!);
        else if (typeof(T) == typeof(double))
            WriteDouble(writer, name, (double)(object)value!);
        else if (typeof(T) == typeof(int))
            writer.WriteNumber(name, (int)(object)value!);
        else if (typeof(T) == typeof(long))
            writer.WriteNumber(name, (long)(object)value!);
        else if (typeof(T) == typeof(bool))
            writer.WriteBoolean(name, (bool)(object)value!);
        else
            WriteOther(writer, name, value);
    }

    public static void WriteDocument(Utf8JsonWriter writer, JsonEncodedText name, Json document)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(document.Text, skipInputValidation: true);
    }

    // A writer replaces lone surrogates, so the stored text would differ from the accepted one.
    private static string? Storable(JsonEncodedText name, string? text) => Guard.OptionalText(text, name.Value, int.MaxValue);

    private static void WriteOther<T>(Utf8JsonWriter writer, JsonEncodedText name, T value)
    {
        foreach (var text in value as IEnumerable<string?> ?? [])
            _ = Storable(name, text);

        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, Numbers);
    }

    private static void WriteDouble(Utf8JsonWriter writer, JsonEncodedText name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
    }
}
