using MlOps.Files;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// The lock of a journal's directory: an open file. Somebody who takes the file for a remnant may delete it, and then another
/// process can lock another file of that name.
/// </summary>
internal sealed class JournalLock : IAsyncDisposable, IDisposable
{
    public const string Name = "journal.lock";

    private readonly FileStream _file;
    private readonly DateTime _writtenAt;

    private JournalLock(FileStream file)
    {
        _file = file;
        _writtenAt = File.GetLastWriteTimeUtc(file.Name);
    }

    /// <summary>
    /// Whether the file under the name is still the one that was locked. Ask after the write and before its acknowledgement: an
    /// opener that comes later reads the record.
    /// </summary>
    public bool IsHeld => File.GetLastWriteTimeUtc(_file.Name) == _writtenAt;

    /// <summary>Locks the directory until it is disposed, or the process ends in whatever way.</summary>
    public static JournalLock Acquire(JournalOptions options)
    {
        JournalDirectory.Create(options.Directory);
        var file = FileLock.TryAcquire(Path.Combine(options.Directory, Name)) ?? throw JournalFailure.InUse(options);
        return new JournalLock(file);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    public void Dispose() => _file.Dispose();
}
