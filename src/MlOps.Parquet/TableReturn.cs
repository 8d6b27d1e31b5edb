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
                [.. table.ListColumns().Zip(columns).Where(pair => !pair.Second.IsGenerated)
                    .Select(pair => pair.First with { IsWidened = pair.Second.Kind == ColumnKind.Double })],
                directory.PathOf(table),
                written,
                cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw SliceDirectory.Damaged(manifest, $"The file {table.File} cannot be read: {e.Message}", e);
        }
        catch (PostgresException e) when (IsOfValue(e) && HasChanges(columns))
        {
            throw Changed(columns, e.Where ?? e.MessageText, e);
        }

        // The bytes of the file are those that were written, so the database is the one that differs.
        if (await FindDifferenceAsync(target, columns, cancellationToken).ConfigureAwait(false) is { } difference)
            throw Changed(columns, difference);
    }

    /// <summary>Says that the files have something that the database does not have.</summary>
    public static MlOpsException Newer(SliceManifest manifest, string thing) => new(
        MlOpsError.NewerSchema,
        $"The export of the slice {manifest.Slice} of {manifest.Root} has {thing}, which this database does not have. Restore it into " +
        "one of the version that wrote it, or a newer one.");

    /// <summary>Says that the files have something that a later version may have dropped, or given another name.</summary>
    public static MlOpsException Gone(SliceManifest manifest, string thing) => new(
        MlOpsError.NewerSchema,
        $"The export of the slice {manifest.Slice} of {manifest.Root} has {thing}, which this database does not have. Restore it into " +
        "a database of the version that wrote it, and migrate that.");

    // Those of the database, in the order of the file. They may have other types by now.
    private async Task<IReadOnlyList<FileColumn>> FindColumnsAsync(string target, CancellationToken cancellationToken)
    {
        var found = (await TableColumns.ReadAsync(connection, target, cancellationToken).ConfigureAwait(false))
            .ToDictionary(column => column.Name);
        return table.ColumnNames.FirstOrDefault(name => !found.ContainsKey(name)) is { } unknown
            ? throw Newer(manifest, $"the column {unknown} of {table.Name}")
            : [.. table.ColumnNames.Select(name => found[name])];
    }

    // By the types of the file, so that a wider type makes no difference.
    private async Task<string?> FindDifferenceAsync(
        string target, IReadOnlyList<FileColumn> columns, CancellationToken cancellationToken)
    {
        var (compared, selected) = (new List<FileColumn>(), new List<string>());
        foreach (var (then, now) in table.ListColumns().Zip(columns))
        {
            var type = then.Type == now.Type ? null
                : await TableColumns.FindTypeAsync(connection, then.Type, cancellationToken).ConfigureAwait(false);
            compared.Add(type is null ? now : then);
            selected.Add(type is null ? now.Quoted : $"{now.Quoted}::{type} AS {now.Quoted}");
        }

        try
        {
            var profile = await ServerProfile.ReadAsync(
                connection, $"(SELECT {string.Join(", ", selected)} FROM {target}) AS compared", compared, cancellationToken)
                .ConfigureAwait(false);
            return profile.FindDifference(table.ReadProfile(), table.ColumnNames);
        }
        catch (PostgresException e) when (IsOfValue(e) && HasChanges(columns))
        {
            return "values that the type of the file does not have";
        }
    }

    private static bool IsOfValue(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState == PostgresErrorCodes.CannotCoerce;

    private bool HasChanges(IReadOnlyList<FileColumn> columns) => ListChanges(columns).Count > 0;

    private List<(ManifestColumn Then, FileColumn Now)> ListChanges(IReadOnlyList<FileColumn> columns) =>
        [.. table.Columns.Zip(columns).Where(pair => pair.First.Type != pair.Second.Type)];

    // Both this program and the server end with the name of the column, or go on with a colon.
    private MlOpsException Changed(IReadOnlyList<FileColumn> columns, string difference, Exception? cause = null)
    {
        var named = ListChanges(columns).FindAll(change => difference.EndsWith($"column {change.Then.Name}", StringComparison.Ordinal)
            || difference.Contains($"column {change.Then.Name}:", StringComparison.Ordinal));
        return new MlOpsException(
            MlOpsError.Conflict,
            $"The slice {manifest.Slice} of {manifest.Root} was not restored, and its files are whole: " +
            (named is [var (then, now), ..]
                ? $"the column {then.Name} of {table.Name} was changed by a later version from {then.Type} to {now.Type}."
                : $"{table.Name} does not store the values of its file, perhaps with less precision: {difference}.") +
            " Restore it into a database of the version that wrote it, and migrate that.",
            cause);
    }
}
