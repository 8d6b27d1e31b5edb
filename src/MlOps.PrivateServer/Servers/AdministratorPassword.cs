using System.Buffers.Text;
using System.Security.Cryptography;
using MlOps.PrivateServer.Files;

namespace MlOps.PrivateServer.Servers;

/// <summary>The generated password of the administrator, in a file that only its owner can read.</summary>
internal static class AdministratorPassword
{
    private const int RandomBytes = 32;

    public static string? Read(LocalHome home) =>
        File.Exists(home.PasswordFile) && File.ReadAllText(home.PasswordFile) is { Length: > 0 } password ? password : null;

    public static async Task<string> ReadOrCreateAsync(LocalHome home, CancellationToken cancellationToken)
    {
        if (Read(home) is { } existing)
            return existing;

        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        await PrivateFile.ReplaceAsync(home.PasswordFile, password, cancellationToken).ConfigureAwait(false);
        return password;
    }

    public static PrivateServerException Missing(LocalHome home) => new(
        PrivateServerError.Directory,
        $"{home.DataDirectory} has data, but its password file {home.PasswordFile} is missing. Restore the file. "
        + "If you do not need the data any more, run: mlops local destroy");

    public static PrivateServerException Refused(LocalHome home) => new(
        PrivateServerError.AuthenticationFailed,
        $"The private server in {home.Directory} refuses the password in {home.PasswordFile}: one of them was changed. "
        + "Restore the password. If you do not need the data any more, run: mlops local destroy");
}
