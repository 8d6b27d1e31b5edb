using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Slices;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>Changes the slices of an aggregate under <see cref="BriefLocks"/>.</summary>
internal sealed class ArchiveMove(DbContext context, SlicedAggregate aggregate, IReadOnlyList<ArchiveTable> tables)
{
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
        var locks = new BriefLocks(context) { Patience = Patience, Obstacles = Obstacles };
        try
        {
            return await locks.RunAsync(
                async () =>
                {
                    await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
                    if (!await isNeeded().ConfigureAwait(false))
                        return false;

                    await locks.TakeAsync(relations, "ACCESS EXCLUSIVE", cancellationToken).ConfigureAwait(false);
                    await work().ConfigureAwait(false);
                    return true;
                },
                // The keys that lead out of the aggregate are changed as well.
                [.. relations, .. tables.SelectMany(table => table.Live.OuterPrincipals).Distinct()],
                $"The slice of {aggregate.Root} was not moved",
                cancellationToken).ConfigureAwait(false);
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
                $"The slice of {aggregate.Root} stays where it is, since rows of {e.TableName ?? "another table"} refer to it and would " +
                $"not move along. Drop their foreign key or those rows, and try again. The server says: {e.MessageText}.",
                e);
        }
    }
}
