using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres.Chains;

/// <summary>The function of the trigger that adds a link for each row.</summary>
internal static class LinkFunction
{
    private const string Table = "@table";

    /// <summary>
    /// It runs after the insert: before it, a row that ON CONFLICT leaves out would have got a link. Whoever may insert rows need not have
    /// rights on the links, so it has those of its owner. It trusts no table of another owner, who could attach it to a table of the same
    /// name, and it finds nothing in the schemas of the caller.
    /// </summary>
    public static string Define(ChainTables tables, ChainedRow row)
    {
        var (l, h) = (tables.Links, tables.Heads);
        var find = $"SELECT {h[x => x.Position]}, {h[x => x.Hash]} FROM {Table} AS h " +
            $"WHERE {h[x => x.TenantId]} = $1 AND {h[x => x.Chain]} = $2 FOR NO KEY UPDATE";
        var begin = $"INSERT INTO {Table} ({h.Assigned(x => x.TenantId)}, {h.Assigned(x => x.Chain)}, {h.Assigned(x => x.Position)}, " +
            $"{h.Assigned(x => x.Hash)}) VALUES ($1, $2, 0, '') ON CONFLICT DO NOTHING";
        var add = $"INSERT INTO {Table} ({l.Assigned(x => x.TenantId)}, {l.Assigned(x => x.Chain)}, {l.Assigned(x => x.Position)}, " +
            $"{l.Assigned(x => x.Hash)}, {l.Assigned(x => x.PreviousHash)}, {l.Assigned(x => x.Kind)}, {l.Assigned(x => x.RowId)}) " +
            "VALUES ($1, $2, $3, $4, $5, $6, $7)";
        var advance = $"UPDATE {Table} AS h SET {h.Assigned(x => x.Position)} = $3, {h.Assigned(x => x.Hash)} = $4 " +
            $"WHERE {h[x => x.TenantId]} = $1 AND {h[x => x.Chain]} = $2";
        var chain = $"{row.Tenant("NEW")}, {row.Chain("NEW")}";
        return $"""
            RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp {ChainedRow.Settings} AS $function$
            DECLARE
                head_table constant text := {Qualify(tables.HeadType)};
                link_table constant text := {Qualify(tables.LinkType)};
                last_position bigint;
                last_hash text;
                next_hash text;
            BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_roles AS o ON o.oid = c.relowner WHERE c.oid = TG_RELID AND o.rolname = current_user) THEN
                    RAISE insufficient_privilege USING
                        MESSAGE = format('%I.%I is not a table of %I, who owns the function that links its rows.', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user),
                        HINT = 'Give the table and its functions one owner, with REASSIGN OWNED for instance.';
                END IF;
                -- Writers of one chain wait here for one another.
                LOOP
                    EXECUTE {On("head_table", find)} INTO last_position, last_hash USING {chain};
                    EXIT WHEN last_position IS NOT NULL;
                    EXECUTE {On("head_table", begin)} USING {chain};
                END LOOP;
                next_hash := {ChainedRow.Hash("last_hash", row.Kind, row.Text("NEW"))};
                EXECUTE {On("link_table", add)} USING {chain}, last_position + 1, next_hash, last_hash, {row.Kind}::text, {row.Id("NEW")};
                EXECUTE {On("head_table", advance)} USING {chain}, last_position + 1, next_hash;
                RETURN NULL;
            END $function$
            """.ReplaceLineEndings("\n");
    }

    private static string On(string table, string statement) =>
        $"format({SqlNames.Literal(SqlNames.EscapeFormat(statement).Replace(Table, "%s", StringComparison.Ordinal))}, {table})";

    // Where the model names no schema, the tables are beside the one that has the trigger.
    private static string Qualify(IReadOnlyEntityType type) =>
        $"format('%I.%I', {(type.GetSchema() is { } schema ? SqlNames.Literal(schema) : "TG_TABLE_SCHEMA")}, " +
        $"{SqlNames.Literal(type.GetTableName()!)})";
}
