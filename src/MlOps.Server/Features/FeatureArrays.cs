using System.Text.Json;
using MlOps.Server.Reading;

namespace MlOps.Server.Features;

/// <summary>Reads numbers and categories. A missing one is null, which differs from NaN.</summary>
internal static class FeatureArrays
{
    public static double?[] ReadNumbers(ItemMember member, ReadOnlySpan<byte> array) => ReadArray(member, array, ReadNumber);

    public static string?[] ReadTexts(ItemMember member, ReadOnlySpan<byte> array) => ReadArray(member, array, ReadText);

    public static double? ReadNumber(ItemMember member, string name, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetDouble(out var number):
                return number;
            case JsonTokenType.True:
                return 1;
            case JsonTokenType.False:
                return 0;
            case JsonTokenType.String when reader.ValueTextEquals("NaN"u8):
                return double.NaN;
            case JsonTokenType.String when reader.ValueTextEquals("Infinity"u8):
                return double.PositiveInfinity;
            case JsonTokenType.String when reader.ValueTextEquals("-Infinity"u8):
                return double.NegativeInfinity;
            default:
                throw new ItemRefusal($"{member.Name}.{name}", "must be a number, \"NaN\", \"Infinity\", \"-Infinity\" or null");
        }
    }

    public static string? ReadText(ItemMember member, string name, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw new ItemRefusal($"{member.Name}.{name}", "must be a text or null"),
    };

    private delegate T? ReadValue<T>(ItemMember member, string name, ref Utf8JsonReader reader);

    private static T?[] ReadArray<T>(ItemMember member, ReadOnlySpan<byte> array, ReadValue<T> read)
    {
        var reader = new Utf8JsonReader(array);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new ItemRefusal(member.Name, "must be an array");

        var values = new List<T?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            values.Add(read(member, $"{values.Count}", ref reader));

        return [.. values];
    }
}
