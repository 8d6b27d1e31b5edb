
namespace MlOps.Server.Rest;

/// <summary>Names of tables and columns that callers send.</summary>
internal static class RestName
{
    // Those of PostgreSQL.
    private const int MaxLength = 63;

    /// <summary>A name as SQL has it, whatever its characters are.</summary>
    /// <exception cref="RestError">It cannot be a name.</exception>
    public static string Quote(string name) => name.Length is > 0 and <= MaxLength && !name.Contains('\0', StringComparison.Ordinal)
        ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : throw new RestError(400, "PGRST100", $"'{name}' cannot be the name of a column. Name one of the table.");
}
