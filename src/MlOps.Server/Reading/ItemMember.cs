using System.Text.Json;

namespace MlOps.Server.Reading;

/// <summary>A member that an item may have.</summary>
/// <param name="Name">As the item spells it, which is the name of the column too.</param>
/// <param name="Type">What its value becomes.</param>
/// <param name="Index">Its place among the values of an item.</param>
internal sealed record ItemMember(string Name, Type Type, int Index)
{
    private const int MaxShownLength = 50;

    /// <summary>Whether the value stays as it was sent, since another member must be read first.</summary>
    public bool IsRaw => Type == typeof(ReadOnlyMemory<byte>);

    /// <exception cref="ItemRefusal">The value is of another kind.</exception>
    public object? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;

        var start = reader;
        try
        {
            return JsonSerializer.Deserialize(ref reader, Type, ItemJson.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new ItemRefusal(Name, $"must be {ItemJson.Describe(Type)}; it was {Show(start)}");
        }
    }

    private static string Show(Utf8JsonReader value)
    {
        switch (value.TokenType)
        {
            case JsonTokenType.StartObject:
                return "an object";
            case JsonTokenType.StartArray:
                return "an array";
            default:
                using (var document = JsonDocument.ParseValue(ref value))
                {
                    var text = document.RootElement.GetRawText();
                    return text.Length > MaxShownLength ? $"{text[..MaxShownLength]}…" : text;
                }
        }
    }
}
