using System.Text.RegularExpressions;

namespace MlOps.Postgres.Locks;

/// <summary>Finds the functions that SQL calls, and those that it creates, by its text.</summary>
internal static partial class FunctionTexts
{
    /// <summary>
    /// The names before a bracket, without their schemas, in what runs. Most are functions of PostgreSQL itself, or no functions.
    /// </summary>
    /// <param name="sql">A statement, or the body of a function.</param>
    public static IEnumerable<string> ListCalled(string sql)
    {
        var plain = Texts().Replace(SqlStatements.FindBlock(sql) ?? Quoted().Replace(SqlStatements.LeaveOutComments(sql), "''"), "''");
        return plain.Split(';').SelectMany(part => Calls().Matches(OnlyNamed().Replace(part, "")))
            .Select(call => NameOf(call.Groups["name"].Value)).Distinct();
    }

    /// <summary>The function or procedure that a statement creates; null if it creates none, or if another language has its body.</summary>
    public static (string Name, string Body, bool Replaces)? FindCreated(string sql) =>
        Created().Match(sql) is { Success: true } match && Language().IsMatch(Quoted().Replace(sql, ""))
            ? (NameOf(match.Groups["name"].Value), match.Groups["body"].Value, match.Groups["replaces"].Success)
            : null;

    private static string NameOf(string written) => written.StartsWith('"')
        ? written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : written.ToLowerInvariant();

    [GeneratedRegex(@"\$(?<tag>\w*)\$.*?\$\k<tag>\$", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex("'([^']|'')*'", RegexOptions.ExplicitCapture)]
    private static partial Regex Texts();

    // What a statement only names or stores does not run with it.
    [GeneratedRegex(
        @"\b(CREATE\s+((OR\s+REPLACE|CONSTRAINT|EVENT|TEMP|TEMPORARY|RECURSIVE)\s+)*(FUNCTION|PROCEDURE|TRIGGER|VIEW|POLICY|RULE)\b.*" +
        @"|CREATE\s+(\w+\s+)?TABLE\b(?!.*\bAS\b).*|(ALTER|DROP)\s+(FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|POLICY|DEFAULT)\b.*" +
        @"|(COMMENT\s+ON|GRANT|REVOKE)\b.*|SET\s+DEFAULT\b[^,]*)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex OnlyNamed();

    [GeneratedRegex("""(?<name>"([^"]|"")+"|[\w$]+)\s*\(""", RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();

    [GeneratedRegex(
        """^\s*CREATE\s+(?<replaces>OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\s+(("([^"]|"")+"|[\w$]+)\.)?""" +
        """(?<name>"([^"]|"")+"|[\w$]+)\s*\(.*?\$(?<tag>\w*)\$(?<body>.*)\$\k<tag>\$""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Created();

    [GeneratedRegex(@"\bLANGUAGE\s+'?(sql|plpgsql)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Language();
}
