namespace MlOps.PrivateServer.Processes;

/// <summary>Quotes a word for the shell to which pg_ctl hands the server's options.</summary>
internal static class ShellWord
{
    public static string Quote(string word) => OperatingSystem.IsWindows()
        ? $"\"{word}\""
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
