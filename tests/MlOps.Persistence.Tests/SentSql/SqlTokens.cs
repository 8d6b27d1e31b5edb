using System.Text.RegularExpressions;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>Splits SQL into tokens. Comments are left out.</summary>
internal static partial class SqlTokens
{
    public static IReadOnlyList<SqlToken> Split(string sql) =>
        [.. Token().Matches(sql).Where(match => !match.Groups["skip"].Success).Select(Create)];

    private static SqlToken Create(Match match) =>
        match.Groups["quoted"].Success
            ? new SqlToken(SqlTokenKind.Quoted, match.Value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal))
        : match.Groups["value"].Success ? new SqlToken(SqlTokenKind.Value, match.Value)
        : match.Groups["word"].Success ? new SqlToken(SqlTokenKind.Word, match.Value.ToLowerInvariant())
        : new SqlToken(SqlTokenKind.Sign, match.Value);

    [GeneratedRegex(
        """
        (?<skip>\s+|--[^\n]*|/\*.*?\*/)
        |(?<quoted>"(?:[^"]|"")+")
        |(?<value>'(?:[^']|'')*'|\$(?<tag>\w*)\$.*?\$\k<tag>\$|@\w+|\$\d+|\d[\w.]*)
        |(?<word>[A-Za-z_][\w$]*)
        |::|<>|<=|>=|!=|.
        """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
