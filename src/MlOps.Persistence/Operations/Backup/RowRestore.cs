using MlOps.Persistence.Ingestion;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>Writes the rows of a backup in one transaction, as they were: no trigger changes one.</summary>
/// <param name="context">The context.</param>
/// <param name="backup">The backup.</param>
/// <param name="hasSlices">Whether the slices of the backup are made. Otherwise their records are left out.</param>
/// <param name="progress">Learns of each file.</param>
internal sealed class RowRestore(MlOpsDbContext context, StoredBackup backup, bool hasSlices, IProgress<BackupProgress>? progress)
{
    private const string Forced =
        "SELECT name FROM unnest($1::text[]) AS name WHERE row_security_active(name::regclass) ORDER BY 1";

    private readonly BackupManifest _manifest = backup.RequireComplete();
    private long _done;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var session = await BackupSession.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        await using var whenDone = session.ConfigureAwait(false);
        try
        {
            await session.ExecuteAsync("BEGIN", cancellationToken).ConfigureAwait(false);
            var emptied = await EmptyAsync(session, cancellationToken).ConfigureAwait(false);
            await WriteAsync(session, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
            progress?.Report(new BackupProgress("The tables are analysed.", 1));
            await session.ExecuteAsync($"ANALYZE {string.Join(", ", emptied)}", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new MlOpsException(
                MlOpsError.Conflict, "Another session uses the tables of the database. End it, and restore again.", e);
        }
    }

    // Only then are there no rows between the look and the first COPY.
    private async Task<IReadOnlyList<string>> EmptyAsync(BackupSession session, CancellationToken cancellationToken)
    {
        var isAlone = await session.ListAsync(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('mlops restore', 0))", reader => reader.GetBoolean(0), [], cancellationToken)
            .ConfigureAwait(false);
        if (!isAlone[0])
            throw new MlOpsException(MlOpsError.Conflict, "Another process restores a backup into the database. Wait until it has ended.");

        var target = new RestoreTarget(context, _manifest);
        target.RequireNotOlder(session);
        var tables = await target.ListTablesAsync(session, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"LOCK TABLE {string.Join(", ", tables)}", cancellationToken).ConfigureAwait(false);
        await RestoreTarget.RequireEmptyAsync(session, tables, cancellationToken).ConfigureAwait(false);
        // New files for the rows: a transaction that does not end leaves none of them, where the old files would keep their size.
        var records = BackupTables.FindSliceRecords(context);
        var emptied = _manifest.Tables.Any(table => table.Name == records) ? [.. tables, records!] : tables;
        await session.ExecuteAsync($"TRUNCATE {string.Join(", ", emptied)}", cancellationToken).ConfigureAwait(false);
        return emptied;
    }

    private async Task WriteAsync(BackupSession session, CancellationToken cancellationToken)
    {
        var tables = await FindTablesAsync(session, cancellationToken).ConfigureAwait(false);
        var forced = await session.ListAsync(Forced, reader => reader.GetString(0), [tables.ToArray()], cancellationToken)
            .ConfigureAwait(false);
        await ForEachAsync(forced, "NO FORCE ROW LEVEL SECURITY").ConfigureAwait(false);
        await ForEachAsync(tables, "DISABLE TRIGGER USER").ConfigureAwait(false);
        for (var i = 0; i < tables.Count; i++)
            await LoadAsync(session, tables[i], _manifest.Tables[i], cancellationToken).ConfigureAwait(false);

        if (!hasSlices && BackupTables.FindSliceRecords(context) is not null)
        {
            var r = context.GetTable<SliceRecord>("r");
            await session.ListAsync(
                $"""
                DELETE FROM {r} WHERE {r[x => x.GoneAt]} IS NULL
                    OR ({r[x => x.Root]}, {r[x => x.Name]}) IN (SELECT * FROM unnest($1::text[], $2::text[])) RETURNING true
                """,
                reader => reader.GetBoolean(0),
                [
                    _manifest.Slices.Where(slice => slice.IsArchived).Select(slice => slice.Root).ToArray(),
                    _manifest.Slices.Where(slice => slice.IsArchived).Select(slice => slice.Name).ToArray(),
                ],
                cancellationToken).ConfigureAwait(false);
        }

        await ForEachAsync(tables, "ENABLE TRIGGER USER").ConfigureAwait(false);
        await ForEachAsync(forced, "FORCE ROW LEVEL SECURITY").ConfigureAwait(false);
        foreach (var sequence in _manifest.Sequences)
            await session.ListAsync(
                "SELECT setval($1::regclass, $2)", reader => reader.GetInt64(0), [sequence.Name, sequence.Value], cancellationToken)
                .ConfigureAwait(false);

        async Task ForEachAsync(IEnumerable<string> changed, string change)
        {
            foreach (var table in changed)
                await session.ExecuteAsync($"ALTER TABLE {table} {change}", cancellationToken).ConfigureAwait(false);
        }
    }

    // By the names that the server returns, whatever the manifest has.
    private async Task<IReadOnlyList<string>> FindTablesAsync(BackupSession session, CancellationToken cancellationToken)
    {
        var names = _manifest.Tables.Select(table => table.Name).ToList();
        var found = await SourceCatalogue.FindExistingAsync(session, names, cancellationToken).ConfigureAwait(false);
        return found.Count == names.Count
            ? found
            : throw BackupFailure.Damaged(
                backup.Name, $"It has the table {names.Except(found).First()}, which the migration {_manifest.Migration} does not make.");
    }

    private async Task LoadAsync(BackupSession session, string table, BackupTable stored, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", stored.Columns.Select(SqlNames.Quote));
        foreach (var file in stored.Files)
        {
            try
            {
                await TableFile.LoadAsync(
                    session.Connection, $"COPY {table} ({columns}) FROM STDIN", backup.PathOf(file), file.Sha256, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                throw BackupFailure.Damaged(backup.Name, $"The file {file.Name} was changed after it was written: {e.Message}", e);
            }
            catch (PostgresException e) when (DatabaseRefusal.FindCause(e) is RefusalCause.Row or RefusalCause.Configuration)
            {
                throw BackupFailure.Damaged(
                    backup.Name, $"{table} does not take the rows of the file {file.Name}: {DatabaseRefusal.Describe(e)}.", e);
            }

            _done += file.Bytes;
            progress?.Report(new BackupProgress($"{table}: {file.Rows} rows", (double)_done / Math.Max(1, _manifest.Bytes)));
        }
    }
}
