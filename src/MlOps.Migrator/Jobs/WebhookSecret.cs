using MlOps.Persistence;

namespace MlOps.Migrator.Jobs;

/// <summary>The secret that signs the calls of a webhook. It is no argument, since everybody on the machine can read those.</summary>
internal static class WebhookSecret
{
    public const string Variable = "MLOPS_WEBHOOK_SECRET";

    /// <summary>Reads it from the first line of a file, or from the environment if there is no file.</summary>
    /// <param name="file">The file. Null if there is none.</param>
    /// <param name="name">What the options of the webhook begin with: "alert".</param>
    /// <exception cref="MlOpsException">There is none.</exception>
    public static string Read(FileInfo? file, string name)
    {
        if (file is null)
        {
            return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } secret ? secret : throw new MlOpsException(
                MlOpsError.Configuration,
                $"The address of --{name}-webhook has no secret. Set {Variable}, or give a file that has it by --{name}-secret-file.");
        }

        try
        {
            return File.ReadLines(file.FullName).FirstOrDefault() is { Length: > 0 } line ? line : throw new MlOpsException(
                MlOpsError.Configuration, $"The first line of {file.FullName} is empty. It must be the secret of the webhook.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(
                MlOpsError.Configuration, $"The secret of the webhook cannot be read from {file.FullName}: {e.Message}", e);
        }
    }
}
