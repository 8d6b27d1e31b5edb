namespace MlOps.Postgres.Chains;

/// <summary>The function that computes the chains of the session's tenant again, and names the first fault of each.</summary>
internal static class VerifyFunction
{
    public const string Arguments = "only_chain text DEFAULT NULL";

    public static string Define(ChainTables tables, IReadOnlyList<ChainedRow> rows)
    {
        var (l, h) = (tables.Links, tables.Heads);
        return $"""
            RETURNS TABLE (chain text, length bigint, head text, fault text, fault_position bigint, fault_kind text, fault_row uuid)
            LANGUAGE sql STABLE {ChainedRow.Settings} AS $function$
                WITH found_links AS MATERIALIZED (
                    SELECT {l[x => x.Chain]} AS chain, {l[x => x.Position]} AS place, {l[x => x.Kind]} AS kind, {l[x => x.RowId]} AS row_id,
                        {l[x => x.PreviousHash]} AS previous_hash, {l[x => x.Hash]} AS hash,
                        lag({l[x => x.Position]}, 1, 0::bigint) OVER w AS place_before, lag({l[x => x.Hash]}, 1, '') OVER w AS hash_before
                    FROM {l}
                    WHERE {l[x => x.TenantId]} = {tables.Tenant} AND (only_chain IS NULL OR {l[x => x.Chain]} = only_chain)
                    WINDOW w AS (PARTITION BY {l[x => x.Chain]} ORDER BY {l[x => x.Position]})
                ), found_stored AS MATERIALIZED (
            {string.Join("\nUNION ALL\n", rows.Select(row => Read(row, tables)))}
                ), found_unlinked AS (
                    SELECT s.* FROM found_stored AS s
                    WHERE NOT EXISTS (
                        SELECT 1 FROM {l} WHERE {l[x => x.TenantId]} = {tables.Tenant} AND {l[x => x.RowId]} = s.row_id AND {l[x => x.Kind]} = s.kind)
                ), found_ends AS (
                    SELECT coalesce(h.chain, k.chain) AS chain, h.place AS head_place, h.hash AS head_hash,
                        coalesce(k.place, 0) AS place, coalesce(k.hash, '') AS hash, k.links
                    FROM (
                        SELECT {h[x => x.Chain]} AS chain, {h[x => x.Position]} AS place, {h[x => x.Hash]} AS hash
                        FROM {h}
                        WHERE {h[x => x.TenantId]} = {tables.Tenant} AND (only_chain IS NULL OR {h[x => x.Chain]} = only_chain)) AS h
                    FULL JOIN (
                        SELECT DISTINCT ON (k.chain) k.chain, k.place, k.hash, count(*) OVER (PARTITION BY k.chain) AS links
                        FROM found_links AS k ORDER BY k.chain, k.place DESC) AS k ON k.chain = h.chain
                ), found_faults AS (
                    SELECT k.chain, k.place, k.kind, k.row_id, CASE
                        WHEN k.place <> k.place_before + 1 THEN 'links_missing'
                        WHEN k.previous_hash <> k.hash_before THEN 'link_changed'
                        WHEN s.row_id IS NULL THEN 'row_missing'
                        WHEN s.chain <> k.chain OR k.hash <> {ChainedRow.Hash("k.previous_hash", "k.kind", "s.content")} THEN 'row_changed'
                        END AS fault
                    FROM found_links AS k LEFT JOIN found_stored AS s ON s.kind = k.kind AND s.row_id = k.row_id
                    UNION ALL
                    SELECT e.chain, e.place + 1, NULL, NULL, CASE
                        WHEN e.head_place IS NULL THEN 'head_missing'
                        WHEN e.head_place > e.place THEN 'tail_missing'
                        WHEN e.head_place < e.place OR e.head_hash <> e.hash THEN 'head_changed'
                        END
                    FROM found_ends AS e
                    UNION ALL
                    SELECT u.chain, NULL, u.kind, u.row_id, 'row_unlinked' FROM found_unlinked AS u
                ), first_of_each AS (
                    SELECT DISTINCT ON (f.chain) f.* FROM found_faults AS f
                    WHERE f.fault IS NOT NULL
                    ORDER BY f.chain, f.place NULLS LAST, f.kind, f.row_id
                )
                SELECT c.chain, coalesce(e.links, 0), coalesce(e.hash, ''), f.fault, f.place, f.kind, f.row_id
                FROM (SELECT e.chain FROM found_ends AS e UNION SELECT u.chain FROM found_unlinked AS u) AS c
                LEFT JOIN found_ends AS e ON e.chain = c.chain
                LEFT JOIN first_of_each AS f ON f.chain = c.chain
                ORDER BY c.chain COLLATE "C"
            $function$
            """.ReplaceLineEndings("\n");
    }

    // A row that has been given to another chain is still the row of its link.
    private static string Read(ChainedRow row, ChainTables tables) =>
        $"""
                SELECT {row.Kind}::text AS kind, {row.Id("r")} AS row_id, {row.Chain("r")} AS chain, {row.Text("r")} AS content
                FROM {row.Table} AS r
                WHERE {row.Tenant("r")} = {tables.Tenant}
                    AND (only_chain IS NULL OR {row.Chain("r")} = only_chain
                        OR {row.Id("r")} IN (SELECT k.row_id FROM found_links AS k WHERE k.kind = {row.Kind}))
        """;
}
