using MlOps.Parquet.Columns;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Parquet;

/// <summary>Writes the rows of a file into the database, and compares them with the manifest.</summary>
/// <param name="connection">A session in a transaction with <see cref="ValueSettings"/>.</param>
/// <param name="directory">Where the file is.</param>
/// <param name="manifest">The manifest.</param>
/// <param name="table">What it says of the table.</param>
internal sealed class TableReturn(NpgsqlConnection connection, SliceDirectory directory, SliceManifest manifest, ManifestTable table)
{
    /// <summary>Whether a table has the rows of the file.</summary>
    /// <param name="target">The table, quoted where it needs to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<bool> HasRowsAsync(string target, CancellationToken cancellationToken)
    {
        var columns = await FindColumnsAsync(target, cancellationToken).ConfigureAwait(false);
        return await FindDifferenceAsync(target, columns, cancellationToken).ConfigureAwait(false) is null;
    }

    /// <summary>Writes the rows into an empty table.</summary>
    /// <param name="target">The table, quoted where it needs to be.</param>
    /// <param name="written">Learns how many rows are written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">The table does not take the rows, or has not what the manifest says.</exception>
    public async Task LoadAsync(string target, Action<long> written, CancellationToken cancellationToken)
    {
        var columns = await FindColumnsAsync(target, cancellationToken).ConfigureAwait(false);
        try
        {
            // The server computes the others again.
            await FileLoad.RunAsync(
                connection,
                target,
                [.. table.ListColumns().Zip(columns).Where(pair => !pair.Second.IsGenerated).Select(pair => pair.First)],
                directory.PathOf(table),
                written,
                cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw SliceDirectory.Damaged(manifest, $"The file {table.File} cannot be read: {e.Message}", e);
        }
        catch (PostgresException e) when (
            e.SqlState.StartsWith("22", StringComparison.Ordinal) && FindChange(columns) is not null)
        {
            throw Changed(columns, e);
        }

        if (await FindDifferenceAsync(target, columns, cancellationToken).ConfigureAwait(false) is { } difference)
            throw FindChange(columns) is not null ? Changed(columns) : SliceDirectory.Damaged(
                manifest, $"{table.Name} was loaded from {table.File}, and has not what the manifest says: {difference}.");
    }

    /// <summary>Says that the files have something that the database does not have.</summary>
    public static MlOpsException Newer(SliceManifest manifest, string thing) => new(
        MlOpsError.NewerSchema,
        $"The export of the slice {manifest.Slice} of {manifest.Root} has {thing}, which this database does not have. Restore it into " +
        "one of the version that wrote it, or a newer one.");

    // Those of the database, in the order of the file. They may have other types by now.
    private async Task<IReadOnlyList<FileColumn>> FindColumnsAsync(string target, CancellationToken cancellationToken)
    {
        var found = (await TableColumns.ReadAsync(connection, target, cancellationToken).ConfigureAwait(false))
            .ToDictionary(column => column.Name);
        return table.ColumnNames.FirstOrDefault(name => !found.ContainsKey(name)) is { } unknown
            ? throw Newer(manifest, $"the column {unknown} of {table.Name}")
            : [.. table.ColumnNames.Select(name => found[name])];
    }

    private async Task<string?> FindDifferenceAsync(
        string target, IReadOnlyList<FileColumn> columns, CancellationToken cancellationToken)
    {
        var profile = await ServerProfile.ReadAsync(connection, target, columns, cancellationToken).ConfigureAwait(false);
        return profile.FindDifference(table.ReadProfile(), table.ColumnNames);
    }

    private (ManifestColumn Then, FileColumn Now)? FindChange(IReadOnlyList<FileColumn> columns)
    {
        var changed = table.Columns.Zip(columns).Where(pair => pair.First.Type != pair.Second.Type).ToList();
        return changed.Count > 0 ? changed[0] : null;
    }

    private MlOpsException Changed(IReadOnlyList<FileColumn> columns, Exception? cause = null)
    {
        var (then, now) = FindChange(columns)!.Value;
        return new MlOpsException(
            MlOpsError.Conflict,
            $"The slice {manifest.Slice} of {manifest.Root} was not restored, and its files are whole: the column {then.Name} of " +
            $"{table.Name} was changed by a later version from {then.Type} to {now.Type}. Restore it into a database of the version that " +
            "wrote it, and migrate that.",
            cause);
    }
}
