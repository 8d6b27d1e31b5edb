namespace MlOps.Parquet.Columns;

/// <summary>The smallest and the largest of some texts, in the order of their code points.</summary>
internal sealed class TextRange
{
    /// <summary>How many characters of a text the manifest has.</summary>
    public const int Length = 64;

    private const char FirstSurrogate = '\ud800';
    private const char AfterSurrogates = '\ue000';

    public string? Min { get; private set; }

    public string? Max { get; private set; }

    public void Add(string text)
    {
        if (Min is null || Compare(text, Min) < 0)
            Min = Begin(text);

        if (Max is null || Compare(text, Max) > 0)
            Max = Begin(text);
    }

    private static string Begin(string text)
    {
        if (text.Length <= Length)
            return text;

        var end = 0;
        foreach (var rune in text.EnumerateRunes().Take(Length))
            end += rune.Utf16SequenceLength;

        return text[..end];
    }

    private static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Order(left[same]).CompareTo(Order(right[same]));
    }

    // UTF-16 has surrogates before U+E000, and what they stand for comes after it.
    private static int Order(char unit) => unit switch
    {
        >= AfterSurrogates => unit - 0x800,
        >= FirstSurrogate => unit + 0x2000,
        _ => unit,
    };
}
