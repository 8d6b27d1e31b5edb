using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// Checks the old rows of slices against foreign keys that a migration could only declare. Such a key holds for new rows at
/// once. It checks one slice after the other, while others read and write. Run it after migrating. It continues where an earlier
/// run was killed.
/// </summary>
public sealed class KeyMaintenance(DbContext context)
{
    /// <summary>Validates what is not valid yet, and returns the keys as "partition key".</summary>
    /// <exception cref="MlOpsException">A slice has rows that the key refuses.</exception>
    public Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken = default) =>
        CompleteAsync(_ => { }, cancellationToken);

    /// <summary>Validates what is not valid yet, and reports each key once it is valid.</summary>
    internal Task<IReadOnlyList<string>> CompleteAsync(Action<string> report, CancellationToken cancellationToken) =>
        MigrationLock.RunAsync(context, token => ValidateAsync(report, token), cancellationToken);

    private async Task<IReadOnlyList<string>> ValidateAsync(Action<string> report, CancellationToken cancellationToken)
    {
        var validated = new List<string>();
        foreach (var key in await FindAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await LockRetry.Pipeline.ExecuteAsync(
                    async token => await context.ExecuteSchemaAsync(
                        $"ALTER TABLE {key.Partition} VALIDATE CONSTRAINT {key.Name}", token).ConfigureAwait(false),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
            {
                throw new MlOpsException(
                    MlOpsError.OrphanRows,
                    $"Slice {key.Partition} has rows whose foreign key {key.Name} refers to rows that {key.Principal} does not have. " +
                    $"Delete them or add the missing rows, and migrate again. This query finds them: {key.Orphans}",
                    e);
            }

            validated.Add($"{key.Partition} {key.Name}");
            report(validated[^1]);
        }

        return validated;
    }

    // A key to a partitioned table has parts of its own, one for each partition there, which cannot be validated. The names are
    // quoted where they need to be.
    private Task<List<InvalidKey>> FindAsync(CancellationToken cancellationToken)
    {
        var tables = SlicedAggregate.AllOf(context).SelectMany(aggregate => aggregate.Tables).Select(table => table.Name).ToArray();
        return context.InTransactionAsync(
            () => context.Database.SqlQuery<InvalidKey>(
                $"""
                SELECT conrelid::regclass::text AS "Partition", quote_ident(conname) AS "Name", confrelid::regclass::text AS "Principal",
                    format('SELECT * FROM %s AS r WHERE ROW(%s) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE %s)',
                        conrelid::regclass, columns.own, confrelid::regclass, columns.equal) AS "Orphans"
                FROM pg_constraint JOIN pg_inherits ON inhrelid = conrelid,
                LATERAL (
                    SELECT string_agg(format('r.%I', own.attname), ', ' ORDER BY place) AS own,
                        string_agg(format('p.%I = r.%I', other.attname, own.attname), ' AND ' ORDER BY place) AS equal
                    FROM unnest(conkey, confkey) WITH ORDINALITY AS pair (here, there, place)
                    JOIN pg_attribute own ON own.attrelid = conrelid AND own.attnum = here
                    JOIN pg_attribute other ON other.attrelid = confrelid AND other.attnum = there) columns
                WHERE inhparent = ANY ({tables}::text[]::regclass[]) AND contype = 'f' AND NOT convalidated AND conparentid = 0
                ORDER BY 1, 2
                """).ToListAsync(cancellationToken),
            cancellationToken);
    }

    private sealed record InvalidKey(string Partition, string Name, string Principal, string Orphans);
}
