using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// Checks the old rows of slices against foreign keys that a migration could only declare: such a key holds for new rows at
/// once. One slice after the other, while others read and write. Run it after migrating; it goes on from wherever an earlier
/// run was killed.
/// </summary>
public sealed class KeyMaintenance(MlOpsDbContext context)
{
    /// <summary>Validates what is not valid yet, and returns the keys as "partition key".</summary>
    public Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken = default) =>
        MigrationLock.RunAsync(context, ValidateAsync, cancellationToken);

    private async Task<IReadOnlyList<string>> ValidateAsync(CancellationToken cancellationToken)
    {
        var validated = new List<string>();
        foreach (var key in await FindAsync(cancellationToken).ConfigureAwait(false))
        {
            // The names come from the catalogue, quoted where they need to be. Braces would be taken for parameters.
            var sql = $"ALTER TABLE {key.Partition} VALIDATE CONSTRAINT {key.Name}"
                .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
            await LockRetry.Pipeline.ExecuteAsync(
                async token => await context.Database.ExecuteSqlRawAsync(sql, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            validated.Add($"{key.Partition} {key.Name}");
        }

        return validated;
    }

    // A key to a partitioned table has parts of its own, one for each partition there, which cannot be validated.
    private Task<List<InvalidKey>> FindAsync(CancellationToken cancellationToken)
    {
        var tables = SlicedAggregate.AllOf(context).SelectMany(aggregate => aggregate.Tables).Select(table => table.Name).ToArray();
        return context.Database.SqlQuery<InvalidKey>(
            $"""
            SELECT conrelid::regclass::text AS "Partition", quote_ident(conname) AS "Name"
            FROM pg_constraint JOIN pg_inherits ON inhrelid = conrelid
            WHERE inhparent = ANY ({tables}::text[]::regclass[]) AND contype = 'f' AND NOT convalidated AND conparentid = 0
            ORDER BY 1, 2
            """).ToListAsync(cancellationToken);
    }

    private sealed record InvalidKey(string Partition, string Name);
}
