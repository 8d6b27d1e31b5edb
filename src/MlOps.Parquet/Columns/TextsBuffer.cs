using System.Globalization;

namespace MlOps.Parquet.Columns;

/// <summary>Lists of texts.</summary>
internal sealed class TextsBuffer(FileColumn column) : ListBuffer<string?, ReadOnlyMemory<char>>(column, typeof(string))
{
    protected override ReadOnlyMemory<char>? Store(string? element) => element?.AsMemory();

    protected override string? Restore(ReadOnlyMemory<char>? stored) => stored?.ToString();

    // The length keeps "a,1:b" apart from "a" and "b".
    protected override string Describe(string? element) =>
        string.Create(CultureInfo.InvariantCulture, $"{CountCharacters(element!)}:{element}");

    protected override string Quote(string? element) =>
        $"\"{element!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    protected override int MeasureElement(string? element) => 32 + ((element?.Length ?? 0) * sizeof(char));

    private static int CountCharacters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;

        return count;
    }
}
