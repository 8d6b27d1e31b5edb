using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Telemetry;

/// <summary>A table, and the bytes of its partitions and indexes.</summary>
internal sealed record TableSize(string TableName, double Bytes)
{
    private const string Here = "pg_total_relation_size(part.relid)";

    // The table of a distributed one is empty here: its rows are on other servers.
    private const string Anywhere =
        $"""
        CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_dist_partition d WHERE d.logicalrelid = part.relid)
            THEN pg_catalog.citus_total_relation_size(part.relid) ELSE {Here} END
        """;

    /// <summary>Measures every table in the schemas of the model.</summary>
    public static async Task<IReadOnlyList<TableSize>> ListAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        // PostgreSQL runs no statement that names a function which is not there.
        var size = new SqlFragment(await HasCitusAsync(context, cancellationToken).ConfigureAwait(false) ? Anywhere : Here);
        var schemas = ModelSchemas.Of(context);
        return await context.QuerySql<TableSize>(
            $"""
            SELECT c.relname::text AS "TableName", sum({size})::double precision AS "Bytes"
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (
                SELECT relid FROM pg_partition_tree(c.oid) WHERE isleaf UNION SELECT c.oid WHERE c.relkind = 'r') AS part
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND n.nspname IN (SELECT coalesce(named, current_schema()) FROM unnest({schemas}) AS named)
            GROUP BY c.relname
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Task<bool> HasCitusAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<bool>($"SELECT to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL AS \"Value\"")
            .SingleAsync(cancellationToken);
}
