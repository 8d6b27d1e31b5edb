using System.Diagnostics;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>Gives our tables the names of the old ones, in one transaction that loses no row.</summary>
internal sealed class TakeoverSwitch(TakeoverSession session, TakeoverCopy copy, bool withoutRefusedRows)
{
    /// <summary>
    /// Copies once more, then stops the writers of the old tables for the rest, and moves both.
    /// </summary>
    public async Task<SwitchResult> RunAsync(NextNote before, CancellationToken cancellationToken)
    {
        await RequireSourcesAsync(before, cancellationToken).ConfigureAwait(false);
        var (note, report) = await copy.RunAsync(before, cancellationToken).ConfigureAwait(false);
        await session.WriteNoteAsync(TakeoverSession.Next, note, cancellationToken).ConfigureAwait(false);
        RequireComplete(note);
        var result = await LockRetry.Pipeline.ExecuteAsync(
            async token => await session.InTransactionAsync(() => MoveAsync(note, token), true, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return result with { Deleted = result.Deleted + (report?.Deleted ?? 0) };
    }

    private async Task<SwitchResult> MoveAsync(NextNote before, CancellationToken cancellationToken)
    {
        var old = await copy.FindMovingAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
        await LockAsync(old, "EXCLUSIVE", cancellationToken).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        await RequireSourcesAsync(before, cancellationToken).ConfigureAwait(false);
        // Readers go on meanwhile, and writers wait: it copies what was written since the last copy alone.
        var (note, report) = await copy.CopyRestAsync(before, cancellationToken).ConfigureAwait(false);
        RequireComplete(note);
        await LockAsync(old, "ACCESS EXCLUSIVE", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"CREATE SCHEMA {TakeoverSession.Legacy}; GRANT USAGE ON SCHEMA {TakeoverSession.Legacy} TO PUBLIC", cancellationToken)
            .ConfigureAwait(false);
        await session.MoveAsync(old, session.Home, TakeoverSession.Legacy, cancellationToken).ConfigureAwait(false);
        var legacy = await DescribeAsync(note, cancellationToken).ConfigureAwait(false);
        await session.MoveAsync(legacy.Objects, TakeoverSession.Next, session.Home, cancellationToken).ConfigureAwait(false);
        // Fails if something is in it still, and then nothing has moved.
        await session.ExecuteAsync($"DROP SCHEMA {TakeoverSession.Next}", cancellationToken).ConfigureAwait(false);
        await session.WriteNoteAsync(TakeoverSession.Legacy, legacy, cancellationToken).ConfigureAwait(false);
        return new SwitchResult(Stopwatch.GetElapsedTime(start), report?.Deleted ?? 0, note.WhyNoDeletions);
    }

    private async Task<LegacyNote> DescribeAsync(NextNote note, CancellationToken cancellationToken)
    {
        var ours = await SchemaObjects.ListAsync(session, TakeoverSession.Next, cancellationToken).ConfigureAwait(false);
        var found = await session.ReadAsync(
            "SELECT now(), pg_current_xact_id()::text, max(\"MigrationId\") " +
            $"FROM {TakeoverSession.Next}.{MlOpsDbContextOptionsExtensions.HistoryTable}",
            row => (At: row.GetFieldValue<DateTimeOffset>(0), Transaction: row.GetString(1), Migration: row.GetString(2)),
            cancellationToken).ConfigureAwait(false);
        // Asked after this transaction has its number, so that an older one is over or is listed.
        var open = await session.ReadAsync(
            "SELECT pg_snapshot_xip(pg_current_snapshot())::text", row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return new LegacyNote(found[0].At, found[0].Transaction, open, found[0].Migration, note, ours);
    }

    private Task LockAsync(IEnumerable<SchemaObject> objects, string mode, CancellationToken cancellationToken)
    {
        var tables = objects.Where(one => one.Kind == SchemaObject.Table)
            .Select(one => $"{SqlNames.Quote(session.Home)}.{one.Name}").ToList();
        return tables.Count == 0
            ? Task.CompletedTask
            : session.ExecuteAsync($"LOCK TABLE {string.Join(", ", tables)} IN {mode} MODE", cancellationToken);
    }

    private async Task RequireSourcesAsync(NextNote note, CancellationToken cancellationToken)
    {
        var gone = await copy.ListGoneAsync(note, cancellationToken).ConfigureAwait(false);
        if (gone.Count > 0)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                $"{string.Join(", ", gone)}: copied before, and gone, renamed or without a column that is needed. " +
                $"Nothing was switched. Give it back its name, or drop the schema {TakeoverSession.Next} and copy again without its rows.");
    }

    private void RequireComplete(NextNote note)
    {
        if (note.Refused > 0 && !withoutRefusedRows)
            throw new MlOpsException(
                MlOpsError.ImportIncomplete,
                $"{note.Refused} rows or tables were refused; nothing was switched. Ours would lack them, or have rows that were " +
                "changed or deleted in the old tables. 'takeover copy' says which and why. Mend them in the old tables, or switch with " +
                "ours as they are by --without-refused-rows.");
    }
}
