using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>
/// Restores a backup into a database without rows: migrates it to the migration of the backup, makes the slices of the backup, and writes
/// all rows in one transaction, as they were. If it is killed before, no row is there, and the next run completes it. Slices that were
/// archived are archived at the end, one after the other. Run it as the user that will own the tables.
/// </summary>
/// <param name="context">A context of the database, which is created if it is missing.</param>
public sealed class BackupRestore(MlOpsDbContext context)
{
    /// <summary>Looks whether a backup can be restored, and changes nothing.</summary>
    /// <exception cref="MlOpsException">It cannot. The message says why, and what to do.</exception>
    public async Task<RestoredBackup> CheckAsync(StoredBackup backup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);
        var manifest = RequireRows(backup);
        var pending = ListPending(manifest);
        try
        {
            await new RestoreTarget(context, manifest).CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidName)
        {
            throw BackupFailure.Damaged(backup.Name, "It has a table whose name is none.", e);
        }

        return new RestoredBackup(manifest.Tables.Count(table => table.Files.Count > 0), manifest.Rows, pending);
    }

    /// <summary>Restores a backup.</summary>
    /// <exception cref="MlOpsException">The database has rows, the backup is damaged, or one does not fit the other.</exception>
    public async Task<RestoredBackup> RunAsync(
        StoredBackup backup, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var restored = await CheckAsync(backup, cancellationToken).ConfigureAwait(false);
        var manifest = backup.RequireComplete();
        progress?.Report(new BackupProgress("The schema is made.", 0));
        await SchemaMigration.RunToAsync(
            context, manifest.Migration, SchemaMigration.UsualLockTimeout, cancellationToken).ConfigureAwait(false);
        var hasSlices = restored.PendingMigrations.Count == 0;
        await MakePartitionsAsync(manifest, hasSlices, cancellationToken).ConfigureAwait(false);
        await BackupFailure.Use.ExplainAsync(
            backup.Path,
            async () =>
            {
                await new RowRestore(context, backup, hasSlices, progress).RunAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        // All slices were restored as live ones, which rows can be added to.
        foreach (var slice in manifest.Slices.Where(slice => hasSlices && slice.IsArchived))
            await new SliceArchive(context).ArchiveAsync(slice.Root, slice.Name, cancellationToken).ConfigureAwait(false);

        return restored;
    }

    private static BackupManifest RequireRows(StoredBackup backup)
    {
        var manifest = backup.RequireComplete();
        return manifest.Dump is { } dump
            ? throw new MlOpsException(
                MlOpsError.Configuration,
                $"The backup {backup.Name} was written by pg_dump, so that pg_restore restores it: create an empty database, and run " +
                $"pg_restore --no-owner --dbname CONNECTION '{backup.PathOf(dump)}'.")
            : manifest;
    }

    // Of a program with other migrations in between, nobody knows which tables there are.
    private List<string> ListPending(BackupManifest manifest)
    {
        var known = DeclaredMigrations.Of(context).Keys.ToList();
        return manifest.Migrations.Count > 0 && known.Take(manifest.Migrations.Count).SequenceEqual(manifest.Migrations)
            ? [.. known.Skip(manifest.Migrations.Count)]
            : throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"The backup is of the migration '{manifest.Migration}', which {context.GetType().Name} does not know, or knows in " +
                "another order. Restore it with the program that wrote it, or with a newer version of that one.");
    }

    // Slices need the tables of this version. In those of an older one the rows wait in the default partitions, and the next upgrade
    // moves them.
    private async Task MakePartitionsAsync(BackupManifest manifest, bool hasSlices, CancellationToken cancellationToken)
    {
        var slices = manifest.Slices.ToLookup(slice => slice.Root, slice => slice.Name);
        foreach (var aggregate in BackupTables.Of(context, manifest.Scope).Aggregates)
        {
            if (hasSlices)
                await new SliceMaintenance(context).EnsureAsync(
                    aggregate,
                    [.. slices[aggregate.Root].Select(name => Slice.OfSuffix(name, aggregate.Interval)).OfType<Slice>()],
                    cancellationToken).ConfigureAwait(false);

            var store = MisplacedRows.StoreOf(aggregate);
            if (manifest.Tables.Any(table => table.Name == store))
                await context.ExecuteSchemaAsync(MisplacedRows.CreateStore(aggregate), cancellationToken).ConfigureAwait(false);
        }
    }
}
