using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>Reads the items of a request.</summary>
/// <param name="kind">What they are.</param>
/// <param name="findSchema">Finds schemas of features.</param>
/// <param name="ids">Makes the ids of items that have none.</param>
/// <param name="clock">The time of items that have none.</param>
internal sealed class ItemReader(ItemKind kind, Func<SchemaName, FeatureSchema?> findSchema, ItemIds ids, TimeProvider clock)
{
    private const int LongestName = 100;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = ItemJson.MaxDepth };

    /// <exception cref="ItemRefusal">It cannot be stored as it is.</exception>
    public object Read(ReadOnlyMemory<byte> item)
    {
        try
        {
            RequireObject(item.Span);
            var own = kind.Of(item.Span);
            var values = new ItemValues(own.Members, findSchema);
            ReadMembers(own.Members, item, values);
            return Make(own, values, item.Span);
        }
        catch (JsonException e)
        {
            throw new ItemRefusal(null, $"must be a JSON object: {ItemJson.Explain(e)}");
        }
        catch (Exception e) when (e is DomainException or InvalidOperationException or ArgumentException or FormatException)
        {
            // A text that is no Unicode, for instance.
            throw new ItemRefusal(null, $"cannot be read: {e.Message.TrimEnd('.')}");
        }
    }

    private static void RequireObject(ReadOnlySpan<byte> item)
    {
        var reader = new Utf8JsonReader(item, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new ItemRefusal(null, "must be a JSON object");
    }

    private static void ReadMembers(ItemMembers members, ReadOnlyMemory<byte> item, ItemValues values)
    {
        var reader = new Utf8JsonReader(item.Span, Options);
        reader.Read();
        Span<char> name = stackalloc char[LongestName];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.ValueSpan.Length <= name.Length ? members.Find(name[..reader.CopyString(name)]) : null;
            if (member is null)
                throw new ItemRefusal(reader.GetString(), "is no member of such items");

            reader.Read();
            if (member.IsRaw)
                values.SetRaw(member, SkipValue(item, ref reader));
            else
                values[member] = member.Read(ref reader);
        }

        // What follows the object is an error too.
        reader.Read();
    }

    private static ReadOnlyMemory<byte> SkipValue(ReadOnlyMemory<byte> item, ref Utf8JsonReader reader)
    {
        var (isNull, start) = (reader.TokenType == JsonTokenType.Null, (int)reader.TokenStartIndex);
        reader.Skip();
        return isNull ? default : item[start..(int)reader.BytesConsumed];
    }

    private object Make(ItemKind own, ItemValues values, ReadOnlySpan<byte> item)
    {
        var given = (Guid?)values[own.Id];
        var hasTime = values[own.Time] is not null;
        values[own.Time] ??= (given is { } id ? Uuid7.TimeOf(id) : null) ?? clock.GetUtcNow();
        var made = own.Make(values);
        if (made is not Entity entity)
        {
            return made is Label && given is not null
                ? throw new ItemRefusal(own.Id.Name, "is no member of labels. Name the prediction by prediction_id")
                : made;
        }

        if (given is { } name)
            entity.ReplaceId(RequireFitting(entity, name, own));
        else if (ids.Find(entity.CreatedAt, item, hasTime) is { } repeatable)
            entity.ReplaceId(repeatable);

        return entity;
    }

    private static Guid RequireFitting(Entity entity, Guid id, ItemKind kind)
    {
        if (id == Guid.Empty)
            throw new ItemRefusal(kind.Id.Name, "must not be the empty id");

        if (kind.IsSliced && Uuid7.TimeOf(id)?.ToUnixTimeMilliseconds() != entity.CreatedAt.ToUnixTimeMilliseconds())
        {
            throw new ItemRefusal(
                kind.Id.Name,
                $"must be a UUIDv7 of the time {entity.CreatedAt:O}; it was {id}. Leave it out. A name of your own for a prediction " +
                "belongs in request_id");
        }

        return id;
    }
}
