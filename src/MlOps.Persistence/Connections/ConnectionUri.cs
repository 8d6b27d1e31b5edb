using Npgsql;

namespace MlOps.Persistence.Connections;

/// <summary>Reads the URI form that other PostgreSQL clients use: postgres://user:password@host:port/database.</summary>
internal static class ConnectionUri
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    // Names of libpq that Npgsql knows by another name. The others differ only by separators.
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["connecttimeout"] = "Timeout",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["user"] = "Username",
        ["dbname"] = "Database",
    };

    public static bool IsUri(string text) =>
        Array.Exists(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    public static NpgsqlConnectionStringBuilder Parse(string text, string source)
    {
        // If a password has a raw / ? # or @, the rest of it is in the path, the query or the fragment.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Fragment.Length > 0
            || uri.AbsolutePath.LastIndexOf('/') > 0
            || uri.AbsolutePath.Contains('@', StringComparison.Ordinal))
        {
            throw ConnectionText.Malformed(source, "it is not a valid URI");
        }

        var account = uri.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Trim('[', ']'),
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
        };
        if (account[0].Length > 0)
            settings.Username = Uri.UnescapeDataString(account[0]);
        if (account.Length > 1)
            settings.Password = Uri.UnescapeDataString(account[1]);
        if (uri.AbsolutePath.Length > 1)
            settings.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);

        SetParameters(settings, uri.Query, source);
        return settings;
    }

    private static void SetParameters(NpgsqlConnectionStringBuilder settings, string query, string source)
    {
        var number = 0;
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var parts = pair.Split('=', 2);
            var name = parts[0].Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
            var keyword = OtherNames.GetValueOrDefault(name, name);
            var value = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "");
            if (name == "sslmode")
                value = value.Replace("-", "", StringComparison.Ordinal);
            if (!ConnectionText.TrySet(settings, keyword, value, source))
                throw ConnectionText.Malformed(source, $"its parameter number {number} after the ? is unknown");
        }
    }
}
