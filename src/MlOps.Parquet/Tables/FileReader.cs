using MlOps.Parquet.Columns;
using Parquet;
using Parquet.Schema;

namespace MlOps.Parquet.Tables;

/// <summary>Reads a file, one group of rows after the other.</summary>
internal static class FileReader
{
    /// <param name="path">The file.</param>
    /// <param name="columns">Those that are read.</param>
    /// <param name="take">Takes the values of a group, its number of rows, and its place.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="needs">Whether a group is read, by its place; all are if it is not given.</param>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static async Task<IReadOnlyList<ColumnBuffer>> ReadAsync(
        string path,
        IReadOnlyList<FileColumn> columns,
        Func<IReadOnlyList<ColumnBuffer>, int, int, Task> take,
        CancellationToken cancellationToken,
        Func<int, bool>? needs = null)
    {
        var buffers = columns.Select(ColumnBuffer.Of).ToList();
        try
        {
            var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using var whenDone = reader.ConfigureAwait(false);
            // What the writer attached to its fields is not on those of a new schema.
            _ = new ParquetSchema(buffers.Select(buffer => buffer.Field));
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                if (needs?.Invoke(i) == false)
                    continue;

                using var group = reader.OpenRowGroupReader(i);
                foreach (var buffer in buffers)
                    await buffer.ReadAsync(group, cancellationToken).ConfigureAwait(false);

                await take(buffers, checked((int)group.RowCount), i).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ParquetException or InvalidOperationException or ArgumentException or NotSupportedException
            or IndexOutOfRangeException or EndOfStreamException or OverflowException or InvalidCastException)
        {
            throw new InvalidDataException($"{e.Message.TrimEnd('.')}.", e);
        }

        return buffers;
    }
}
