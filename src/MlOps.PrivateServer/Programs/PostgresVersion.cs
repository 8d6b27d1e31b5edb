using System.Text.RegularExpressions;

namespace MlOps.PrivateServer.Programs;

/// <summary>Reads versions as PostgreSQL prints them: 9.6.24, 15.8 (Debian 15.8-1), 18beta1.</summary>
internal static partial class PostgresVersion
{
    public static Version? Parse(string text)
    {
        var match = Numbers().Match(text);
        if (!match.Success)
            return null;
        return Version.TryParse(match.Value.Contains('.', StringComparison.Ordinal) ? match.Value : $"{match.Value}.0", out var version)
            ? version
            : null;
    }

    [GeneratedRegex(@"\d+(\.\d+){0,2}")]
    private static partial Regex Numbers();
}
