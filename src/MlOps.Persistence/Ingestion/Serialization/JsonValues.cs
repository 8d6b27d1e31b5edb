using System.Text.Json;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes the values that databases hold; of each type the run-time compiler keeps the one branch that it needs.</summary>
internal static class JsonValues
{
    public static void Write<T>(Utf8JsonWriter writer, JsonEncodedText name, T value)
    {
        if (typeof(T) == typeof(string))
            writer.WriteString(name, (string)(object)value!);
        else if (typeof(T) == typeof(Guid))
            writer.WriteString(name, (Guid)(object)value!);
        else if (typeof(T) == typeof(DateTimeOffset))
            writer.WriteString(name, (DateTimeOffset)(object)value!);
        else if (typeof(T) == typeof(double))
            writer.WriteNumber(name, (double)(object)value!);
        else if (typeof(T) == typeof(int))
            writer.WriteNumber(name, (int)(object)value!);
        else if (typeof(T) == typeof(long))
            writer.WriteNumber(name, (long)(object)value!);
        else if (typeof(T) == typeof(bool))
            writer.WriteBoolean(name, (bool)(object)value!);
        else
            WriteOther(writer, name, value);
    }

    private static void WriteOther<T>(Utf8JsonWriter writer, JsonEncodedText name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value);
    }
}
