using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.Json;
using MlOps.Persistence.Ingestion.Rows;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes and reads a property as EF does within documents, which knows types that the serializer does not.</summary>
internal sealed class MappedPropertyCodec(IProperty property, JsonValueReaderWriter values) : IMemberCodec
{
    private readonly JsonEncodedText _name = JsonEncodedText.Encode(property.Name);
    private readonly Func<object, object?> _get = MemberAccess.Getter(property);
    private readonly Action<object, object?> _set = MemberAccess.Setter(property);
    private readonly bool _isNullable = property.IsNullable;

    public void Write(Utf8JsonWriter writer, object owner)
    {
        if (_get(owner) is not { } value)
            return;

        writer.WritePropertyName(_name);
        values.ToJson(writer, value);
    }

    public void WriteLenient(Utf8JsonWriter writer, object owner) => Write(writer, owner);

    public void Read(object owner, JsonElement value) => _set(owner, values.FromJsonString(value.GetRawText()));

    public void Clear(object owner)
    {
        if (_isNullable)
            _set(owner, null);
    }
}
