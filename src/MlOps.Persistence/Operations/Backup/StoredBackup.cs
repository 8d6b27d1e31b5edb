namespace MlOps.Persistence.Operations.Backup;

/// <summary>A backup in a directory.</summary>
/// <param name="Name">The name of its directory.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Manifest">What it has. Null if that cannot be read.</param>
/// <param name="ManifestHash">
/// The SHA-256 of the manifest, which has those of all files. Note it elsewhere: a backup that somebody wrote anew has another one.
/// </param>
/// <param name="Fault">What it lacks, as a sentence; null if it is complete. The content of the files is not looked at.</param>
public sealed record StoredBackup(string Name, string Path, BackupManifest? Manifest, string? ManifestHash, string? Fault)
{
    /// <summary>Reads the manifest of a backup, and looks whether all files are there.</summary>
    /// <exception cref="MlOpsException">There is no such directory, or it cannot be read.</exception>
    public static StoredBackup Read(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return Directory.Exists(full)
            ? BackupFailure.Use.Explain(full, () => ReadExisting(full))
            : throw BackupFailure.Missing(full);
    }

    /// <summary>The path of a file.</summary>
    internal string PathOf(BackupFile file) => System.IO.Path.Combine(Path, file.Name);

    /// <exception cref="MlOpsException">The backup is not complete.</exception>
    internal BackupManifest RequireComplete() =>
        Fault is null ? Manifest! : throw BackupFailure.Damaged(Name, Fault);

    private static StoredBackup ReadExisting(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        try
        {
            var (manifest, hash) = ManifestFile.Read(path);
            return new StoredBackup(name, path, manifest, hash, manifest.Files.Select(file => FindFault(path, file)).FirstOrDefault(
                fault => fault is not null));
        }
        catch (InvalidDataException e)
        {
            return new StoredBackup(name, path, null, null, e.Message);
        }
    }

    private static string? FindFault(string directory, BackupFile file)
    {
        // A name that leads out of the directory could name any file of the machine.
        if (file.Name != System.IO.Path.GetFileName(file.Name) || file.Name is "" or "." or "..")
            return $"The manifest names the file {file.Name}, which is not in the directory of the backup.";

        var found = new FileInfo(System.IO.Path.Combine(directory, file.Name));
        return !found.Exists ? $"The file {file.Name} is missing."
            : found.Length != file.Bytes ? $"The file {file.Name} has {found.Length} bytes, and had {file.Bytes} when it was written."
            : null;
    }
}
