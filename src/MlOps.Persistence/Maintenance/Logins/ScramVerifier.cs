using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOps.Persistence.Maintenance.Logins;

/// <summary>
/// What PostgreSQL stores of a password (RFC 5803). Computed here, so that the password itself is in no statement, and so in no log.
/// </summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;
    private const int SaltLength = 16;

    /// <exception cref="ArgumentException">Clients would not normalize the password in the same way.</exception>
    public static string Of(string password) =>
        password.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
            ? throw new ArgumentException("The password has a control character or an invisible one. Choose one without.", nameof(password))
            : Of(password, RandomNumberGenerator.GetBytes(SaltLength));

    public static string Of(string password, byte[] salt)
    {
        // PostgreSQL normalizes in this form, by SASLprep.
        var normalized = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        var salted = Rfc2898DeriveBytes.Pbkdf2(normalized, salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Base64(storedKey)}:{Base64(serverKey)}";

        static string Base64(byte[] key) => Convert.ToBase64String(key);
    }
}
