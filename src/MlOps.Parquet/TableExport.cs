using MlOps.Parquet.Columns;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Operations.Backup;
using Npgsql;

namespace MlOps.Parquet;

/// <summary>Writes the rows of one table into a file, reads it back, and compares it with the database.</summary>
/// <param name="connection">A session in a transaction with <see cref="ValueSettings"/>.</param>
/// <param name="directory">Where the file goes.</param>
/// <param name="name">The name of the table, without its schema.</param>
/// <param name="source">What has the rows, quoted where it needs to be.</param>
internal sealed class TableExport(NpgsqlConnection connection, SliceDirectory directory, string name, string source)
{
    /// <summary>Lets the server sum up the rows.</summary>
    /// <param name="table">What has the columns, quoted where it needs to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ManifestTable> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        var columns = await TableColumns.ReadAsync(connection, table, cancellationToken).ConfigureAwait(false);
        return TableDescription.Of(
            name, columns, await ServerProfile.ReadAsync(connection, source, columns, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Writes the file, which gets its name later.</summary>
    /// <param name="table">The description, without the file.</param>
    /// <param name="file">The path of the file within the directory, with slashes.</param>
    /// <param name="progress">Learns what it does.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">What was read back differs.</exception>
    public async Task<ManifestTable> WriteAsync(
        ManifestTable table, string file, Action<string>? progress, CancellationToken cancellationToken)
    {
        var begun = directory.Begin(file);
        var columns = table.ListColumns();
        var written = BackupDirectory.CreateFile(begun);
        await using (written.ConfigureAwait(false))
        {
            var selected = string.Join(", ", columns.Select(column => column.Selected));
            await FileWriter.WriteAsync(
                connection,
                $"SELECT {selected} FROM {source}",
                columns,
                written,
                rows => progress?.Invoke($"{name}: {rows} of {table.Rows} rows are written"),
                cancellationToken).ConfigureAwait(false);
        }

        progress?.Invoke($"{name} is read back");
        await RequireSameAsync(table, columns, begun, cancellationToken).ConfigureAwait(false);
        return table with
        {
            File = file,
            Bytes = new FileInfo(begun).Length,
            Sha256 = await SliceDirectory.HashAsync(begun, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task RequireSameAsync(
        ManifestTable table, IReadOnlyList<FileColumn> columns, string path, CancellationToken cancellationToken)
    {
        var difference = "";
        try
        {
            var found = await FileProfile.ReadAsync(path, columns, cancellationToken).ConfigureAwait(false);
            difference = table.ReadProfile().FindDifference(found, table.ColumnNames);
        }
        catch (InvalidDataException e)
        {
            difference = $"a file that cannot be read: {e.Message.TrimEnd('.')}";
        }

        if (difference is not null)
            throw new MlOpsException(
                MlOpsError.BackupDamaged,
                $"The file of {name} was read back, and has not what the database has: {difference}. It is not used, and the slice " +
                "stays where it is. Look for a fault of the disk, and export again.");
    }
}
