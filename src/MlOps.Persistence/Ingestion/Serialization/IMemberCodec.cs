using System.Text.Json;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes and reads one member of an entity, or of a part of one.</summary>
internal interface IMemberCodec
{
    /// <summary>Writes the name and the value, or nothing if there is no value.</summary>
    void Write(Utf8JsonWriter writer, object owner);

    /// <summary>Writes the member for people. A value without a form in JSON is replaced by its text and the reason.</summary>
    void WriteLenient(Utf8JsonWriter writer, object owner);

    void Read(object owner, JsonElement value);

    /// <summary>Removes the value that a new object begins with, because what was written may have none.</summary>
    void Clear(object owner);
}
