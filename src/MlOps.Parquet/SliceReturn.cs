using Microsoft.EntityFrameworkCore;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.References;
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

    /// <summary>Restores a slice, and the rows that its rows refer to, as far as the database lacks them.</summary>
    /// <param name="root">The table of the aggregate's root, such as ml_predictions.</param>
    /// <param name="name">What the names of its partitions end with, such as 2026_08.</param>
    /// <param name="cancellationToken">Stops it. The slice is restored as a whole, or not at all.</param>
    /// <exception cref="MlOpsException">
    /// The files are damaged, the database has the slice with other rows, or has other rows in place of those that its rows refer to.
    /// </exception>
    public async Task<RestoredSlice> RunAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var manifest = await CheckAsync(root, name, cancellationToken).ConfigureAwait(false);
        var slice = new SliceOutside(context, root, name) { Obstacles = Obstacles };
        RequireTables(slice, manifest);
        try
        {
            IReadOnlyDictionary<string, long> added = new Dictionary<string, long>();
            var isNew = await slice.FillAsync(
                () => HasRowsAsync(slice, manifest, cancellationToken),
                async locked => added = await AddMissingAsync(slice, manifest, locked, cancellationToken).ConfigureAwait(false),
                () => LoadAsync(slice, manifest, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return new RestoredSlice(isNew, added);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new MlOpsException(
                MlOpsError.OrphanRows,
                $"The slice {manifest.Slice} of {manifest.Root} was not restored, since rows of it refer to one that the database lacks: " +
                $"{e.MessageText}. {AdviceFor(manifest)}",
                e);
        }
        catch (PostgresException e) when (DatabaseRefuses(e))
        {
            throw SliceDirectory.Damaged(manifest, $"The tables of this version do not take its rows: {e.MessageText}.", e);
        }
    }

    private static string AdviceFor(SliceManifest manifest) => manifest.HasReferences
        ? "Its files have what it referred to when it was exported. So the row was deleted meanwhile, or the foreign key is newer than " +
            "the export. Try again, and if that does not help, add what the key needs, or drop the key."
        : "Restore what it lacks first: a backup with '--only critical' has models and their versions.";

    private static bool DatabaseRefuses(PostgresException e) => e.SqlState.StartsWith("22", StringComparison.Ordinal)
        || e.SqlState is PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.CheckViolation or PostgresErrorCodes.UniqueViolation;

    private static void RequireTables(SliceOutside slice, SliceManifest manifest)
    {
        if (manifest.Tables.Select(table => table.Name).Except(slice.Parts.Select(part => part.Table)).FirstOrDefault() is { } unknown)
            throw TableReturn.Newer(manifest, $"the table {unknown}");
    }

    private async Task<bool> HasRowsAsync(SliceOutside slice, SliceManifest manifest, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(ValueSettings.Set, cancellationToken).ConfigureAwait(false);
        foreach (var table in manifest.Tables)
        {
            var part = slice.Parts.Single(part => part.Table == table.Name);
            if (!await ReturnOf(manifest, table).HasRowsAsync(part.Live, cancellationToken).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    private async Task<IReadOnlyDictionary<string, long>> AddMissingAsync(
        SliceOutside slice, SliceManifest manifest, IReadOnlyList<string> locked, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(ValueSettings.Set, cancellationToken).ConfigureAwait(false);
        return await new MissingRows(context, manifest, ReturnOf).AddAsync(
            locked, tables => slice.LockAsync(tables, cancellationToken), cancellationToken).ConfigureAwait(false);
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
            await ReturnOf(manifest, table).LoadAsync(part.Live, rows => Report(before + rows), cancellationToken).ConfigureAwait(false);
            done += table.Rows;

            void Report(long rows) => Progress?.Report(new BackupProgress(
                $"{table.Name}: {rows - before} of {table.Rows} rows", (double)rows / Math.Max(1, manifest.Rows)));
        }
    }

    private TableReturn ReturnOf(SliceManifest manifest, ManifestTable table) => new(Connection, directory, manifest, table);
}
