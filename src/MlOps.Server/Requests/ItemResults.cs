using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MlOps.Server.Reading;

namespace MlOps.Server.Requests;

/// <summary>What became of each item of a request, in their order.</summary>
internal sealed class ItemResults
{
    // The memory of an answer is bounded by what an item costs here, times the items that a body can have.
    private readonly List<(Guid? Id, ItemRefusal? Refusal)> _items = [];
    private (int Status, string Reason)? _end;

    public int Count => _items.Count;

    public int Refused { get; private set; }

    /// <summary>Whether what comes after the items that are listed was not read.</summary>
    public bool IsCut => _end is not null;

    public void Accept(Guid? id) => _items.Add((id, null));

    public void Refuse(ItemRefusal refusal)
    {
        Refused++;
        _items.Add((null, refusal));
    }

    /// <summary>Takes back that an item was accepted.</summary>
    public void Replace(int index, ItemOverload overload)
    {
        Refused++;
        _items[index] = (null, overload);
    }

    /// <summary>Says why the rest of the request is not read.</summary>
    public void End(int status, string reason) => _end ??= (status, reason);

    /// <summary>200 if all items were accepted, 207 if some were, and otherwise what was wrong with the first one.</summary>
    public int Status => this switch
    {
        _ when _end is { } end => end.Status,
        { Refused: 0 } => StatusCodes.Status200OK,
        _ when Refused < Count => StatusCodes.Status207MultiStatus,
        _ => StatusOf(_items[0].Refusal!),
    };

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("accepted", Count - Refused);
        writer.WriteNumber("refused", Refused);
        if (_end is { } end)
            writer.WriteString("error", end.Reason);

        writer.WriteStartArray("items");
        for (var i = 0; i < _items.Count; i++)
            Write(writer, i, _items[i].Id, _items[i].Refusal);

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, int index, Guid? id, ItemRefusal? refusal)
    {
        writer.WriteStartObject();
        if (refusal is null)
        {
            if (id is { } known)
                writer.WriteString("id", known);
        }
        else
        {
            writer.WriteNumber("status", StatusOf(refusal));
            if (refusal.Field is not null)
                writer.WriteString("field", refusal.Field);

            writer.WriteString("error", $"items[{index}]{(refusal.Field is null ? " " : ".")}{refusal.Message}.");
        }

        writer.WriteEndObject();
    }

    private static int StatusOf(ItemRefusal refusal) => refusal switch
    {
        ItemTooLarge => StatusCodes.Status413PayloadTooLarge,
        ItemOverload => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status400BadRequest,
    };
}
