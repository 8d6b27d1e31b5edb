using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>The manifest of a backup, and beside it its hash in the form that sha256sum reads.</summary>
internal static class ManifestFile
{
    public const string Name = "manifest.json";
    public const string HashName = Name + ".sha256";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(string directory, BackupManifest manifest)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, Json);
        using (var hash = new StreamWriter(BackupDirectory.CreateFile(Path.Combine(directory, HashName))))
            hash.Write($"{Hash(bytes)}  {Name}\n");

        using var file = BackupDirectory.CreateFile(Path.Combine(directory, Name));
        file.Write(bytes);
    }

    /// <summary>Reads a manifest, with its hash.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written. The message says why, as a sentence.</exception>
    public static (BackupManifest Manifest, string Hash) Read(string directory)
    {
        var bytes = ReadAll(directory, Name);
        var hash = Hash(bytes);
        if (Encoding.UTF8.GetString(ReadAll(directory, HashName)).Split(' ')[0] != hash)
            throw new InvalidDataException($"{Name} does not have the hash that {HashName} has.");

        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(bytes, Json)
                ?? throw new InvalidDataException($"{Name} is empty.");
            return manifest.Format <= BackupManifest.CurrentFormat
                ? (manifest, hash)
                : throw new InvalidDataException(
                    $"It has the format {manifest.Format}, and this program reads those up to {BackupManifest.CurrentFormat}.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Name} is not the manifest of a backup: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static byte[] ReadAll(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : throw new InvalidDataException($"{name} is missing.");
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
