using System.Globalization;
using System.Security.Cryptography;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Copies bytes of a segment that are not a record. They may be the remains of an acknowledged one.</summary>
internal sealed class Quarantine(string journal)
{
    public const string FolderName = "quarantine";

    private const string RecordExtension = ".record";

    private readonly string _directory = Path.Combine(journal, FolderName);

    /// <summary>Copies the bytes to disk and returns the path of the copy. Bytes that were copied before are not copied again.</summary>
    public string Keep(long segment, int offset, ReadOnlySpan<byte> bytes) =>
        Keep(string.Create(CultureInfo.InvariantCulture, $"{segment:D16}-{offset}-{Crc32C.Of(bytes):x8}.bin"), bytes);

    /// <summary>
    /// Copies a whole record, whose content no program here can read, and returns the path of the copy. Another version may be able to.
    /// </summary>
    public string KeepRecord(ReadOnlySpan<byte> payload) =>
        Keep(Convert.ToHexStringLower(SHA256.HashData(payload)) + RecordExtension, payload);

    /// <summary>The paths of whole records, the oldest first.</summary>
    public IReadOnlyList<string> FindRecords() => Directory.Exists(_directory)
        ? [.. Directory.EnumerateFiles(_directory, $"*{RecordExtension}").OrderBy(File.GetLastWriteTimeUtc)]
        : [];

    private string Keep(string name, ReadOnlySpan<byte> bytes)
    {
        JournalDirectory.Create(_directory);
        var path = Path.Combine(_directory, name);
        if (IsComplete(path, bytes))
            return path;

        using var file = SegmentFile.Create(path, FileMode.Create, bytes.Length);
        RandomAccess.Write(file.SafeFileHandle, bytes, 0);
        return path;
    }

    // A copy is incomplete if the process died while it wrote it.
    private static bool IsComplete(string path, ReadOnlySpan<byte> bytes) =>
        File.Exists(path) && SegmentFile.Read(path).Span.SequenceEqual(bytes);
}
