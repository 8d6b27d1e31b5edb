using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps.Persistence.Maintenance.Review;

/// <summary>Recognises changes that look as if they rewrote a table, and do not.</summary>
internal static partial class HarmlessChanges
{
    // Functions whose value is one for the whole statement, so that PostgreSQL stores it once and not in each row.
    private static readonly HashSet<string> Stable = new(StringComparer.OrdinalIgnoreCase)
    {
        "now", "transaction_timestamp", "statement_timestamp", "current_timestamp", "localtimestamp", "current_time", "localtime",
            "timezone",
        "date_trunc", "current_setting",
    };

    /// <summary>Whether each row may get a value of its own. Only known functions give all rows the same value.</summary>
    public static bool MayBeVolatile(string expression) =>
        Calls().Matches(Texts().Replace(expression, "''")).Any(call => !Stable.Contains(call.Groups["name"].Value));

    /// <summary>Whether every text of one type is one of the other as it is stored.</summary>
    public static bool Widens(string? from, string? to) => LengthOf(from) is { } before && LengthOf(to) is { } after && before <= after;

    private static int? LengthOf(string? type) => Text().Match(type ?? "") is { Success: true } match
        ? match.Groups["length"] is { Success: true } length ? int.Parse(length.Value, CultureInfo.InvariantCulture) : int.MaxValue
        : null;

    [GeneratedRegex(
        "^(text|(character varying|varchar) *(\\((?<length>[0-9]+)\\))?)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Text();

    [GeneratedRegex("'([^']|'')*'", RegexOptions.ExplicitCapture)]
    private static partial Regex Texts();

    // A type with its length, as in 'a'::varchar(5), is no call.
    [GeneratedRegex("(?<![\\w.\"]|::\\s*|::character )(?<name>[\\w.\"]+)\\s*\\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();
}
