using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>
/// How large tables are, and how often indexes are used. The catalogue of PostgreSQL has both for each partition, and nothing for the
/// sliced table itself. The rows of all tenants count.
/// </summary>
internal static class StorageViews
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlView("v_table_sizes", TableSizes, DashboardViews.Readers);
        builder.HasSqlView("v_index_usage", IndexUsage, DashboardViews.Readers);
    }

    private static string TableSizes(ViewNames names) =>
        $"""
        SELECT n.nspname AS schemaname, c.relname AS tablename,
            pg_size_pretty(sum(pg_total_relation_size(part.relid))) AS size, sum(pg_total_relation_size(part.relid))::bigint AS size_bytes
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
            SELECT relid::oid FROM pg_partition_tree(c.oid) WHERE isleaf UNION SELECT c.oid WHERE c.relkind = 'r') AS part (relid)
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace IN {Schemas(names)}
        GROUP BY n.nspname, c.relname
        """;

    // An index of a partition that belongs to no index of the whole table is listed with its partition.
    private static string IndexUsage(ViewNames names) =>
        $"""
        SELECT n.nspname AS schemaname, c.relname AS tablename, i.relname AS indexname,
            sum(pg_stat_get_numscans(part.relid))::bigint AS index_scans,
            sum(pg_stat_get_tuples_returned(part.relid))::bigint AS tuples_read,
            sum(pg_stat_get_tuples_fetched(part.relid))::bigint AS tuples_fetched,
            sum(pg_relation_size(part.relid))::bigint AS size_bytes, x.indisunique AS is_unique
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
            SELECT relid::oid FROM pg_partition_tree(i.oid) WHERE isleaf UNION SELECT i.oid WHERE i.relkind = 'i') AS part (relid)
        WHERE c.relkind IN ('r', 'p') AND NOT i.relispartition AND c.relnamespace IN {Schemas(names)}
        GROUP BY n.nspname, c.relname, i.relname, x.indisunique
        """;

    private static string Schemas(ViewNames names)
    {
        var oids = string.Join(", ", names.PickTableOfEachSchema().Select(table => $"{SqlNames.Literal(table)}::regclass"));
        return $"(SELECT relnamespace FROM pg_class WHERE oid IN ({oids}))";
    }
}
