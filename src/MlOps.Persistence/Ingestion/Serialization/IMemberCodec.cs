using System.Text.Json;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes and reads one member of an entity, or of a part of one.</summary>
internal interface IMemberCodec
{
    /// <summary>Writes the name and the value; nothing if there is no value.</summary>
    void Write(Utf8JsonWriter writer, object owner);

    /// <summary>The same for somebody who looks at it: of a value that cannot be written, what can be said of it.</summary>
    void WriteForPeople(Utf8JsonWriter writer, object owner);

    void Read(object owner, JsonElement value);

    /// <summary>What was written had no value, whatever a new object begins with.</summary>
    void Clear(object owner);
}
