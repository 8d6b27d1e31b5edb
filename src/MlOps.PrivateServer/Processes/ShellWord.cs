namespace MlOps.PrivateServer.Processes;

/// <summary>Quotes a word for the shell, to which pg_ctl passes the options of the server.</summary>
internal static class ShellWord
{
    public static string Quote(string word) => OperatingSystem.IsWindows()
        ? $"\"{word}\""
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
