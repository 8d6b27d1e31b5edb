using System.Data.Common;
using Npgsql;

namespace MlOps.Persistence.Connections;

/// <summary>
/// Checks a connection string. Its errors quote neither the string nor what a parser says about it. If the quotes of a password
/// are wrong, any part of the string may be the password.
/// </summary>
internal static class ConnectionText
{
    public static string Parse(string text, string source)
    {
        var trimmed = text.Trim();
        var settings = ConnectionUri.IsUri(trimmed) ? ConnectionUri.Parse(trimmed, source) : ParseKeywords(trimmed, source);
        return string.IsNullOrWhiteSpace(settings.Host)
            ? throw Malformed(source, "it names no host")
            : settings.ConnectionString;
    }

    public static MlOpsException Malformed(string source, string reason) => new(
        MlOpsError.Configuration,
        $"The connection string of {source} cannot be used: {reason}. Expected is "
        + "Host=...;Port=5432;Database=...;Username=...;Password='...' or "
        + "postgres://user:password@host:5432/database (special characters as %XX).");

    /// <summary>Sets one keyword; false if there is no such keyword.</summary>
    public static bool TrySet(NpgsqlConnectionStringBuilder settings, string keyword, string value, string source)
    {
        if (!IsKnown(keyword))
            return false;

        try
        {
            settings[keyword] = value;
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException
            or OverflowException or InvalidCastException or NotSupportedException)
        {
            throw Malformed(source, $"the value of '{keyword}' is not valid");
        }
    }

    private static bool IsKnown(string keyword)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder()[keyword];
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static NpgsqlConnectionStringBuilder ParseKeywords(string text, string source)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        var number = 0;
        foreach (var keyword in Split(text, source, out var parts))
        {
            number++;
            if (!TrySet(settings, keyword, (string)parts[keyword], source))
            {
                throw Malformed(
                    source,
                    $"its keyword number {number} is unknown (not shown: it may be the rest of a password that holds a ; "
                    + "and needs quotes)");
            }
        }

        return settings;
    }

    private static IEnumerable<string> Split(string text, string source, out DbConnectionStringBuilder parts)
    {
        try
        {
            parts = new DbConnectionStringBuilder { ConnectionString = text };
            return parts.Keys.Cast<string>();
        }
        catch (ArgumentException)
        {
            throw Malformed(source, "it is not a list of keyword=value separated by ;");
        }
    }
}
