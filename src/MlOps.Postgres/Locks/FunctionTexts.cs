using System.Text.RegularExpressions;

namespace MlOps.Postgres.Locks;

/// <summary>Finds the functions that statements call, and those that they create, by the texts of the statements.</summary>
internal static partial class FunctionTexts
{
    /// <summary>The names before a bracket, without their schemas. Most are functions of PostgreSQL itself, or no functions.</summary>
    public static IEnumerable<string> ListCalled(string sql) => OnlyDefines().IsMatch(sql)
        ? []
        : Calls().Matches(Texts().Replace(sql, "''")).Select(call => NameOf(call.Groups["name"].Value)).Distinct();

    /// <summary>The name and the body of the function or procedure that a statement creates; null if it creates none.</summary>
    public static (string Name, string Body)? FindCreated(string sql) => Created().Match(sql) is { Success: true } match
        ? (NameOf(match.Groups["name"].Value), match.Groups["body"].Value) : null;

    private static string NameOf(string written) => written.StartsWith('"')
        ? written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : written.ToLowerInvariant();

    // They call nothing when they run.
    [GeneratedRegex(
        @"^\s*(CREATE\s+(OR\s+REPLACE\s+)?(CONSTRAINT\s+)?(FUNCTION|PROCEDURE|TRIGGER|VIEW|POLICY|RULE)|ALTER\s+(FUNCTION|PROCEDURE|ROUTINE)" +
        @"|DROP|COMMENT|GRANT|REVOKE)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OnlyDefines();

    [GeneratedRegex("""(?<name>"([^"]|"")+"|[\w$]+)\s*\(""", RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();

    [GeneratedRegex("'([^']|'')*'", RegexOptions.ExplicitCapture)]
    private static partial Regex Texts();

    [GeneratedRegex(
        """^\s*CREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\s+(("([^"]|"")+"|[\w$]+)\.)?(?<name>"([^"]|"")+"|[\w$]+)\s*\(.*?""" +
        @"\$(?<tag>\w*)\$(?<body>.*)\$\k<tag>\$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Created();
}
