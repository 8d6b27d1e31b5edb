using System.Buffers.Text;
using System.Security.Cryptography;
using MlOps.PrivateServer.Files;

namespace MlOps.PrivateServer.Servers;

/// <summary>The generated password of the administrator, kept in a file that its owner alone can read.</summary>
internal static class AdministratorPassword
{
    private const int RandomBytes = 32;

    public static string? Read(LocalHome home) =>
        File.Exists(home.PasswordFile) && File.ReadAllText(home.PasswordFile) is { Length: > 0 } password ? password : null;

    public static async Task<string> ReadOrCreateAsync(LocalHome home, CancellationToken cancellationToken)
    {
        if (Read(home) is { } kept)
            return kept;

        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        await PrivateFile.ReplaceAsync(home.PasswordFile, password, cancellationToken).ConfigureAwait(false);
        return password;
    }

    public static PrivateServerException Missing(LocalHome home) => new(
        PrivateServerError.Directory,
        $"The data in {home.DataDirectory} is here, but its password file {home.PasswordFile} is missing. Put it back, "
        + "or, if the data is not needed any more: mlops local destroy");

    public static PrivateServerException Refused(LocalHome home) => new(
        PrivateServerError.AuthenticationFailed,
        $"The private server in {home.Directory} refuses the password in {home.PasswordFile}: the one or the other was "
        + "changed. Put the password back, or, if the data is not needed any more: mlops local destroy");
}
