using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Ingestion.Rows;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes and reads a complex or owned part, as an object within that of its owner.</summary>
internal sealed class PartCodec(IPropertyBase member, ITypeBase type) : IMemberCodec
{
    private readonly JsonEncodedText _name = JsonEncodedText.Encode(member.Name);
    private readonly Func<object, object?> _get = MemberAccess.Getter(member);
    private readonly Action<object, object?> _set = MemberAccess.Setter(member);
    private readonly ObjectCodec _content = new(type);

    public void Write(Utf8JsonWriter writer, object owner)
    {
        if (_get(owner) is not { } part)
            return;

        writer.WritePropertyName(_name);
        _content.Write(writer, part);
    }

    public void WriteLenient(Utf8JsonWriter writer, object owner)
    {
        if (_get(owner) is not { } part)
            return;

        writer.WritePropertyName(_name);
        _content.WriteLenient(writer, part);
    }

    public void Read(object owner, JsonElement value) => _set(owner, _content.Read(value));

    public void Clear(object owner)
    {
        if (member is IComplexProperty { IsNullable: true } or INavigation { ForeignKey.IsRequiredDependent: false })
            _set(owner, null);
    }
}
