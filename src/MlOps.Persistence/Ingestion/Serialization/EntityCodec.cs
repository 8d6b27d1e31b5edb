using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>
/// Writes an entity as a JSON object and makes it again from that: every property that EF stores, under its name, with the
/// value that the database would get. Made from EF's model, once per entity type.
/// </summary>
internal sealed class EntityCodec
{
    private const string CacheName = "MlOps:EntityCodec";

    // The text is read by this class alone, and by people: nothing needs to be escaped for a browser.
    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // What PostgreSQL holds may be deeper than what a reader expects.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = int.MaxValue };

    // One for each thread that writes.
    [ThreadStatic]
    private static Utf8JsonWriter? ReusedWriter;

    private readonly Type _type;
    private readonly Dictionary<string, PropertyCodec> _properties;

    private EntityCodec(IEntityType entityType)
    {
        _type = entityType.ClrType;
        if (entityType.GetComplexProperties().Any() || entityType.GetNavigations().Any(navigation => navigation.ForeignKey.IsOwnership))
        {
            throw new NotSupportedException(
                $"{entityType.DisplayName()} has parts (complex or owned properties), which a prediction writer cannot keep " +
                "outside of the database. Store it with BulkInsertAsync, or give the part a value converter.");
        }

        if (entityType.GetProperties().FirstOrDefault(property => property.IsShadowProperty() && property.IsForeignKey()) is { } reference)
        {
            throw new NotSupportedException(
                $"{entityType.DisplayName()}.{reference.Name} is no property of the class, so that a prediction writer cannot keep it " +
                "outside of the database. Add it to the class, or store the entity with BulkInsertAsync.");
        }

        if (_type.Name == nameof(Label) || entityType.Model.GetEntityTypes().Any(other => other.ClrType != _type && IsNamed(other, _type.Name)))
        {
            throw new NotSupportedException(
                $"There are two entities named {_type.Name}, and a prediction writer tells them apart by the names of their classes. " +
                "Rename one, or store it with BulkInsertAsync.");
        }

        _properties = entityType.GetProperties()
            .Where(property => !property.IsShadowProperty() && property.GetComputedColumnSql() is null)
            .ToDictionary(property => property.Name, PropertyCodec.For);
    }

    /// <summary>Whether an entity has a class of this name. Parts of others have no records of their own.</summary>
    public static bool IsNamed(IEntityType entityType, string name) => entityType.ClrType.Name == name && !entityType.IsOwned();

    public static EntityCodec For(IModel model, Type type)
    {
        var entityType = model.FindEntityType(type)
            ?? throw new ArgumentException($"{type.Name} is not an entity of the context. Map it first.");
        return For(entityType);
    }

    public static EntityCodec For(IEntityType entityType) =>
        entityType.GetOrAddRuntimeAnnotationValue(CacheName, static type => new EntityCodec(type!), entityType);

    public void Write(IBufferWriter<byte> output, Entity entity)
    {
        var writer = ReusedWriter ??= new Utf8JsonWriter(output, Relaxed);
        writer.Reset(output);
        writer.WriteStartObject();
        foreach (var property in _properties.Values)
            property.Write(writer, entity);

        writer.WriteEndObject();
        writer.Flush();
    }

    /// <exception cref="JsonException">The text is not that of an entity of this type.</exception>
    public Entity Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Deep);
        var entity = (Entity)Create();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!_properties.TryGetValue(member.Name, out var property))
                throw new JsonException($"{_type.Name} has no property {member.Name}.");

            property.Read(entity, member.Value);
        }

        return entity;
    }

    private object Create() =>
        _type.GetConstructor(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic, []) is { } constructor
            ? constructor.Invoke(null)
            : RuntimeHelpers.GetUninitializedObject(_type);
}
