using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>
/// Changes the slices of an aggregate under locks that it gets all at once, in a moment, or tries again. What waits for such a lock
/// stops everybody who comes after it, so no attempt waits longer than <see cref="LockWait"/>.
/// </summary>
internal sealed class ArchiveMove(DbContext context, SlicedAggregate aggregate, IReadOnlyList<ArchiveTable> tables)
{
    private const string LockWait = "SET LOCAL statement_timeout = '100ms'";
    private const string NoLimit = "SET LOCAL statement_timeout = 0";

    // Those who waited behind an attempt come first.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public TimeSpan Patience { get; init; }

    public IProgress<string>? Obstacles { get; init; }

    /// <summary>Runs work, maybe several times, in a transaction that has the locks. Returns false if it was not needed.</summary>
    /// <param name="partitions">What is locked beside the live tables.</param>
    /// <param name="isNeeded">Whether nobody else has done it.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">It did not get its locks, or a table that the model does not know refers to the slice.</exception>
    public async Task<bool> RunAsync(
        IEnumerable<string> partitions, Func<Task<bool>> isNeeded, Func<Task> work, CancellationToken cancellationToken)
    {
        string[] relations = [.. tables.SelectMany(table => (string[])[table.Live.Name, table.Live.Default]), .. partitions];
        var (start, pause) = (Stopwatch.GetTimestamp(), ShortestPause);
        while (true)
        {
            try
            {
                return await context.InTransactionAsync(
                    async () =>
                    {
                        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
                        if (!await isNeeded().ConfigureAwait(false))
                            return false;

                        await LockAsync(relations, cancellationToken).ConfigureAwait(false);
                        await work().ConfigureAwait(false);
                        return true;
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsLockFailure(e))
            {
                // The keys that lead out of the aggregate are changed as well.
                var obstacle = await DescribeObstacleAsync(
                    [.. relations, .. tables.SelectMany(table => table.Live.OuterPrincipals).Distinct()], cancellationToken)
                    .ConfigureAwait(false);
                Obstacles?.Report(obstacle);
                if (Stopwatch.GetElapsedTime(start) > Patience)
                    throw new MlOpsException(
                        MlOpsError.Conflict,
                        $"The slice of {aggregate.Root} was not moved in {Patience.TotalSeconds:0} s: {obstacle}. Try again later, or " +
                        "end that session by pg_terminate_backend.",
                        e);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DatatypeMismatch)
            {
                throw new MlOpsException(
                    MlOpsError.Conflict,
                    $"The slice of {aggregate.Root} stays where it is, since its columns are not those of the tables that it would " +
                    "belong to. A migration has changed one of both. Change the other in the same way, and try again. The server says: " +
                    $"{e.MessageText}.",
                    e);
            }
            catch (PostgresException e) when (
                e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation)
            {
                throw new MlOpsException(
                    MlOpsError.Conflict,
                    $"The slice of {aggregate.Root} stays where it is, since rows of another table refer to it and would not move along. " +
                    $"Drop their foreign key or those rows, and try again. The server says: {e.MessageText}.",
                    e);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task LockAsync(string[] relations, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(LockWait, cancellationToken).ConfigureAwait(false);
        await context.ExecuteSchemaAsync(
            $"LOCK TABLE {string.Join(", ", relations.Select(name => $"ONLY {name}"))} IN ACCESS EXCLUSIVE MODE", cancellationToken)
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
                SELECT format('process %s of the login %s uses %s%s', pid, coalesce(a.usename, 'that has just ended'), min(l.relation::regclass::text),
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
