using System.Text.RegularExpressions;

namespace MlOps.Postgres.Locks;

/// <summary>Divides SQL into its statements.</summary>
internal static partial class SqlStatements
{
    /// <summary>The statements, without comments and without the semicolon after each.</summary>
    public static IEnumerable<string> Split(string sql)
    {
        var begin = 0;
        var bare = LeaveOutComments(sql);
        foreach (Match part in Parts().Matches(bare))
        {
            if (part.Value != ";")
                continue;

            if (bare[begin..part.Index].Trim() is { Length: > 0 } statement)
                yield return statement;

            begin = part.Index + 1;
        }

        if (bare[begin..].Trim() is { Length: > 0 } last)
            yield return last;
    }

    /// <summary>Puts a space in the place of each comment that is not within a text.</summary>
    public static string LeaveOutComments(string sql) =>
        Comments().Replace(sql, part => part.Value is ['-', ..] or ['/', ..] ? " " : part.Value);

    /// <summary>What a DO block holds, without comments; null if a statement is none.</summary>
    public static string? FindBlock(string sql) =>
        Block().Match(sql) is { Success: true } block ? LeaveOutComments(block.Groups["body"].Value) : null;

    [GeneratedRegex(
        @"^\s*DO\s+(LANGUAGE\s+\w+\s+)?\$(?<tag>\w*)\$(?<body>.*)\$\k<tag>\$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(Texts + @"|--[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(Texts + "|;", RegexOptions.Singleline)]
    private static partial Regex Parts();

    private const string Texts = """'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?<tag>\w*)\$.*?\$\k<tag>\$""";
}
