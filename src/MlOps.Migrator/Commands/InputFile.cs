using MlOps.Persistence;

namespace MlOps.Migrator.Commands;

/// <summary>A file that a verb reads.</summary>
internal static class InputFile
{
    public const string StandardInput = "-";

    /// <exception cref="MlOpsException">The file cannot be read.</exception>
    public static Stream Open(string name)
    {
        try
        {
            return name == StandardInput ? Console.OpenStandardInput() : File.OpenRead(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MlOpsException(MlOpsError.Configuration, $"The file '{name}' cannot be read: {e.Message}", e);
        }
    }
}
