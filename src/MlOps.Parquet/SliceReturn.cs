using Microsoft.EntityFrameworkCore;
using MlOps.Parquet.Columns;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Operations.Backup;
using Npgsql;

namespace MlOps.Parquet;

/// <summary>
/// Brings a slice back from files, as a live one: all rows in one transaction, as they were, and compared with the manifest. Run it as the
/// owner of the tables.
/// </summary>
/// <param name="context">Any context that UseMlOps configured, of the version that wrote the files or a newer one.</param>
/// <param name="directory">Where the files are.</param>
public sealed class SliceReturn(MlOpsDbContext context, SliceDirectory directory)
{
    /// <summary>Hears why an attempt failed: which sessions are in the way.</summary>
    public IProgress<string>? Obstacles { get; init; }

    /// <summary>Learns how far it is.</summary>
    public IProgress<BackupProgress>? Progress { get; init; }

    private NpgsqlConnection Connection => (NpgsqlConnection)context.Database.GetDbConnection();

    /// <summary>Compares the files with the manifest, and changes nothing.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<SliceManifest> CheckAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var slice = new SliceOutside(context, root, name);
        var manifest = directory.Get(slice.Aggregate.Root, slice.Slice.Suffix);
        return await SliceDirectory.Use.ExplainAsync(
            directory.Root,
            async () =>
            {
                await directory.RequireWholeAsync(manifest, cancellationToken).ConfigureAwait(false);
                return manifest;
            }).ConfigureAwait(false);
    }

    /// <summary>Restores a slice. Returns false if its rows are live already.</summary>
    /// <param name="root">The table of the aggregate's root, such as ml_predictions.</param>
    /// <param name="name">What the names of its partitions end with, such as 2026_08.</param>
    /// <param name="cancellationToken">Stops it. The slice is restored as a whole, or not at all.</param>
    /// <exception cref="MlOpsException">The files are damaged, the database has the slice, or lacks what its rows refer to.</exception>
    public async Task<bool> RunAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var manifest = await CheckAsync(root, name, cancellationToken).ConfigureAwait(false);
        var slice = new SliceOutside(context, root, name) { Obstacles = Obstacles };
        RequireTables(slice, manifest);
        try
        {
            return await slice.FillAsync(
                () => HasRowsAsync(slice, manifest, cancellationToken),
                () => LoadAsync(slice, manifest, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new MlOpsException(
                MlOpsError.OrphanRows,
                $"The slice {manifest.Slice} of {manifest.Root} was not restored, since rows of it refer to one that the database lacks: " +
                $"{e.Detail} Restore what it lacks first: a backup with '--only critical' has models and their versions.",
                e);
        }
        catch (PostgresException e) when (DatabaseRefuses(e))
        {
            throw SliceDirectory.Damaged(manifest, $"The tables of this version do not take its rows: {e.MessageText}.", e);
        }
    }

    private static bool DatabaseRefuses(PostgresException e) => e.SqlState.StartsWith("22", StringComparison.Ordinal)
        || e.SqlState is PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.CheckViolation or PostgresErrorCodes.UniqueViolation;

    private static void RequireTables(SliceOutside slice, SliceManifest manifest)
    {
        if (manifest.Tables.Select(table => table.Name).Except(slice.Parts.Select(part => part.Table)).FirstOrDefault() is { } unknown)
            throw Newer(manifest, $"the table {unknown}");
    }

    private async Task<bool> HasRowsAsync(SliceOutside slice, SliceManifest manifest, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(ValueSettings.Set, cancellationToken).ConfigureAwait(false);
        foreach (var table in manifest.Tables)
        {
            var part = slice.Parts.Single(part => part.Table == table.Name);
            var columns = await FindColumnsAsync(part, table, manifest, cancellationToken).ConfigureAwait(false);
            if (await FindDifferenceAsync(part, table, columns, cancellationToken).ConfigureAwait(false) is not null)
                return false;
        }

        return true;
    }

    private async Task LoadAsync(SliceOutside slice, SliceManifest manifest, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(ValueSettings.Set, cancellationToken).ConfigureAwait(false);
        var done = 0L;
        foreach (var part in slice.Parts)
        {
            if (manifest.Tables.SingleOrDefault(table => table.Name == part.Table) is not { } table)
                continue;

            var before = done;
            await LoadAsync(part, table, manifest, rows => Report(before + rows), cancellationToken).ConfigureAwait(false);
            done += table.Rows;

            void Report(long rows) => Progress?.Report(new BackupProgress(
                $"{table.Name}: {rows - before} of {table.Rows} rows", (double)rows / Math.Max(1, manifest.Rows)));
        }
    }

    private async Task LoadAsync(
        SlicePart part, ManifestTable table, SliceManifest manifest, Action<long> written, CancellationToken cancellationToken)
    {
        var columns = await FindColumnsAsync(part, table, manifest, cancellationToken).ConfigureAwait(false);
        try
        {
            // The server computes the others again.
            await FileLoad.RunAsync(
                Connection,
                part.Live,
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
            e.SqlState.StartsWith("22", StringComparison.Ordinal) && FindChange(table, columns) is not null)
        {
            throw Changed(manifest, table, columns, e);
        }

        if (await FindDifferenceAsync(part, table, columns, cancellationToken).ConfigureAwait(false) is { } difference)
            throw FindChange(table, columns) is not null ? Changed(manifest, table, columns) : SliceDirectory.Damaged(
                manifest, $"{table.Name} was loaded from {table.File}, and has not what the manifest says: {difference}.");
    }

    // Those of the database, in the order of the file. They may have other types by now.
    private async Task<IReadOnlyList<FileColumn>> FindColumnsAsync(
        SlicePart part, ManifestTable table, SliceManifest manifest, CancellationToken cancellationToken)
    {
        var found = (await TableColumns.ReadAsync(Connection, part.Live, cancellationToken).ConfigureAwait(false))
            .ToDictionary(column => column.Name);
        return table.ColumnNames.FirstOrDefault(name => !found.ContainsKey(name)) is { } unknown
            ? throw Newer(manifest, $"the column {unknown} of {table.Name}")
            : [.. table.ColumnNames.Select(name => found[name])];
    }

    private async Task<string?> FindDifferenceAsync(
        SlicePart part, ManifestTable table, IReadOnlyList<FileColumn> columns, CancellationToken cancellationToken)
    {
        var profile = await ServerProfile.ReadAsync(Connection, part.Live, columns, cancellationToken).ConfigureAwait(false);
        return profile.FindDifference(table.ReadProfile(), table.ColumnNames);
    }

    private static (ManifestColumn Then, FileColumn Now)? FindChange(ManifestTable table, IReadOnlyList<FileColumn> columns)
    {
        var changed = table.Columns.Zip(columns).Where(pair => pair.First.Type != pair.Second.Type).ToList();
        return changed.Count > 0 ? changed[0] : null;
    }

    private static MlOpsException Changed(
        SliceManifest manifest, ManifestTable table, IReadOnlyList<FileColumn> columns, Exception? cause = null)
    {
        var (then, now) = FindChange(table, columns)!.Value;
        return new MlOpsException(
            MlOpsError.Conflict,
            $"The slice {manifest.Slice} of {manifest.Root} was not restored, and its files are whole: the column {then.Name} of " +
            $"{table.Name} was changed by a later version from {then.Type} to {now.Type}. Restore it into a database of the version that " +
            "wrote it, and migrate that.",
            cause);
    }

    private static MlOpsException Newer(SliceManifest manifest, string thing) => new(
        MlOpsError.NewerSchema,
        $"The export of the slice {manifest.Slice} of {manifest.Root} has {thing}, which this database does not have. Restore it into " +
        "one of the version that wrote it, or a newer one.");
}
