using System.Globalization;
using System.Text;

namespace MlOps.Persistence.Tests.Values;

/// <summary>Documents that lie at the edges of what JSON allows, the same ones for the same seed.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Pieces =
    [
        "a", " ", "é", "你", "😀", "\uffff", "\u202e", "\u007f", "\\n", "\\\"", "\\\\", "\\/", "\\b\\f\\r\\t", "\\u0001", "\\u001f",
        "\\u00e9", "\\ud83d\\ude00", "\\uFFFE", "'", "{", "]", "--", "$1", "\u2028",
    ];

    private readonly Random _random = new(seed);

    public string Next() => Pad(Value(0));

    private string Value(int depth) => _random.Next(depth > 6 ? 5 : 8) switch
    {
        0 => "null",
        1 => _random.Next(2) == 0 ? "true" : "false",
        2 or 3 => Number(),
        4 => Text(""),
        5 or 6 => $"[{Join(depth)}]",
        _ => $"{{{string.Join(",", Enumerable.Range(0, _random.Next(5)).Select(key => Member(key, depth + 1)))}}}",
    };

    private string Member(int key, int depth) => $"{Pad(Text($"{key}"))}:{Pad(Value(depth))}";

    private string Join(int depth) => string.Join(",", Enumerable.Range(0, _random.Next(5)).Select(_ => Pad(Value(depth + 1))));

    private string Text(string prefix)
    {
        var text = new StringBuilder("\"").Append(prefix);
        for (var count = _random.Next(6); count > 0; count--)
            text.Append(Pieces[_random.Next(Pieces.Length)]);

        return text.Append('"').ToString();
    }

    private string Number() => _random.Next(9) switch
    {
        0 => BitConverter.Int64BitsToDouble(_random.NextInt64()) is var value && double.IsFinite(value)
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : "-0.0",
        1 => $"{_random.NextInt64(long.MinValue, long.MaxValue)}",
        2 => $"0.{new string('0', _random.Next(300))}1",
        3 => $"{_random.Next(1, 9)}{new string('0', _random.Next(300))}.50",
        4 => $"{(_random.Next(2) == 0 ? "-" : "")}0e{_random.Next(2) switch { 0 => "-", _ => "+" }}{_random.Next(400)}",
        5 => "1.7976931348623157E+308",
        6 => "5e-324",
        7 => $"1{new string('2', _random.Next(200))}e-{_random.Next(100)}",
        _ => $"{_random.Next(-9, 10)}",
    };

    private string Pad(string value) => _random.Next(4) switch { 0 => $" {value}", 1 => $"\t{value}\r\n", _ => value };
}
