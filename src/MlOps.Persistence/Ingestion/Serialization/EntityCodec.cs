using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Rows;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>
/// Writes an entity as a JSON object, and reads it again. A codec is made from EF's model, once for each entity type. It refuses
/// types of which a value would be lost.
/// </summary>
internal sealed class EntityCodec
{
    private const string CacheName = "MlOps:EntityCodec";

    // Only this class and people read the text, so nothing needs to be escaped for a browser.
    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // A document in PostgreSQL may be deeper than a reader accepts by default.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = int.MaxValue };

    // One for each thread that writes.
    [ThreadStatic]
    private static Utf8JsonWriter? ReusedWriter;

    private readonly ObjectCodec _content;

    private EntityCodec(IEntityType entityType)
    {
        RowParts.RequireInRow(entityType);
        if (FindHiddenReference(entityType) is { } reference)
        {
            throw new NotSupportedException(
                $"{reference.DeclaringType.DisplayName()}.{reference.Name} is not a property of the class, so a prediction writer " +
                "cannot keep it outside of the database. Add it to the class, or store the entity with BulkInsertAsync.");
        }

        var type = entityType.ClrType;
        if (type.Name == nameof(Label)
            || entityType.Model.GetEntityTypes().Any(other => other.ClrType != type && IsNamed(other, type.Name)))
        {
            throw new NotSupportedException(
                $"There are two entities named {type.Name}, and a prediction writer knows them only by the names of their classes. " +
                "Rename one, or store it with BulkInsertAsync.");
        }

        _content = new ObjectCodec(entityType);
    }

    /// <summary>Whether an entity has a class of this name. Parts of entities have no records of their own.</summary>
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
        _content.Write(writer, entity);
        writer.Flush();
    }

    /// <summary>Writes the entity for people, who see what can be said of values that have no form in JSON.</summary>
    public void WriteLenient(IBufferWriter<byte> output, Entity entity)
    {
        using var writer = new Utf8JsonWriter(output, Relaxed);
        _content.WriteLenient(writer, entity);
    }

    /// <exception cref="JsonException">The text is not that of an entity of this type.</exception>
    public Entity Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Deep);
        return (Entity)_content.Read(document.RootElement);
    }

    // The key of a part is that of its owner.
    private static IProperty? FindHiddenReference(ITypeBase type) =>
        type.GetProperties().FirstOrDefault(property =>
            property.IsShadowProperty() && property.IsForeignKey() && !property.GetContainingForeignKeys().Any(key => key.IsOwnership))
        ?? RowParts.Of(type).Select(part => FindHiddenReference(part.Type)).FirstOrDefault(found => found is not null);
}
