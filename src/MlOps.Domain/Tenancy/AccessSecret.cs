using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace MlOps.Domain.Tenancy;

/// <summary>
/// The secret of an access token: "mlops_" and 48 characters, which are 32 random bytes and a checksum. It is shown once, when it is made.
/// </summary>
public sealed class AccessSecret
{
    /// <summary>How each secret begins, so that a person or a scanner of files knows one.</summary>
    public const string Prefix = "mlops_";

    /// <summary>How many bytes of a secret the database stores: those of its SHA-256.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private const int RandomLength = 32;

    // With it the text has no padding. So each secret has one text.
    private const int ChecksumLength = 4;

    private readonly string _text;

    private AccessSecret(string text) => _text = text;

    /// <summary>Makes a new secret.</summary>
    public static AccessSecret Draw()
    {
        Span<byte> bytes = stackalloc byte[RandomLength + ChecksumLength];
        RandomNumberGenerator.Fill(bytes[..RandomLength]);
        WriteChecksum(bytes[..RandomLength], bytes[RandomLength..]);
        return new AccessSecret(Prefix + Base64Url.EncodeToString(bytes));
    }

    /// <summary>Reads a secret as somebody sends it. What is none is found out without a question to the database.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AccessSecret? secret)
    {
        secret = null;
        Span<byte> bytes = stackalloc byte[RandomLength + ChecksumLength];
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        if (text?.Length != Prefix.Length + Base64Url.GetEncodedLength(bytes.Length)
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Base64Url.IsValid(text.AsSpan(Prefix.Length), out var length)
            || length != bytes.Length)
        {
            return false;
        }

        Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length), bytes);
        WriteChecksum(bytes[..RandomLength], checksum);
        if (!bytes[RandomLength..].SequenceEqual(checksum))
            return false;

        secret = new AccessSecret(text);
        return true;
    }

    /// <summary>
    /// What is stored in place of the secret. A fast hash without a salt is enough: a password is slow to hash because it can be guessed,
    /// and nobody guesses 32 random bytes. Each request pays for it.
    /// </summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(_text));

    /// <summary>The secret itself, for its holder.</summary>
    public string Reveal() => _text;

    /// <summary>Not the secret, since logs and debuggers call it.</summary>
    public override string ToString() => $"{Prefix}***";

    // It finds mistyped secrets. It protects nothing.
    private static void WriteChecksum(ReadOnlySpan<byte> random, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        SHA256.HashData(random, hash);
        hash[..ChecksumLength].CopyTo(checksum);
    }
}
