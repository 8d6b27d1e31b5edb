using System.Data.Common;

namespace MlOps.Import.Takeover;

/// <summary>Lists what moves from schema to schema. Indexes, constraints, triggers and sequences of columns move along.</summary>
internal static class SchemaObjects
{
    // Functions first: their arguments may be rows of tables, which are named as they are before those move.
    private const string Listed =
        """
        SELECT kind, name FROM (
            SELECT 1 AS place, 'ROUTINE' AS kind, format('%I(%s)', proname, pg_get_function_identity_arguments(p.oid)) AS name,
                'pg_proc'::regclass AS class, p.oid, pronamespace AS schema
            FROM pg_proc p
            UNION ALL
            SELECT 2, 'TYPE', format('%I', typname), 'pg_type'::regclass, t.oid, typnamespace
            FROM pg_type t
            WHERE typtype IN ('e', 'd', 'r') OR typtype = 'c' AND (SELECT relkind FROM pg_class c WHERE c.oid = typrelid) = 'c'
            UNION ALL
            SELECT 3, CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, format('%I', relname), 'pg_class'::regclass, c.oid, relnamespace
            FROM pg_class c
            WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
                OR relkind = 'S' AND NOT EXISTS (
                    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                        AND d.refclassid = 'pg_class'::regclass)
            UNION ALL
            SELECT 4, 'EXTENSION', format('%I', extname), 'pg_extension'::regclass, e.oid, extnamespace
            FROM pg_extension e) AS object
        WHERE NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.classid = class AND d.objid = object.oid AND d.deptype = 'e'
                AND d.refclassid = 'pg_extension'::regclass)
        """;

    private const string InSchema = "AND schema = quote_ident($1)::regnamespace";

    private const string InTheWay =
        """
        WITH RECURSIVE found AS (
            SELECT coalesce(i.indrelid, d.refobjid, c.oid) AS id
            FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
            LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                AND d.refclassid = 'pg_class'::regclass
            WHERE c.relnamespace = quote_ident($1)::regnamespace AND c.relname = ANY ($2)
            UNION
            SELECT inhrelid FROM found JOIN pg_inherits ON inhparent = id JOIN pg_class c ON c.oid = inhrelid
            WHERE c.relnamespace = quote_ident($1)::regnamespace)
        """;

    /// <summary>All that a schema has. The search path of the session becomes that schema.</summary>
    public static async Task<IReadOnlyList<SchemaObject>> ListAsync(
        TakeoverSession session, string schema, CancellationToken cancellationToken)
    {
        await session.EnterAsync(schema, cancellationToken).ConfigureAwait(false);
        return await session.ReadAsync(
            $"{Listed} {InSchema} ORDER BY place, name", Read, cancellationToken, schema).ConfigureAwait(false);
    }

    /// <summary>What a schema has under names that are wanted, with all that hangs on it. The search path becomes that schema.</summary>
    /// <param name="session">The session.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="wanted">Names of relations, types and indexes.</param>
    /// <param name="functions">Functions, with the types of their arguments.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<SchemaObject>> ListInTheWayAsync(
        TakeoverSession session,
        string schema,
        IEnumerable<string> wanted,
        IReadOnlyCollection<string> functions,
        CancellationToken cancellationToken)
    {
        await session.EnterAsync(schema, cancellationToken).ConfigureAwait(false);
        var sql = $"{InTheWay} {Listed} {InSchema} AND "
            + "(kind = 'ROUTINE' AND name = ANY ($3) OR kind = 'TYPE' AND name IN (SELECT quote_ident(n) FROM unnest($2) AS n) "
            + "OR class = 'pg_class'::regclass AND oid IN (SELECT id FROM found)) ORDER BY place, name";
        return await session.ReadAsync(sql, Read, cancellationToken, schema, wanted.ToArray(), functions.ToArray()).ConfigureAwait(false);
    }

    /// <summary>The names that a schema takes: those of relations, indexes, sequences and types.</summary>
    public static Task<IReadOnlyList<string>> ListNamesAsync(TakeoverSession session, string schema, CancellationToken cancellationToken) =>
        session.ReadAsync(
            """
            SELECT relname::text FROM pg_class WHERE relnamespace = quote_ident($1)::regnamespace
            UNION SELECT typname::text FROM pg_type WHERE typnamespace = quote_ident($1)::regnamespace
            """,
            row => row.GetString(0),
            cancellationToken,
            schema);

    private static SchemaObject Read(DbDataReader row) => new(row.GetString(0), row.GetString(1));
}
