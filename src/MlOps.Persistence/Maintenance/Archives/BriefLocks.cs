using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>
/// Runs work under locks that it gets all at once, in a moment, or tries again. What waits for such a lock stops everybody who comes
/// after it, so no attempt waits longer than <see cref="LockWait"/>.
/// </summary>
internal sealed class BriefLocks(DbContext context)
{
    private const string LockWait = "SET LOCAL statement_timeout = '100ms'";
    private const string NoLimit = "SET LOCAL statement_timeout = 0";

    // Those who waited behind an attempt come first.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public TimeSpan Patience { get; init; }

    public IProgress<string>? Obstacles { get; init; }

    /// <summary>Runs an attempt, maybe several times, in a transaction.</summary>
    /// <param name="attempt">It takes its locks by <see cref="TakeAsync"/>.</param>
    /// <param name="involved">The tables whose users are in the way.</param>
    /// <param name="failure">What was not done if it does not get its locks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">It did not get its locks.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, string[] involved, string failure, CancellationToken cancellationToken)
    {
        var (start, pause) = (Stopwatch.GetTimestamp(), ShortestPause);
        while (true)
        {
            try
            {
                return await context.InTransactionAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsLockFailure(e))
            {
                var obstacle = await DescribeObstacleAsync(involved, cancellationToken).ConfigureAwait(false);
                Obstacles?.Report(obstacle);
                if (Stopwatch.GetElapsedTime(start) > Patience)
                    throw new MlOpsException(
                        MlOpsError.Conflict,
                        $"{failure} in {Patience.TotalSeconds:0} s: {obstacle}. Try again later, or end that session by " +
                        "pg_terminate_backend.",
                        e);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Lets nobody else change tables until the transaction that goes on ends.</summary>
    public Task KeepAsync(string[] relations, string failure, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await TakeAsync(relations, "SHARE ROW EXCLUSIVE", cancellationToken).ConfigureAwait(false);
            return true;
        },
        relations,
        failure,
        cancellationToken);

    /// <summary>Locks tables in their order, without their partitions.</summary>
    public async Task TakeAsync(IEnumerable<string> relations, string mode, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(LockWait, cancellationToken).ConfigureAwait(false);
        await context.ExecuteSchemaAsync(
            $"LOCK TABLE {string.Join(", ", relations.Select(name => $"ONLY {name}"))} IN {mode} MODE", cancellationToken)
            .ConfigureAwait(false);
        await context.ExecuteSchemaAsync(NoLimit, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsLockFailure(Exception exception) =>
        LockRetry.IsLockFailure(exception) || exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    // A login sees no more of others than their names and numbers, unless it may.
    private async Task<string> DescribeObstacleAsync(string[] relations, CancellationToken cancellationToken)
    {
        var found = await context.InTransactionAsync(
            () => context.Database.SqlQuery<string>(
                $"""
                SELECT format('process %s of the login %s uses %s%s',
                    pid, coalesce(a.usename, 'that has just ended'), min(l.relation::regclass::text),
                    ' for ' || round(extract(epoch FROM now() - max(a.xact_start))) || ' s') AS "Value"
                FROM pg_locks AS l LEFT JOIN pg_stat_activity AS a USING (pid)
                WHERE l.granted AND pid <> pg_backend_pid() AND l.relation IN (SELECT to_regclass(name) FROM unnest({relations}) AS name)
                    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                GROUP BY pid, a.usename ORDER BY max(a.xact_start) NULLS LAST LIMIT 5
                """).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? "a session that has just ended was in the way" : string.Join(", ", found);
    }
}
