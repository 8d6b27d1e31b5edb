using MlOps.Domain.Tenancy;
using MlOps.Persistence.Repositories.Retraining;
using Npgsql;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>Looks whether a backup is as it was written, and whether it can be restored.</summary>
public static class BackupVerification
{
    /// <summary>Reads all files, and lists what is wrong with them, a sentence each.</summary>
    public static Task<IReadOnlyList<string>> CheckFilesAsync(
        StoredBackup backup, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return BackupFailure.Use.ExplainAsync(backup.Path, () => ReadFilesAsync(backup, progress, cancellationToken));
    }

    /// <summary>
    /// Restores the backup into a database of its own on the server of a context, compares the rows of each table with those that were
    /// backed up, verifies the chains of hashes, and drops the database.
    /// </summary>
    /// <param name="backup">The backup.</param>
    /// <param name="server">A context of any database of the server. Its login must be able to create databases.</param>
    /// <param name="createContext">Creates a context of the same class for another database.</param>
    /// <param name="progress">Learns how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is wrong, a sentence each.</returns>
    /// <exception cref="MlOpsException">The backup cannot be restored.</exception>
    public static async Task<IReadOnlyList<string>> RestoreAndCompareAsync(
        StoredBackup backup,
        MlOpsDbContext server,
        Func<NpgsqlDataSource, Guid, MlOpsDbContext> createContext,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(createContext);
        var scratch = await ScratchDatabase.CreateAsync(server, cancellationToken).ConfigureAwait(false);
        await using (scratch.ConfigureAwait(false))
        {
            var context = createContext(scratch.DataSource, Tenants.Default);
            await using (context.ConfigureAwait(false))
            {
                await new BackupRestore(context).RunAsync(backup, progress, cancellationToken).ConfigureAwait(false);
                return
                [
                    .. await CompareAsync(context, backup.RequireComplete(), progress, cancellationToken).ConfigureAwait(false),
                    .. await VerifyChainsAsync(
                        backup.RequireComplete(), tenant => createContext(scratch.DataSource, tenant), cancellationToken)
                        .ConfigureAwait(false),
                ];
            }
        }
    }

    private static async Task<IReadOnlyList<string>> ReadFilesAsync(
        StoredBackup backup, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        if (backup.Fault is { } fault)
            return [fault];

        var (faults, done) = (new List<string>(), 0L);
        foreach (var file in backup.Manifest!.Files)
        {
            if (await FileCheck.FindFaultAsync(backup, file, cancellationToken).ConfigureAwait(false) is { } found)
                faults.Add(found);

            done += file.Bytes;
            progress?.Report(new BackupProgress($"{file.Name}: {file.Bytes} bytes", (double)done / backup.Manifest.Bytes));
        }

        return faults;
    }

    private static async Task<List<string>> CompareAsync(
        MlOpsDbContext context, BackupManifest manifest, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var names = manifest.Tables.Select(table => table.Name).ToList();
        var snapshot = await BackupSnapshot.TakeAsync(context, names, 1, cancellationToken).ConfigureAwait(false);
        await using var whenDone = snapshot.ConfigureAwait(false);
        var found = await SourceCatalogue.ReadAsync(
            snapshot.First, names, BackupTables.Of(context, manifest.Scope), cancellationToken).ConfigureAwait(false);
        var tables = found.Zip(manifest.Tables, (restored, stored) => restored with { Columns = stored.Columns }).ToList();
        var sums = await new TableCopies(snapshot.Sessions, tables, progress).HashAsync(cancellationToken).ConfigureAwait(false);
        var faults = new List<string>();
        foreach (var (stored, sum) in manifest.Tables.Zip(sums))
        {
            if (sum.Rows != stored.Rows)
                faults.Add($"The table {stored.Name} has {sum.Rows} rows after a restore, and had {stored.Rows}.");
            else if ($"{sum}" != stored.RowsHash)
                faults.Add($"The table {stored.Name} has other rows after a restore than it had.");
        }

        var chains = await BackupSource.ReadChainsAsync(context, snapshot.First, cancellationToken).ConfigureAwait(false);
        faults.AddRange(manifest.Chains.Except(chains).Select(chain =>
            $"The chain '{chain.Chain}' of tenant {chain.TenantId} has another head after a restore than {chain.Hash}."));
        return faults;
    }

    private static async Task<List<string>> VerifyChainsAsync(
        BackupManifest manifest, Func<Guid, MlOpsDbContext> createContext, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var tenant in manifest.Chains.Select(chain => chain.TenantId).Distinct())
        {
            var context = createContext(tenant);
            await using (context.ConfigureAwait(false))
            {
                var reports = await new RetrainingDecisionRepository(context).VerifyChainsAsync(null, cancellationToken)
                    .ConfigureAwait(false);
                faults.AddRange(reports.Where(report => report.Fault is not null).Select(report =>
                    $"The chain '{report.ModelName}' of tenant {tenant} had a fault when it was backed up: {report.Explain()}"));
            }
        }

        return faults;
    }
}
