using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Ingestion.Rows;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>
/// Writes an entity or a part of one as a JSON object, and reads it again. The object has every property that EF stores, under its
/// name, with the value that the database would get.
/// </summary>
internal sealed class ObjectCodec(ITypeBase type)
{
    private readonly Type _type = type.ClrType;
    private readonly Dictionary<string, IMemberCodec> _members = FindMembers(type);

    public void Write(Utf8JsonWriter writer, object value)
    {
        writer.WriteStartObject();
        foreach (var member in _members.Values)
            member.Write(writer, value);

        writer.WriteEndObject();
    }

    /// <summary>Writes the object for people. It cannot be read again if a value has no form in JSON.</summary>
    public void WriteLenient(Utf8JsonWriter writer, object value)
    {
        writer.WriteStartObject();
        foreach (var member in _members.Values)
            member.WriteLenient(writer, value);

        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">The text is not that of an object of this type.</exception>
    public object Read(JsonElement json)
    {
        var value = Create();
        foreach (var member in _members.Values)
            member.Clear(value);

        foreach (var written in json.EnumerateObject())
        {
            if (!_members.TryGetValue(written.Name, out var member))
                throw new JsonException($"{_type.Name} has no property {written.Name}.");

            member.Read(value, written.Value);
        }

        return value;
    }

    private static Dictionary<string, IMemberCodec> FindMembers(ITypeBase type)
    {
        var members = type.GetProperties()
            .Where(property => !property.IsShadowProperty() && property.GetComputedColumnSql() is null)
            .ToDictionary(property => property.Name, PropertyCodec.For);
        foreach (var (member, part) in RowParts.Of(type))
            members.Add(member.Name, new PartCodec(member, part));

        return members;
    }

    private object Create() =>
        _type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } constructor
            ? constructor.Invoke(null)
            : RuntimeHelpers.GetUninitializedObject(_type);
}
