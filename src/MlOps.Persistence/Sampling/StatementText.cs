using System.Text.RegularExpressions;

namespace MlOps.Persistence.Sampling;

/// <summary>The text of a statement without values. The server has replaced constants by parameters, but not all of them.</summary>
internal static partial class StatementText
{
    /// <summary>The application of samples, which are means of many runs.</summary>
    public const string Source = "pg_stat_statements";

    private const int MaxLength = 4000;

    /// <summary>
    /// Removes comments and numbers. Null if the statement is a command, whose text may have a password, or if it has a text in quotes.
    /// </summary>
    public static string? Clean(string text)
    {
        var plain = Spaces().Replace(LineComments().Replace(BlockComments().Replace(text, " "), " "), " ").Trim();
        if (!IsQuery().IsMatch(plain) || HasText().IsMatch(plain))
            return null;

        var clean = Numbers().Replace(plain, "?");
        if (clean.Length <= MaxLength)
            return clean;

        return clean[..(char.IsHighSurrogate(clean[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex BlockComments();

    [GeneratedRegex(@"--[^\r\n]*")]
    private static partial Regex LineComments();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[\s(]*(SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|VALUES|TABLE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsQuery();

    // A text in quotes or between dollars, or a comment that does not end.
    [GeneratedRegex(@"'|\$([^\W\d]\w*)?\$|/\*|\*/")]
    private static partial Regex HasText();

    [GeneratedRegex(@"(?<![\w$])\.?\d[\w.]*([+-]\d+)?")]
    private static partial Regex Numbers();
}
