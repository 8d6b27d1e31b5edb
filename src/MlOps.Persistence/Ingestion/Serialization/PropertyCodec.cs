using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;
using MlOps.Persistence.Ingestion.Rows;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes and reads one property, without boxing what it writes.</summary>
internal sealed class PropertyCodec : IMemberCodec
{
    private readonly JsonEncodedText _name;
    private readonly Func<object, object?> _get;
    private readonly Action<Utf8JsonWriter, object> _write;
    private readonly Action<object, object?> _set;
    private readonly Type _stored;
    private readonly bool _isNullable;
    private readonly ValueConverter? _converter;
    // The value is JSON already. As a string it would get an escape before each quote.
    private readonly bool _isDocument;

    private PropertyCodec(IProperty property)
    {
        _name = JsonEncodedText.Encode(property.Name);
        _get = MemberAccess.Getter(property);
        _isDocument = property.ClrType == typeof(Json);
        _converter = property.GetTypeMapping().Converter;
        _stored = _converter?.ProviderClrType ?? property.ClrType;
        _isNullable = property.IsNullable;
        _set = MemberAccess.Setter(property);
        _write = CompileWrite(property);
    }

    /// <exception cref="NotSupportedException">No form in JSON allows to read such values again.</exception>
    public static IMemberCodec For(IProperty property)
    {
        if (NumbersCodec.Takes(property))
            return new NumbersCodec(property);

        var mapping = property.GetTypeMapping();
        if (property.ClrType == typeof(Json) || JsonForms.Has(property, mapping.Converter?.ProviderClrType ?? property.ClrType))
            return new PropertyCodec(property);

        return mapping.JsonValueReaderWriter is { } values
            ? new MappedPropertyCodec(property, values)
            : throw new NotSupportedException(
                $"{property.DeclaringType.DisplayName()}.{property.Name} has a type without a form in JSON, so a prediction writer " +
                "cannot keep it outside of the database. Give it a value converter, or store the entity with BulkInsertAsync.");
    }

    public void Write(Utf8JsonWriter writer, object owner) => _write(writer, owner);

    public void WriteLenient(Utf8JsonWriter writer, object owner)
    {
        try
        {
            using var trial = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { SkipValidation = true });
            _write(trial, owner);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // An object cannot be taken for the value.
            writer.WriteStartObject(_name);
            writer.WriteString("Unwritable", $"{_get(owner)}");
            writer.WriteString("Reason", e.Message);
            writer.WriteEndObject();
            return;
        }

        _write(writer, owner);
    }

    public void Read(object owner, JsonElement value)
    {
        if (_isDocument)
        {
            _set(owner, Json.FromDatabase(value.GetRawText()));
            return;
        }

        var stored = JsonValues.Read(value, _stored);
        _set(owner, _converter is null ? stored : _converter.ConvertFromProvider(stored));
    }

    public void Clear(object owner)
    {
        if (_isNullable)
            _set(owner, null);
    }

    private Action<Utf8JsonWriter, object> CompileWrite(IProperty property)
    {
        var writer = Expression.Parameter(typeof(Utf8JsonWriter), "writer");
        var owner = Expression.Parameter(typeof(object), "owner");
        var value = Expression.Variable(property.ClrType, "value");
        var given = Nullable.GetUnderlyingType(value.Type) is null ? (Expression)value : Expression.Property(value, "Value");
        var stored = _converter is null
            ? given
            : Expression.Invoke(
                _converter.ConvertToProviderExpression,
                Expression.Convert(given, _converter.ConvertToProviderExpression.Parameters[0].Type));

        var name = Expression.Constant(_name);
        Expression write = _isDocument
            ? Expression.Call(typeof(JsonValues), nameof(JsonValues.WriteDocument), null, writer, name, value)
            : Expression.Call(typeof(JsonValues), nameof(JsonValues.Write), [stored.Type], writer, name, stored);
        if (!value.Type.IsValueType || Nullable.GetUnderlyingType(value.Type) is not null)
            write = Expression.IfThen(Expression.NotEqual(value, Expression.Constant(null, value.Type)), write);

        return Expression.Lambda<Action<Utf8JsonWriter, object>>(
            Expression.Block(
                [value],
                Expression.Assign(value, MemberAccess.Get(owner, property)),
                write),
            writer,
            owner).Compile();
    }
}
