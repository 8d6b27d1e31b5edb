using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// Builds the indexes of partitioned tables that a migration could only declare: concurrently, on one partition after the other,
/// so that nobody waits. Run it after migrating. It continues where an earlier run was killed.
/// </summary>
public sealed class IndexMaintenance(DbContext context)
{
    // The declared indexes that are not valid yet, with the partitions that still lack their part. All names are quoted
    // where they need to be. A part is in the schema of its partition, which need not be on the search path.
    private const string FindMissing =
        """
        SELECT format('%I.%I', home.nspname, parent.relname) AS "Index",
            format('%I.%I', part_home.nspname, part.relname) AS "Partition", quote_ident(part_home.nspname) AS "Schema",
            quote_ident(left(part.relname, 54) || '_' || left(encode(sha256(convert_to(part.relname || ' ' || parent.relname, 'UTF8')), 'hex'), 8)) AS "Name",
            indisunique AS "IsUnique",
            split_part(pg_get_indexdef(parent.oid), format(' ON ONLY %I.%I ', table_home.nspname, whole.relname), 2) AS "Definition"
        FROM pg_index JOIN pg_class parent ON parent.oid = indexrelid AND parent.relkind = 'I' AND NOT parent.relispartition
        JOIN pg_namespace home ON home.oid = parent.relnamespace
        JOIN pg_class whole ON whole.oid = indrelid
        JOIN pg_namespace table_home ON table_home.oid = whole.relnamespace
        JOIN pg_inherits ON inhparent = indrelid
        JOIN pg_class part ON part.oid = inhrelid
        JOIN pg_namespace part_home ON part_home.oid = part.relnamespace
        WHERE NOT indisvalid AND NOT EXISTS (
            SELECT 1 FROM pg_inherits child JOIN pg_index built ON built.indexrelid = child.inhrelid
            WHERE child.inhparent = parent.oid AND built.indrelid = part.oid)
        ORDER BY 1, 2
        """;

    /// <summary>Builds what is missing, and returns the names of the indexes that it built on partitions.</summary>
    public Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken = default) =>
        CompleteAsync(_ => { }, cancellationToken);

    /// <summary>Builds what is missing, and reports each name once it is built.</summary>
    internal Task<IReadOnlyList<string>> CompleteAsync(Action<string> report, CancellationToken cancellationToken) =>
        MigrationLock.RunAsync(context, token => BuildAsync(report, token), cancellationToken);

    private async Task<IReadOnlyList<string>> BuildAsync(Action<string> report, CancellationToken cancellationToken)
    {
        var built = new List<string>();
        foreach (var missing in await FindMissingAsync(cancellationToken).ConfigureAwait(false))
        {
            await LockRetry.Pipeline.ExecuteAsync(
                async token => await BuildAsync(missing, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            await LockRetry.Pipeline.ExecuteAsync(
                async token => await AttachAsync(missing, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            built.Add(missing.Name);
            report(built[^1]);
        }

        return built;
    }

    private Task<List<MissingIndex>> FindMissingAsync(CancellationToken cancellationToken) => context.InTransactionAsync(
        () => context.Database.SqlQueryRaw<MissingIndex>(FindMissing).ToListAsync(cancellationToken), cancellationToken);

    // Both wait for open transactions, and block nobody meanwhile.
    private async Task BuildAsync(MissingIndex missing, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync($"DROP INDEX CONCURRENTLY IF EXISTS {missing.Part}", cancellationToken).ConfigureAwait(false);
        await context.ExecuteSchemaAsync(
            $"CREATE {(missing.IsUnique ? "UNIQUE " : "")}INDEX CONCURRENTLY {missing.Name} ON {missing.Partition} {missing.Definition}",
            cancellationToken).ConfigureAwait(false);
    }

    // Attaching locks the index, and so blocks even readers of the partition.
    private Task<int> AttachAsync(MissingIndex missing, CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            await context.ExecuteSchemaAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
            return await context.ExecuteSchemaAsync($"ALTER INDEX {missing.Index} ATTACH PARTITION {missing.Part}", cancellationToken)
                .ConfigureAwait(false);
        },
        cancellationToken);

    private sealed record MissingIndex(
        string Index, string Partition, string Schema, string Name, bool IsUnique, string Definition)
    {
        public string Part => $"{Schema}.{Name}";
    }
}
