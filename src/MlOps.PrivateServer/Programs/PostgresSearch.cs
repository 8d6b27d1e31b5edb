namespace MlOps.PrivateServer.Programs;

/// <summary>The places in which <see cref="PostgresLocator" /> looks, in its order.</summary>
/// <param name="ExplicitDirectory">The value of MLOPS_POSTGRES_BIN. If it is set, no other place is searched.</param>
/// <param name="Path">Directories, as in the variable PATH. They are searched for npm too.</param>
/// <param name="FolderPatterns">Usual installation folders; a * stands for any one name.</param>
/// <param name="CacheDirectory">The directory for copies from npm.</param>
/// <param name="MayFetch">Whether npm may fetch a copy.</param>
public sealed record PostgresSearch(
    string? ExplicitDirectory,
    string? Path,
    IReadOnlyList<string> FolderPatterns,
    string CacheDirectory,
    bool MayFetch = true)
{
    internal const string ExplicitVariable = "MLOPS_POSTGRES_BIN";

    /// <summary>The places of this machine, with the caches of this home.</summary>
    public static PostgresSearch OfThisMachine(LocalHome home) => new(
        Environment.GetEnvironmentVariable(ExplicitVariable) is { Length: > 0 } directory ? directory : null,
        Environment.GetEnvironmentVariable("PATH"),
        UsualFolders(),
        home.BinariesCache);

    private static IReadOnlyList<string> UsualFolders()
    {
        if (OperatingSystem.IsWindows())
        {
            var programs = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
            return [System.IO.Path.Combine(programs, "PostgreSQL", "*", "bin")];
        }

        return OperatingSystem.IsMacOS()
            ?
            [
                "/opt/homebrew/opt/postgresql*/bin",
                "/usr/local/opt/postgresql*/bin",
                "/Applications/Postgres.app/Contents/Versions/*/bin",
            ]
            : ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"];
    }
}
