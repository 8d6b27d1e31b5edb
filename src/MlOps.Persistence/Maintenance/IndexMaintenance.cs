using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// Builds indexes of partitioned tables that a migration could only declare: on one partition after the other,
/// concurrently, so that nobody waits. Run it after migrating; it goes on from wherever an earlier run was killed.
/// </summary>
public sealed class IndexMaintenance(MlOpsDbContext context)
{
    // The declared indexes that are not valid yet, with the partitions that still lack their part.
    private const string FindMissing =
        """
        SELECT parent.oid::regclass::text AS "Index", pg_get_indexdef(parent.oid) AS "Definition",
            part.oid::regclass::text AS "Partition", left(part.relname, 54) || '_' || left(md5(part.relname || ' ' || parent.relname), 8) AS "Name"
        FROM pg_index JOIN pg_class parent ON parent.oid = indexrelid AND parent.relkind = 'I' AND NOT parent.relispartition
        JOIN pg_inherits ON inhparent = indrelid
        JOIN pg_class part ON part.oid = inhrelid
        WHERE NOT indisvalid AND NOT EXISTS (
            SELECT 1 FROM pg_inherits child JOIN pg_index built ON built.indexrelid = child.inhrelid
            WHERE child.inhparent = parent.oid AND built.indrelid = part.oid)
        ORDER BY 1, 3
        """;

    /// <summary>Builds what is missing, and returns the names of the indexes that it built on partitions.</summary>
    public Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken = default) =>
        MigrationLock.RunAsync(context, BuildAsync, cancellationToken);

    private async Task<IReadOnlyList<string>> BuildAsync(CancellationToken cancellationToken)
    {
        var built = new List<string>();
        foreach (var missing in await FindMissingAsync(cancellationToken).ConfigureAwait(false))
        {
            await LockRetry.Pipeline.ExecuteAsync(
                async token => await BuildAsync(missing, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            built.Add(missing.Name);
        }

        return built;
    }

    private Task<List<MissingIndex>> FindMissingAsync(CancellationToken cancellationToken) => context.ReadAsync(
        () => context.Database.SqlQueryRaw<MissingIndex>(FindMissing).ToListAsync(cancellationToken), cancellationToken);

    // The names come from the catalogue, quoted where they need to be.
    private async Task BuildAsync(MissingIndex missing, CancellationToken cancellationToken)
    {
        var name = new NpgsqlCommandBuilder().QuoteIdentifier(missing.Name);
        await context.ExecuteSchemaAsync($"DROP INDEX CONCURRENTLY IF EXISTS {name}", cancellationToken).ConfigureAwait(false);
        await context.ExecuteSchemaAsync(missing.Statement(name), cancellationToken).ConfigureAwait(false);
        await context.ExecuteSchemaAsync($"ALTER INDEX {missing.Index} ATTACH PARTITION {name}", cancellationToken).ConfigureAwait(false);
    }

    private sealed record MissingIndex(string Index, string Definition, string Partition, string Name)
    {
        // "CREATE [UNIQUE] INDEX name ON ONLY table USING …": the same for the partition, concurrently.
        public string Statement(string name)
        {
            var unique = Definition.StartsWith("CREATE UNIQUE", StringComparison.Ordinal) ? "UNIQUE " : "";
            return $"CREATE {unique}INDEX CONCURRENTLY {name} ON {Partition} {Definition[Definition.IndexOf(" USING ", StringComparison.Ordinal)..]}";
        }
    }
}
