using System.Globalization;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Keeps bytes of a segment that are no record: they may be what is left of one that was acknowledged.</summary>
internal sealed class Quarantine(string journal)
{
    public const string FolderName = "quarantine";

    private readonly string _directory = Path.Combine(journal, FolderName);

    /// <summary>The path of the copy, which is on disk. Bytes that were copied before are not copied again.</summary>
    public string Keep(long segment, int offset, ReadOnlySpan<byte> bytes)
    {
        JournalDirectory.Create(_directory);
        var name = string.Create(CultureInfo.InvariantCulture, $"{segment:D16}-{offset}-{Crc32C.Of(bytes):x8}.bin");
        var path = Path.Combine(_directory, name);
        if (IsKept(path, bytes))
            return path;

        using var file = SegmentFile.Create(path, FileMode.Create, bytes.Length);
        RandomAccess.Write(file.SafeFileHandle, bytes, 0);
        return path;
    }

    // Not, if the process died while it copied.
    private static bool IsKept(string path, ReadOnlySpan<byte> bytes) =>
        File.Exists(path) && SegmentFile.Read(path).Span.SequenceEqual(bytes);
}
