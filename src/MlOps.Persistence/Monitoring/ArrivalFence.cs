using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>
/// Up to which time of arrival all rows are known. The time of arrival is that of the start of a transaction, which may commit much later.
/// So a time is noted together with the transactions that were open then. Once these have ended, nothing can come before that time.
/// </summary>
internal sealed record ArrivalFence
{
    // A transaction has its time a moment before others can see it.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>All rows that arrived before this time were looked at.</summary>
    public required DateTimeOffset DoneUntil { get; init; }

    /// <summary>The time that may be reached next.</summary>
    public required DateTimeOffset NotedAt { get; init; }

    /// <summary>The transactions that were open at that time.</summary>
    public required IReadOnlyList<string> Open { get; init; }

    /// <summary>
    /// The time of arrival of what is to be looked at. Some was looked at before, since the clock of a server can be set back.
    /// </summary>
    public TimeWindow FindArrival() =>
        new(DoneUntil - DateTimeOffset.UnixEpoch > Overlap ? DoneUntil - Overlap : DateTimeOffset.UnixEpoch, NotedAt);

    /// <summary>Whether all transactions have ended that were open when the time was noted.</summary>
    public bool IsReachedBy(IReadOnlyCollection<string> open) => !Open.Intersect(open).Any();

    /// <summary>Notes the present.</summary>
    /// <param name="context">The context.</param>
    /// <param name="doneUntil">The time up to which everything was looked at. Null for a fence without a past.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static async Task<ArrivalFence> NoteAsync(
        MlOpsDbContext context, DateTimeOffset? doneUntil, CancellationToken cancellationToken)
    {
        // The time first: what begins after it is not in the list, and arrives after it.
        var now = await context.QuerySql<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """)
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        var open = await ListOpenAsync(context, cancellationToken).ConfigureAwait(false);
        return new ArrivalFence { DoneUntil = doneUntil ?? DateTimeOffset.UnixEpoch, NotedAt = now - Margin, Open = open };
    }

    /// <summary>
    /// Lists the open transactions of the database, but for that of this session, which everybody may. Those of the server itself store no
    /// rows, and a VACUUM of it can take hours. A transaction that waits for its second phase has no session, and is in another list.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ListOpenAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        await context.QuerySql<string>(
            $"""
            SELECT l.virtualxid AS "Value" FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid AND a.datname = current_database() AND a.usesysid IS NOT NULL
            WHERE l.locktype = 'virtualxid' AND l.virtualxid = l.virtualtransaction AND l.pid <> pg_catalog.pg_backend_pid()
            UNION ALL
            SELECT p.gid FROM pg_catalog.pg_prepared_xacts AS p WHERE p.database = current_database()
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
}
