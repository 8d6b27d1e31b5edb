using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;

namespace MlOps.Persistence.Auditing;

/// <summary>Writes values of a row as the audit log has them: under the names of their columns, and a file as its hash.</summary>
internal static class AuditedValues
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // PostgreSQL has numbers that JSON lacks: NaN and the infinities.
    private static readonly JsonSerializerOptions Numbers = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Json Write(IEnumerable<IProperty> properties, Func<IProperty, object?> read)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Relaxed))
        {
            writer.WriteStartObject();
            foreach (var property in properties)
            {
                writer.WritePropertyName(property.GetColumnName());
                Write(writer, property, read(property));
            }

            writer.WriteEndObject();
        }

        return Json.Parse(Encoding.UTF8.GetString(text.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, IProperty property, object? value)
    {
        var mapping = property.GetTypeMapping();
        var stored = mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
        switch (stored)
        {
            case null:
                writer.WriteNullValue();
                break;
            case byte[] file:
                writer.WriteStringValue($"{file.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(file))}");
                break;
            case string document when mapping.StoreTypeIsJson():
                writer.WriteRawValue(document);
                break;
            default:
                if (mapping.Converter is null && mapping.JsonValueReaderWriter is { } values && stored is not (double or float))
                    values.ToJson(writer, stored);
                else
                    JsonSerializer.Serialize(writer, stored, stored.GetType(), Numbers);
                break;
        }
    }

    private static bool StoreTypeIsJson(this CoreTypeMapping mapping) =>
        mapping is RelationalTypeMapping { StoreType: "json" or "jsonb" };
}
