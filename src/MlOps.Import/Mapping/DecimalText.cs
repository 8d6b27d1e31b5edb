using System.Globalization;

namespace MlOps.Import.Mapping;

/// <summary>Compares numbers by their digits, whatever their size. System.Decimal would round those with more than 28 digits.</summary>
internal static class DecimalText
{
    /// <summary>Whether the shortest text of a double means the same number as the text from which it was read.</summary>
    public static bool IsExact(string text, double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return text == shortest || Read(text) == Read(shortest);
    }

    // The number is 0.DIGITS times ten to the power of the exponent. Its digits neither begin nor end with a zero.
    private static (bool IsNegative, string Digits, long Exponent) Read(string text)
    {
        var mark = text.IndexOfAny(['e', 'E']);
        var mantissa = (mark < 0 ? text : text[..mark]).TrimStart('-');
        var exponent = mark < 0 ? 0 : long.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart('0');
        var digits = whole + (point < 0 ? "" : mantissa[(point + 1)..]);
        var significant = digits.TrimStart('0');
        return significant.Length == 0
            ? (false, "", 0)
            : (text[0] == '-', significant.TrimEnd('0'), exponent + whole.Length - (digits.Length - significant.Length));
    }
}
