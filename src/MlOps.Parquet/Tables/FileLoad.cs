using System.Text;
using MlOps.Parquet.Columns;
using Npgsql;

namespace MlOps.Parquet.Tables;

/// <summary>Writes the rows of a file into a table.</summary>
internal static class FileLoad
{
    private const string Null = "\\N";

    /// <param name="connection">A session in a transaction with <see cref="ValueSettings"/>.</param>
    /// <param name="table">The table, quoted where it needs to be.</param>
    /// <param name="columns">The columns of the file that are written.</param>
    /// <param name="path">The file.</param>
    /// <param name="written">Learns how many rows are written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">It is not such a file. The transaction must end.</exception>
    public static async Task RunAsync(
        NpgsqlConnection connection,
        string table,
        IReadOnlyList<FileColumn> columns,
        string path,
        Action<long> written,
        CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Select(column => column.Quoted));
        var target = (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync($"COPY {table} ({names}) FROM STDIN", cancellationToken)
            .ConfigureAwait(false);
        var all = 0L;
        try
        {
            await FileReader.ReadAsync(
                path,
                columns,
                async (buffers, rows, _) =>
                {
                    await WriteAsync(target, buffers, rows, cancellationToken).ConfigureAwait(false);
                    written(all += rows);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CancelAsync(target).ConfigureAwait(false);
            throw;
        }

        await target.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task WriteAsync(
        NpgsqlCopyTextWriter target, IReadOnlyList<ColumnBuffer> buffers, int rows, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            line.Clear();
            for (var i = 0; i < buffers.Count; i++)
            {
                line.Append(i == 0 ? "" : "\t");
                if (buffers[i].LiteralOf(row) is { } value)
                    Escape(line, value);
                else
                    line.Append(Null);
            }

            await target.WriteAsync(line.Append('\n'), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Escape(StringBuilder line, string value)
    {
        if (!value.AsSpan().ContainsAny("\\\n\r\t"))
        {
            line.Append(value);
            return;
        }

        foreach (var character in value)
            _ = character switch
            {
                '\\' => line.Append("\\\\"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                _ => line.Append(character),
            };
    }

    // To dispose of it would store what was sent until now.
    private static async Task CancelAsync(NpgsqlCopyTextWriter target)
    {
        try
        {
            await target.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is broken, and with it the transaction.
        }
    }
}
