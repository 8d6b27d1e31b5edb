using System.Runtime.CompilerServices;
using MlOps.Persistence;

namespace MlOps.Import.Files;

/// <summary>Reads the records of a file. One that cannot be read is there too, with the reason. Empty lines are not.</summary>
internal static class FileRecords
{
    /// <exception cref="MlOpsException">The file is not in UTF-8, or its first line does not name columns.</exception>
    public static async IAsyncEnumerable<FileRecord> ReadAsync(
        Stream stream, FileFormat format, FileColumns columns, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CsvHeader? header = null;
        await foreach (var line in new FileLines(stream).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (line.Fault is null && string.IsNullOrWhiteSpace(line.Text))
                continue;

            if (format == FileFormat.Csv && header is null)
                header = CsvHeader.Read(line, columns);
            else if (line.Fault is not null)
                yield return new FileRecord(line, [], line.Fault);
            else
                yield return header is null ? JsonLine.Read(line, columns) : header.ReadRecord(line, columns);
        }
    }
}
