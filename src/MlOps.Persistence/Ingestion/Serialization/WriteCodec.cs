using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>
/// Converts what a writer accepts to bytes: the name of its kind, a line feed, and a JSON object. A journal holds it in this form.
/// </summary>
internal static class WriteCodec
{
    private const byte End = (byte)'\n';

    public static void Write(IModel model, IBufferWriter<byte> output, object content)
    {
        Encoding.UTF8.GetBytes(KindOf(content), output);
        output.Write([End]);
        WriteContent(model, output, content);
    }

    /// <exception cref="JsonException">The bytes are of no kind that the model knows.</exception>
    public static object Read(IModel model, ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf(End);
        if (end < 0)
            throw new JsonException("The record does not say of what kind it is.");

        return Read(model, Encoding.UTF8.GetString(bytes.Span[..end]), bytes[(end + 1)..]);
    }

    /// <exception cref="JsonException">The model does not know the kind.</exception>
    public static object Read(IModel model, string kind, ReadOnlyMemory<byte> json)
    {
        if (kind == nameof(Label))
            return LabelCodec.Read(json);

        var entityType = FindEntityType(model, kind) ?? throw new JsonException($"The context has no entity named {kind}.");
        return EntityCodec.For(entityType).Read(json);
    }

    /// <summary>Whether the model has what a kind names.</summary>
    public static bool Knows(IModel model, string kind) => kind == nameof(Label) || FindEntityType(model, kind) is not null;

    /// <summary>The name of an entity's class, or Label.</summary>
    public static string KindOf(object content) => content.GetType().Name;

    /// <summary>
    /// The content as JSON for a dead letter. A value that no converter takes may be the reason why it is one, so it must not
    /// prevent that.
    /// </summary>
    public static string ToText(IModel model, object content)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            WriteContent(model, output, content);
        }
        catch (Exception e) when (content is Entity && e is not OutOfMemoryException)
        {
            output.ResetWrittenCount();
            EntityCodec.For(model, content.GetType()).WriteLenient(output, (Entity)content);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static IEntityType? FindEntityType(IModel model, string kind) =>
        model.GetEntityTypes().FirstOrDefault(type => EntityCodec.IsNamed(type, kind));

    private static void WriteContent(IModel model, IBufferWriter<byte> output, object content)
    {
        if (content is Label label)
            LabelCodec.Write(output, label);
        else
            EntityCodec.For(model, content.GetType()).Write(output, (Entity)content);
    }
}
