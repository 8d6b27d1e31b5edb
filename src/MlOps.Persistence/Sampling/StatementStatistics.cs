using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Sampling;

/// <summary>The extension pg_stat_statements, as far as a database has it.</summary>
/// <param name="Schema">The schema of its views, quoted where it needs to be.</param>
/// <param name="IsLoaded">Whether the server has loaded its library. Without it, its views only return an error.</param>
/// <param name="IsCurrent">Whether it has all views that are read.</param>
/// <param name="IsReadable">Whether the session may read them.</param>
internal sealed record StatementStatistics(string Schema, bool IsLoaded, bool IsCurrent, bool IsReadable)
{
    private const int MostStatements = 200;
    private const int MaxLength = 20_000;

    /// <summary>Why nothing can be read. Null if it can.</summary>
    public static string? FindProblem(StatementStatistics? found) => found switch
    {
        null or { IsLoaded: false } =>
            "The times of statements are not known, since the database does not have the extension pg_stat_statements. Add it to " +
            "shared_preload_libraries, restart the server, and run: CREATE EXTENSION pg_stat_statements",
        { IsCurrent: false } =>
            "The times of statements are not known, since the extension pg_stat_statements is of an older version than the server. " +
            "Run: ALTER EXTENSION pg_stat_statements UPDATE",
        { IsReadable: false } =>
            "The times of statements are not known, since this login may not read the view pg_stat_statements. Grant it SELECT.",
        _ => null,
    };

    public static Task<StatementStatistics?> FindAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        context.QuerySql<StatementStatistics>(
            $"""
            SELECT quote_ident(n.nspname) AS "Schema",
                EXISTS (SELECT 1 FROM pg_catalog.pg_settings s WHERE s.name = 'pg_stat_statements.max') AS "IsLoaded",
                count(c.oid) = 2 AS "IsCurrent",
                coalesce(bool_and(has_table_privilege(c.oid, 'SELECT')), false) AND has_schema_privilege(n.oid, 'USAGE') AS "IsReadable"
            FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname IN ('pg_stat_statements', 'pg_stat_statements_info')
            WHERE e.extname = 'pg_stat_statements'
            GROUP BY n.oid, n.nspname
            """).SingleOrDefaultAsync(cancellationToken);

    /// <summary>When the counts began, and the time of the server.</summary>
    public Task<StatementClock> ReadClockAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        context.QuerySql<StatementClock>(
            $"""
            SELECT coalesce(i.stats_reset, 'epoch') AS "ResetAt", clock_timestamp() AS "Now" FROM {In("pg_stat_statements_info")} AS i
            """).SingleAsync(cancellationToken);

    /// <summary>
    /// Lists the statements of this database that took the most time, without commands such as CREATE ROLE, which can have passwords.
    /// A statement of another login has no text if this one may not see it, and is not listed.
    /// </summary>
    public Task<List<StatementCount>> ListAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        context.QuerySql<StatementCount>(
            $"""
            SELECT s.queryid::text AS "Id", left(min(s.query), {MaxLength}) AS "Text", sum(s.calls)::bigint AS "Calls",
                sum(s.total_exec_time)::double precision AS "Milliseconds", sum(s.rows)::bigint AS "Rows"
            FROM {In("pg_stat_statements")} AS s
            WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database()) AND s.queryid IS NOT NULL
                AND s.query ~* '^[[:space:](]*(/[*]|--|select|with|insert|update|delete|merge|values|table)'
            GROUP BY s.queryid
            ORDER BY sum(s.total_exec_time) DESC
            LIMIT {MostStatements}
            """).ToListAsync(cancellationToken);

    private SqlFragment In(string view) => new($"{Schema}.{view}");
}
