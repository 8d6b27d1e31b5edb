using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations.Backup;

/// <summary>The rows of each table of a database, as the server counts and hashes them.</summary>
internal static class TableContents
{
    /// <summary>A line for each table, without the materialized views and the history of migrations.</summary>
    public static async Task<List<string>> ReadAsync(NpgsqlDataSource dataSource)
    {
        var tables = await dataSource.ColumnAsync(
            """
            SELECT c.oid::regclass::text FROM pg_class AS c
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                AND relname <> 'mlops_migrations_history' ORDER BY 1
            """);
        var contents = new List<string>();
        foreach (var table in tables)
            contents.AddRange(await dataSource.ColumnAsync(
                $"SELECT concat('{table} ', count(*), ' ', sum(hashtextextended(t::text, 0)::numeric)) FROM {table} AS t"));

        return contents;
    }
}
