using System.Security.Cryptography;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>Compares the files of a backup with the manifest.</summary>
internal static class FileCheck
{
    /// <summary>Describes a file that another program wrote.</summary>
    public static async Task<BackupFile> DescribeAsync(string path, CancellationToken cancellationToken) => new(
        Path.GetFileName(path), 0, new FileInfo(path).Length, await HashAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads a file, and says what is wrong with it, as a sentence; null if nothing is.</summary>
    public static async Task<string?> FindFaultAsync(StoredBackup backup, BackupFile file, CancellationToken cancellationToken) =>
        await HashAsync(backup.PathOf(file), cancellationToken).ConfigureAwait(false) == file.Sha256
            ? null
            : $"The file {file.Name} was changed after it was written: it has another SHA-256.";

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
    }
}
