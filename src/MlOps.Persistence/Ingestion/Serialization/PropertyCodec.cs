using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>Writes and reads one property of an entity, without boxing what it writes.</summary>
internal sealed class PropertyCodec
{
    private readonly Action<Utf8JsonWriter, Entity> _write;
    private readonly Action<Entity, object?> _set;
    private readonly Type _stored;
    private readonly ValueConverter? _converter;
    // It is JSON already: within a string each of its quotes would be escaped.
    private readonly bool _isDocument;

    private PropertyCodec(IProperty property)
    {
        _isDocument = property.ClrType == typeof(Json);
        _converter = property.GetTypeMapping().Converter;
        _stored = _converter?.ProviderClrType ?? property.ClrType;
        _write = CompileWrite(property);
        _set = CompileSet(property);
    }

    public static PropertyCodec For(IProperty property) => new(property);

    /// <summary>Writes the name and the value; nothing if there is no value.</summary>
    public void Write(Utf8JsonWriter writer, Entity entity) => _write(writer, entity);

    public void Read(Entity entity, JsonElement value)
    {
        if (_isDocument)
        {
            _set(entity, Json.FromDatabase(value.GetRawText()));
            return;
        }

        var stored = JsonValues.Read(value, _stored);
        _set(entity, _converter is null ? stored : _converter.ConvertFromProvider(stored));
    }

    private Action<Utf8JsonWriter, Entity> CompileWrite(IProperty property)
    {
        var writer = Expression.Parameter(typeof(Utf8JsonWriter), "writer");
        var entity = Expression.Parameter(typeof(Entity), "entity");
        var member = property.GetMemberInfo(forMaterialization: false, forSet: false);
        var value = Expression.Variable(property.ClrType, "value");
        var given = Nullable.GetUnderlyingType(value.Type) is null ? (Expression)value : Expression.Property(value, "Value");
        var stored = _converter is null
            ? given
            : Expression.Invoke(
                _converter.ConvertToProviderExpression,
                Expression.Convert(given, _converter.ConvertToProviderExpression.Parameters[0].Type));

        var name = Expression.Constant(JsonEncodedText.Encode(property.Name));
        Expression write = _isDocument
            ? Expression.Call(typeof(JsonValues), nameof(JsonValues.WriteDocument), null, writer, name, value)
            : Expression.Call(typeof(JsonValues), nameof(JsonValues.Write), [stored.Type], writer, name, stored);
        if (!value.Type.IsValueType || Nullable.GetUnderlyingType(value.Type) is not null)
            write = Expression.IfThen(Expression.NotEqual(value, Expression.Constant(null, value.Type)), write);

        return Expression.Lambda<Action<Utf8JsonWriter, Entity>>(
            Expression.Block(
                [value],
                Expression.Assign(value, Expression.MakeMemberAccess(Expression.Convert(entity, member.DeclaringType!), member)),
                write),
            writer,
            entity).Compile();
    }

    private static Action<Entity, object?> CompileSet(IProperty property)
    {
        var entity = Expression.Parameter(typeof(Entity), "entity");
        var value = Expression.Parameter(typeof(object), "value");
        var member = property.GetMemberInfo(forMaterialization: true, forSet: true);
        var target = Expression.MakeMemberAccess(Expression.Convert(entity, member.DeclaringType!), member);
        return Expression.Lambda<Action<Entity, object?>>(
            Expression.Assign(target, Expression.Convert(value, target.Type)), entity, value).Compile();
    }
}
