using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Files;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>A directory with backups, each in a directory of its own.</summary>
/// <param name="directory">The directory. It is made with the first backup.</param>
public sealed partial class BackupStore(string directory)
{
    private const string Partial = ".partial";
    private const string Lock = ".lock";
    private const string NameFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly string _directory = Path.GetFullPath(directory);

    /// <summary>Reads the backups, the newest first. What a killed process left is none.</summary>
    /// <exception cref="MlOpsException">There is no such directory, or it cannot be read.</exception>
    public IReadOnlyList<StoredBackup> List() => Directory.Exists(_directory)
        ? BackupFailure.Use.Explain(_directory, ReadAll)
        : throw new MlOpsException(MlOpsError.NotFound, $"There is no directory {_directory}.");

    /// <summary>Lets one process at a time write to the directory, until the lock is disposed of or the process ends.</summary>
    internal async Task<FileStream> TakeTurnAsync(IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        BackupDirectory.Create(_directory);
        for (var hasSaid = false; ; hasSaid = true)
        {
            if (FileLock.TryAcquire(Path.Combine(_directory, Lock)) is { } held)
                return held;

            if (!hasSaid)
                progress?.Report(new BackupProgress(
                    $"Another process writes a backup into {_directory}, and has the lock {Lock} there. This one waits until it is done.",
                    0,
                    IsWaiting: true));

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes what killed processes left. Only the process that has the turn may do so.</summary>
    internal void RemoveRemains()
    {
        foreach (var remains in Directory.EnumerateDirectories(_directory, $"*{Partial}").Where(IsRemains).ToList())
            Directory.Delete(remains, recursive: true);
    }

    /// <summary>Makes the directory of a new backup, which is none before <see cref="Complete"/>.</summary>
    internal string Begin(DateTimeOffset at)
    {
        var name = at.UtcDateTime.ToString(NameFormat, CultureInfo.InvariantCulture);
        if (Directory.Exists(Path.Combine(_directory, name)))
            return Begin(at.AddMilliseconds(1));

        var path = Path.Combine(_directory, name + Partial);
        BackupDirectory.Create(path);
        return path;
    }

    /// <summary>Writes the manifest, and makes a backup of what was begun.</summary>
    internal StoredBackup Complete(string begun, BackupManifest manifest)
    {
        ManifestFile.Write(begun, manifest);
        BackupDirectory.Flush(begun);
        var path = begun[..^Partial.Length];
        Directory.Move(begun, path);
        BackupDirectory.Flush(_directory);
        return StoredBackup.Read(path);
    }

    /// <summary>
    /// Deletes older complete backups of the same tables of the same database, but for the newest ones. What is not made by this class
    /// stays, and so does a backup that somebody has put another file into.
    /// </summary>
    /// <param name="newest">The newest one.</param>
    /// <param name="keep">How many stay, with the newest.</param>
    /// <returns>The names of those that were deleted.</returns>
    internal IReadOnlyList<string> Prune(StoredBackup newest, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var removed = new List<string>();
        foreach (var old in ReadAll().Where(stored => stored.Fault is null && IsLike(newest.Manifest!, stored.Manifest!))
            .Where(stored => BackupName().IsMatch(stored.Name) && stored.Name != newest.Name)
            .Skip(keep - 1).Where(HasNothingElse).Reverse())
        {
            // A process that is killed here leaves remains.
            var remains = old.Path + Partial;
            Directory.Move(old.Path, remains);
            Directory.Delete(remains, recursive: true);
            removed.Add(old.Name);
        }

        return removed;
    }

    private List<StoredBackup> ReadAll() =>
    [
        .. Directory.EnumerateDirectories(_directory)
            .Where(path => !path.EndsWith(Partial, StringComparison.Ordinal))
            .Where(path => BackupName().IsMatch(Path.GetFileName(path)) || File.Exists(Path.Combine(path, ManifestFile.Name)))
            .Select(StoredBackup.Read)
            .OrderByDescending(stored => stored.Manifest?.CreatedAt).ThenByDescending(stored => stored.Name, StringComparer.Ordinal),
    ];

    private static bool IsLike(BackupManifest newest, BackupManifest other) =>
        (other.Database, other.Scope, other.Method) == (newest.Database, newest.Scope, newest.Method);

    private static bool HasNothingElse(StoredBackup stored) => new DirectoryInfo(stored.Path).LinkTarget is null
        && Directory.EnumerateFileSystemEntries(stored.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).SequenceEqual(
            stored.Manifest!.Files.Select(file => file.Name).Concat([ManifestFile.Name, ManifestFile.HashName])
                .Order(StringComparer.Ordinal));

    private static bool IsRemains(string path) =>
        BackupName().IsMatch(Path.GetFileName(path)[..^Partial.Length]) && new DirectoryInfo(path).LinkTarget is null;

    [GeneratedRegex(@"^\d{8}T\d{9}Z$")]
    private static partial Regex BackupName();
}
