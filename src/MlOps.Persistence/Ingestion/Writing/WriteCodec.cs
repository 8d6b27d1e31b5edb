using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Serialization;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Converts what a writer accepts to bytes: the name of its kind, a line feed, and a JSON object. A journal holds it in this form.
/// </summary>
internal static class WriteCodec
{
    /// <summary>The kind of a label. An entity's kind is the name of its class.</summary>
    public const string LabelKind = nameof(Label);

    private const byte End = (byte)'\n';

    public static void Write(IModel model, IBufferWriter<byte> output, Write write)
    {
        Encoding.UTF8.GetBytes(write.Kind, output);
        output.Write([End]);
        if (write.Entity is { } entity)
            EntityCodec.For(model, entity.GetType()).Write(output, entity);
        else
            LabelCodec.Write(output, write.Label!, write.TenantId);
    }

    /// <exception cref="JsonException">The bytes are of no kind that the model knows.</exception>
    public static Write Read(IModel model, ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf(End);
        if (end < 0)
            throw new JsonException("The record does not say of what kind it is.");

        return Read(model, Encoding.UTF8.GetString(bytes.Span[..end]), bytes[(end + 1)..]);
    }

    /// <exception cref="JsonException">The model does not know the kind.</exception>
    public static Write Read(IModel model, string kind, ReadOnlyMemory<byte> json)
    {
        if (kind == LabelKind)
        {
            var (label, tenantId) = LabelCodec.Read(json);
            return Writing.Write.Of(label, tenantId);
        }

        var entityType = FindEntityType(model, kind) ?? throw new JsonException($"The context has no entity named {kind}.");
        return Writing.Write.Of(EntityCodec.For(entityType).Read(json));
    }

    /// <summary>Whether the model has what a kind names.</summary>
    public static bool Knows(IModel model, string kind) => kind == LabelKind || FindEntityType(model, kind) is not null;

    /// <summary>
    /// The content as JSON for a dead letter. A value that no converter takes may be the reason why it is one, so it must not
    /// prevent that.
    /// </summary>
    public static string ToText(IModel model, Write write)
    {
        var output = new ArrayBufferWriter<byte>();
        if (write.Entity is { } entity)
            EntityCodec.For(model, entity.GetType()).WriteLenient(output, entity);
        else
            LabelCodec.Write(output, write.Label!, write.TenantId);

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static IEntityType? FindEntityType(IModel model, string kind) =>
        model.GetEntityTypes().FirstOrDefault(type => EntityCodec.IsNamed(type, kind));
}
