using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Commits what comes from a journal so that it is on the server's disk, and on that of its synchronous standbys, before the journal
/// deletes it. A role or a database may have other settings, for writes that may be lost.
/// </summary>
/// <param name="isNeeded">Whether there is a journal.</param>
internal sealed class DurableCommit(bool isNeeded)
{
    // What the server says of a commit that did not wait for its standbys to the end: somebody cancelled the wait.
    private const string Warning = "01000";

    // The message makes the server write something, and so wait, even if there is nothing left to store.
    private const string Begin =
        """
        SELECT set_config('client_min_messages', 'warning', true),
            CASE WHEN current_setting('synchronous_commit') <> 'remote_apply' THEN set_config('synchronous_commit', 'on', true) END,
            pg_logical_emit_message(true, 'mlops', '')
        """;

    /// <summary>Runs work in a transaction.</summary>
    /// <exception cref="MlOpsException">It is committed here, and nobody knows whether on the standbys.</exception>
    public async Task<T> RunAsync<T>(DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!isNeeded)
            return await work().ConfigureAwait(false);

        var isUncertain = false;
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        connection.Notice += Note;
        T result;
        try
        {
            result = await context.InTransactionAsync(
                async () =>
                {
                    await context.Database.ExecuteSqlRawAsync(Begin, cancellationToken).ConfigureAwait(false);
                    var stored = await work().ConfigureAwait(false);
                    // Only what the commit says counts: triggers may warn too.
                    isUncertain = false;
                    return stored;
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            connection.Notice -= Note;
        }

        return isUncertain
            ? throw new MlOpsException(
                MlOpsError.Conflict, "The server committed without its standbys, because the wait for them was cancelled.")
            : result;

        void Note(object sender, NpgsqlNoticeEventArgs notice) => isUncertain |= notice.Notice.SqlState == Warning;
    }
}
