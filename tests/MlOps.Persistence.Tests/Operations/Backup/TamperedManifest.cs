using System.Security.Cryptography;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Persistence.Tests.Operations.Backup;

/// <summary>A manifest that somebody changed, with a hash that fits.</summary>
internal static class TamperedManifest
{
    public static StoredBackup Write(StoredBackup backup, Func<string, string> change)
    {
        var file = Path.Combine(backup.Path, "manifest.json");
        var before = File.ReadAllText(file);
        var after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(file, after);
        File.WriteAllText($"{file}.sha256", $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  manifest.json\n");
        return StoredBackup.Read(backup.Path);
    }
}
