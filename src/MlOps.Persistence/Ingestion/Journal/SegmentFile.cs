using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>The files of a journal: their names, and how they are created and read.</summary>
internal static class SegmentFile
{
    public const string Extension = ".journal";

    // Those of the microseconds until the year 2286. Later numbers have more.
    private const int Digits = 16;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string NameOf(long number) => number.ToString($"D{Digits}", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The segments of a directory, the oldest first. Files with other names are ignored.</summary>
    public static List<(long Number, string Path)> In(string directory) =>
    [
        .. from path in Directory.EnumerateFiles(directory, $"*{Extension}")
           let name = Path.GetFileNameWithoutExtension(path)
           where name.Length >= Digits && name.All(char.IsAsciiDigit)
           let number = long.TryParse(name, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1
           where number >= 0
           orderby number
           select (number, path),
    ];

    /// <summary>
    /// Creates a file whose writes return when they are on disk. It reserves space, so that a full disk is noticed now and not in
    /// the middle of a record.
    /// </summary>
    /// <remarks>
    /// A flush after the write would cost as much, but on Unix .NET does not report a failed fsync (seen up to 10.0.12, where
    /// SystemNative_FSync returns 1 and not -1). It reports the error of a write with O_SYNC.
    /// </remarks>
    public static FileStream Create(string path, FileMode mode, long reserved)
    {
        var file = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            Options = FileOptions.WriteThrough,
            BufferSize = 0,
            PreallocationSize = reserved,
        };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = OwnerOnly;
        return new FileStream(path, file);
    }

    public static ReadOnlyMemory<byte> Read(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > Array.MaxLength)
            throw JournalFailure.NoSegment(path, length);

        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        return bytes.AsMemory(0, Fill(file, bytes));
    }

    public static byte[] ReadHeader(string path)
    {
        using var file = File.OpenHandle(path);
        var header = new byte[SegmentHeader.MaxBytes];
        return header[..Fill(file, header)];
    }

    /// <summary>Shortens a file. If the new length does not reach the disk, the next recovery finds the old bytes.</summary>
    public static void Cut(SafeFileHandle file, long length)
    {
        RandomAccess.SetLength(file, length);
        RandomAccess.FlushToDisk(file);
    }

    private static int Fill(SafeFileHandle file, Span<byte> bytes)
    {
        var filled = 0;
        while (filled < bytes.Length && RandomAccess.Read(file, bytes[filled..], filled) is var count and > 0)
            filled += count;
        return filled;
    }
}
