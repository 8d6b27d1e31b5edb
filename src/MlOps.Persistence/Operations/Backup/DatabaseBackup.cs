namespace MlOps.Persistence.Operations.Backup;

/// <summary>
/// Backs up the rows of all tenants, as they are at one moment, while others write. It needs a login from which no policy hides a row: a
/// superuser, or a login with BYPASSRLS that may read all tables.
/// </summary>
/// <param name="context">Any context that UseMlOps configured.</param>
/// <param name="clock">Where the name of a backup comes from; the system's clock if not given.</param>
public sealed class DatabaseBackup(MlOpsDbContext context, TimeProvider? clock = null)
{
    /// <summary>Writes a backup. A process that is killed leaves none, and the next one removes what it left.</summary>
    /// <exception cref="MlOpsException">
    /// The login does not see all rows, the database has another schema, or the directory cannot be written.
    /// </exception>
    public Task<CreatedBackup> CreateAsync(
        BackupOptions options, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallel, 1, nameof(options));
        if (options.Dump is not null && options.Scope != BackupScope.All)
            throw new ArgumentException("A dump is of the whole database. Back up all tables, or use COPY.", nameof(options));

        return BackupFailure.Use.ExplainAsync(
            Path.GetFullPath(options.Directory), () => RunAsync(options, progress, cancellationToken));
    }

    /// <summary>Looks whether the login sees all rows, and describes the backup that it would write: without rows.</summary>
    /// <exception cref="MlOpsException">The login does not see all rows, or the database has another schema.</exception>
    public async Task<BackupManifest> CheckAsync(BackupScope scope, CancellationToken cancellationToken = default)
    {
        var source = await BackupSource.OpenAsync(context, scope, 1, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
            return await source.DescribeAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<CreatedBackup> RunAsync(
        BackupOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var store = new BackupStore(options.Directory);
        var turn = await store.TakeTurnAsync(progress, cancellationToken).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            store.RemoveRemains();
            var begun = store.Begin((clock ?? TimeProvider.System).GetUtcNow());
            try
            {
                var manifest = await WriteAsync(options, begun, progress, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                var stored = store.Complete(begun, manifest);
                return new CreatedBackup(stored, options.Keep is { } keep ? store.Prune(stored, keep) : []);
            }
            finally
            {
                if (Directory.Exists(begun))
                    Directory.Delete(begun, recursive: true);
            }
        }
    }

    private async Task<BackupManifest> WriteAsync(
        BackupOptions options, string directory, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var source = await BackupSource.OpenAsync(
            context, options.Scope, options.Dump is null ? options.Parallel : 1, cancellationToken).ConfigureAwait(false);
        await using var whenDone = source.ConfigureAwait(false);
        var manifest = await source.DescribeAsync(cancellationToken).ConfigureAwait(false);
        if (options.Dump is not { } dump)
            return manifest with { Tables = await source.CopyAsync(directory, progress, cancellationToken).ConfigureAwait(false) };

        var path = Path.Combine(directory, "database.dump");
        await dump(source.SnapshotId, path, cancellationToken).ConfigureAwait(false);
        BackupDirectory.Restrict(path);
        return manifest with
        {
            Method = BackupMethod.PgDump,
            Tables = [],
            Dump = await FileCheck.DescribeAsync(path, cancellationToken).ConfigureAwait(false),
        };
    }
}
