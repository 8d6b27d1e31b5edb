using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>Sessions that see the rows of one moment, while others write.</summary>
internal sealed class BackupSnapshot : IAsyncDisposable
{
    private readonly List<BackupSession> _sessions = [];

    private BackupSnapshot()
    {
    }

    public IReadOnlyList<BackupSession> Sessions => _sessions;

    /// <summary>The session that has the snapshot, which the others import.</summary>
    public BackupSession First => _sessions[0];

    /// <summary>The name of the snapshot, for pg_dump.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Takes the snapshot, with locks that keep the tables from being changed or dropped until it is disposed of.</summary>
    /// <param name="context">The context whose login it uses.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="sessions">How many sessions there are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">A session that changes the tables does not end.</exception>
    public static async Task<BackupSnapshot> TakeAsync(
        DbContext context, IEnumerable<string> tables, int sessions, CancellationToken cancellationToken)
    {
        var snapshot = new BackupSnapshot();
        try
        {
            await snapshot.TakeFirstAsync(context, tables, cancellationToken).ConfigureAwait(false);
            while (snapshot._sessions.Count < sessions)
                await snapshot.JoinAsync(context, cancellationToken).ConfigureAwait(false);

            return snapshot;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await snapshot.DisposeAsync().ConfigureAwait(false);
            throw new MlOpsException(
                MlOpsError.Conflict,
                "Another session changes the tables, and did not end within 30 s. Back up again when it has ended.", e);
        }
        catch
        {
            await snapshot.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync().ConfigureAwait(false);
    }

    // The lock of a partitioned table is that of its partitions too, and takes no snapshot: nothing changes between the two.
    private async Task TakeFirstAsync(DbContext context, IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(context, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"LOCK TABLE {string.Join(", ", tables)} IN ACCESS SHARE MODE", cancellationToken).ConfigureAwait(false);
        Id = (await session.ListAsync("SELECT pg_export_snapshot()", ReadText, [], cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task JoinAsync(DbContext context, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(context, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"SET TRANSACTION SNAPSHOT '{Id}'", cancellationToken).ConfigureAwait(false);
    }

    private async Task<BackupSession> OpenAsync(DbContext context, CancellationToken cancellationToken)
    {
        var session = await BackupSession.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        _sessions.Add(session);
        await session.ExecuteAsync("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken).ConfigureAwait(false);
        return session;
    }

    private static string ReadText(DbDataReader reader) => reader.GetString(0);
}
