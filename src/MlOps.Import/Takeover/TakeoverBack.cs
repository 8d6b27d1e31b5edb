using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>Gives the old tables their names again. Ours stay, with all of their rows, in the schema in which they were built.</summary>
/// <param name="session">The session.</param>
/// <param name="shared">The tables of ours whose rows the old tables could have.</param>
/// <param name="leavesNewRows">Whether it goes back although such rows were written.</param>
/// <param name="isDryRun">Whether it changes nothing.</param>
internal sealed class TakeoverBack(TakeoverSession session, HashSet<string> shared, bool leavesNewRows, bool isDryRun)
{
    /// <summary>Goes back, and returns what was written into ours since the switch.</summary>
    public async Task<BackResult> RunAsync(LegacyNote switched, CancellationToken cancellationToken) =>
        await LockRetry.Pipeline.ExecuteAsync(
            async token => await session.InTransactionAsync(() => MoveAsync(switched, token), !isDryRun, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    private async Task<BackResult> MoveAsync(LegacyNote switched, CancellationToken cancellationToken)
    {
        var migration = await session.ReadAsync(
            $"SELECT max(\"MigrationId\") FROM {SqlNames.Quote(session.Home)}.{MlOpsDbContextOptionsExtensions.HistoryTable}",
            row => row.GetString(0),
            cancellationToken).ConfigureAwait(false);
        if (migration[0] != switched.Migration)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                $"The database was migrated from {switched.Migration} to {migration[0]} after the switch, so that it is no longer " +
                "known what of it would go back. Go on with ours, or restore a backup from before.");

        if (await session.ReadDatabaseAsync(session.Home, cancellationToken).ConfigureAwait(false) != switched.Next.Origin?.Database)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                "The database was restored from a dump after the switch, so that it is no longer known which rows of ours are newer than " +
                "the switch. Go on with ours, or restore a backup from before.");

        await session.ExecuteAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
        var ours = await FindOursAsync(switched, cancellationToken).ConfigureAwait(false);
        var tables = ours.Where(one => one.Kind == SchemaObject.Table)
            .Select(one => $"{SqlNames.Quote(session.Home)}.{one.Name}").ToList();
        await session.ExecuteAsync($"LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE", cancellationToken)
            .ConfigureAwait(false);
        var last = await session.ReadLastTransactionAsync(cancellationToken).ConfigureAwait(false);
        var written = await CountAsync(tables, switched, last, cancellationToken).ConfigureAwait(false);
        var rows = written.Where(table => shared.Contains(table.Table)).ToList();
        var result = new BackResult(rows, [.. written.Except(rows)]);
        if (isDryRun)
            return result;

        if (rows.Count > 0 && !leavesNewRows)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                $"Ours have {rows.Sum(table => table.Rows)} rows that were written after the switch, which the old tables lack: " +
                $"{string.Join(", ", rows.Select(table => $"{table.Table} ({table.Rows})"))}. Nothing was changed. Go back all the same " +
                $"by --leave-new-rows: these rows then stay in the schema {TakeoverSession.Next}, and another switch brings them back.");

        var old = await SchemaObjects.ListAsync(session, TakeoverSession.Legacy, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"CREATE SCHEMA {TakeoverSession.Next}; GRANT USAGE ON SCHEMA {TakeoverSession.Next} TO PUBLIC", cancellationToken)
            .ConfigureAwait(false);
        await session.MoveAsync(ours, session.Home, TakeoverSession.Next, cancellationToken).ConfigureAwait(false);
        await session.MoveAsync(old, TakeoverSession.Legacy, session.Home, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"DROP SCHEMA {TakeoverSession.Legacy}", cancellationToken).ConfigureAwait(false);
        await session.WriteNoteAsync(TakeoverSession.Next, switched.Next with { LastSwitch = switched.Transaction }, cancellationToken)
            .ConfigureAwait(false);
        return result;
    }

    // With the slices that were made since.
    private async Task<IReadOnlyList<SchemaObject>> FindOursAsync(LegacyNote switched, CancellationToken cancellationToken)
    {
        var functions = switched.Objects.Where(one => one.Kind == SchemaObject.Routine).Select(one => one.Name).ToList();
        var names = switched.Objects.Where(one => one.Kind is not (SchemaObject.Routine or SchemaObject.Extension))
            .Select(one => one.PlainName);
        return await SchemaObjects.ListInTheWayAsync(session, session.Home, names, functions, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<NewRows>> CountAsync(
        IReadOnlyList<string> tables, LegacyNote switched, string last, CancellationToken cancellationToken)
    {
        var whole = await session.ReadAsync(
            """
            SELECT format('%I.%I', nspname, relname), relname::text, relforcerowsecurity
            FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE NOT relispartition AND c.oid IN (SELECT to_regclass(name) FROM unnest($1) AS name)
            """,
            row => (Sql: row.GetString(0), Name: row.GetString(1), IsForced: row.GetBoolean(2)),
            cancellationToken,
            [tables.ToArray()]).ConfigureAwait(false);
        var isWritten = string.Join(" OR ", switched.ListWriters(last).Select(span => span.WriteCondition("ours")));
        var rows = new List<NewRows>();
        foreach (var table in whole.OrderBy(table => table.Name, StringComparer.Ordinal))
        {
            // The owner counts the rows of all tenants.
            if (table.IsForced)
                await session.ExecuteAsync($"ALTER TABLE {table.Sql} NO FORCE ROW LEVEL SECURITY", cancellationToken).ConfigureAwait(false);

            var count = await session.ReadAsync(
                $"SELECT count(*) FROM {table.Sql} AS ours WHERE {isWritten}", row => row.GetInt64(0), cancellationToken)
                .ConfigureAwait(false);
            if (table.IsForced)
                await session.ExecuteAsync($"ALTER TABLE {table.Sql} FORCE ROW LEVEL SECURITY", cancellationToken).ConfigureAwait(false);

            if (count[0] > 0)
                rows.Add(new NewRows(table.Name, count[0]));
        }

        return rows;
    }
}
