using System.Data;
using System.IO.Compression;
using MlOps.Parquet.Columns;
using Npgsql;
using Parquet;
using Parquet.Schema;

namespace MlOps.Parquet.Tables;

/// <summary>Writes the rows of a table into a file, one group after the other, so that memory is the same for tables of any size.</summary>
internal static class FileWriter
{
    private const int MostRows = 50_000;
    private const long MostBytes = 64 << 20;

    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Optimal,
    };

    /// <param name="connection">A session in a transaction with <see cref="ValueSettings"/>.</param>
    /// <param name="query">Selects the columns, in their order, as <see cref="FileColumn.Selected"/>.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="file">The new file.</param>
    /// <param name="written">Learns how many rows are written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection,
        string query,
        IReadOnlyList<FileColumn> columns,
        Stream file,
        Action<long> written,
        CancellationToken cancellationToken)
    {
        var buffers = columns.Select(ColumnBuffer.Of).ToList();
        var command = new NpgsqlCommand(query, connection) { CommandTimeout = 0 };
        await using var whenDone = command.ConfigureAwait(false);
        var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(buffers.Select(buffer => buffer.Field)), file, Options, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await using var whenWritten = writer.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
        await using var whenRead = reader.ConfigureAwait(false);
        var (rows, bytes, all) = (0, 0L, 0L);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < buffers.Count; i++)
                bytes += buffers[i].Add(reader, i);

            if (++rows == MostRows || bytes >= MostBytes)
                await EndGroupAsync().ConfigureAwait(false);
        }

        if (rows > 0)
            await EndGroupAsync().ConfigureAwait(false);

        async Task EndGroupAsync()
        {
            using (var group = writer.CreateRowGroup())
            {
                foreach (var buffer in buffers)
                    await buffer.WriteAsync(group, cancellationToken).ConfigureAwait(false);
            }

            all += rows;
            (rows, bytes) = (0, 0);
            written(all);
        }
    }
}
