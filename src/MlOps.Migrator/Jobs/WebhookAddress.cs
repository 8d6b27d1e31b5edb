using MlOps.Persistence;

namespace MlOps.Migrator.Jobs;

/// <summary>The address of a webhook. It may have a secret in it, so no message shows it.</summary>
internal static class WebhookAddress
{
    public const string Requirement = "must be an address such as https://example.com/hook, without the name and the password of a user.";

    /// <summary>Whether a variable of the environment has one.</summary>
    public static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    /// <summary>Reads it from an option, or from a variable of the environment if there is no option. Null if there is none.</summary>
    /// <exception cref="MlOpsException">That of the environment is no address.</exception>
    public static Uri? Read(string? option, string variable)
    {
        if (option is not null)
            return Parse(option);

        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text)
            return null;

        return Parse(text) ?? throw new MlOpsException(MlOpsError.Configuration, $"{variable} {Requirement}");
    }

    /// <summary>Null if the text is no address.</summary>
    public static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "" } ? url : null;
}
