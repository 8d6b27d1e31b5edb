using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Compares both sides of a sample by counts in bins, for each feature and segment.</summary>
internal static class BinComparison
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_deciles({SampleSql.Parameters})", Deciles);
        builder.HasSqlFunction($"mlops_doane_bins({SampleSql.Parameters})", DoaneBins);
        builder.HasSqlFunction($"mlops_compare_bins({SampleSql.Parameters}, method text, edges double precision[])", CompareBins);
    }

    // The deciles of each reference. They are computed of quarters of the numbers, since the distance of two numbers can exceed a double.
    private const string Deciles = """
        RETURNS TABLE (at integer, i integer, edges double precision[]) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        BEGIN
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT l.at::integer, l.i, ARRAY(SELECT DISTINCT e.edge * 4 FROM unnest(l.edges) AS e (edge) ORDER BY 1)
                FROM (
                    SELECT l.at, l.i, percentile_cont('{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}'::double precision[])
                        WITHIN GROUP (ORDER BY CASE WHEN abs(l.v) < 1e-305 THEN 0 ELSE l.v / 4 END) AS edges
                    FROM (%s) AS l
                    WHERE NOT l.is_current AND l.v > '-Infinity' AND l.v < 'Infinity'
                    GROUP BY l.at, l.i) AS l
                $sql$,
                mlops_values_sql(sample, features))
            USING service, from_time, to_time, reference_from, reference_to, segment_names;
        END $function$
        """;

    // Equal bins over the range of each reference, more of them if it is skewed.
    private const string DoaneBins = """
        RETURNS TABLE (at integer, i integer, edges double precision[]) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$
        DECLARE
            ats integer[];
            numbers integer[];
            counts bigint[];
            lows double precision[];
            highs double precision[];
            means double precision[];
            deviations double precision[];
        BEGIN
            SELECT array_agg(m.at), array_agg(m.i), array_agg(m.count), array_agg(m.lowest), array_agg(m.highest), array_agg(m.unit_mean),
                array_agg(coalesce(m.unit_deviation, 0) * sqrt((m.count - 1)::double precision / m.count))
            INTO ats, numbers, counts, lows, highs, means, deviations
            FROM mlops_moments(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS m
            WHERE NOT m.is_current AND m.unit_mean IS NOT NULL;
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT s.at, s.i, mlops_equal_bins(s.lowest, s.highest, 1 + CASE WHEN s.n > 2 AND s.deviation > 0 THEN
                    log(2::numeric, s.n::numeric)::double precision + ln(1 + CASE WHEN abs(k.skewness) < 1e-9 THEN 0 ELSE abs(k.skewness) END
                        / sqrt(6 * (s.n - 2) / ((s.n + 1) * (s.n + 3.0::double precision)))) / ln(2::double precision) ELSE 0 END)
                FROM unnest($7, $8, $9, $10, $11, $13) AS s (at, i, n, lowest, highest, deviation)
                LEFT JOIN (
                    SELECT l.at, l.i, sum(l.z * l.z * l.z / l.n) AS skewness
                    FROM (
                        SELECT l.at, l.i, s.n, ((l.v - s.lowest) / (s.highest - s.lowest) - s.mean) / s.deviation AS z
                        FROM (%s) AS l
                        JOIN unnest($7, $8, $9, $10, $11, $12, $13) AS s (at, i, n, lowest, highest, mean, deviation) ON s.at = l.at AND s.i = l.i
                        WHERE NOT l.is_current AND l.v > '-Infinity' AND l.v < 'Infinity' AND s.deviation > 0) AS l
                    GROUP BY l.at, l.i) AS k
                ON k.at = s.at AND k.i = s.i
                $sql$,
                mlops_values_sql(sample, features))
            USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, numbers, counts, lows, highs, means, deviations;
        END $function$
        """;

    // Each number is counted in its bucket of width_bucket, as one whole number for segment, side, feature and bucket, in one pass with a
    // column for each feature. OFFSET 0 lets PostgreSQL compute the limits once, and not for each row. At the end, the buckets become
    // bins. Those of Doane have one more, for what is outside, and those of Sturges have nothing outside. In both, the last bin includes
    // its upper edge.
    private const string CompareBins = SampleSql.Answer + """

        DECLARE
            is_open boolean := method IN ('psi_deciles', 'psi_edges');
            has_leftover boolean := method LIKE '%doane%';
            ats integer[];
            bins text[];
            buckets integer;
        BEGIN
            IF method = 'psi_edges' THEN
                edges := mlops_fixed_bins(edges);
            END IF;
            WITH ranges AS (
                SELECT r.at, r.i, min(r.lowest) AS lowest, max(r.highest) AS highest, sum(r.count)::bigint AS n
                FROM mlops_ranges(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS r
                GROUP BY r.at, r.i
            ), chosen AS (
                SELECT r.at, r.i, CASE method
                    WHEN 'psi_edges' THEN mlops_compare_bins.edges
                    ELSE mlops_equal_bins(r.lowest, r.highest, mlops_sturges(r.n)) END AS edges
                FROM ranges AS r
                WHERE method NOT LIKE '%doane%' AND method <> 'psi_deciles'
                UNION ALL
                SELECT r.at, r.i, d.edges
                FROM ranges AS r
                LEFT JOIN mlops_deciles(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS d ON d.at = r.at AND d.i = r.i
                WHERE method = 'psi_deciles'
                UNION ALL
                SELECT r.at, r.i, d.edges
                FROM ranges AS r
                LEFT JOIN mlops_doane_bins(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS d ON d.at = r.at AND d.i = r.i
                WHERE method LIKE '%doane%'
            )
            SELECT array_agg(c.at ORDER BY c.at), array_agg(c.edges ORDER BY c.at), max(c.most) + 3 INTO ats, bins, buckets
            FROM (
                SELECT c.at, array_agg(coalesce(c.edges, '{}')::text ORDER BY c.i) AS edges, coalesce(max(cardinality(c.edges)), 0) AS most
                FROM chosen AS c
                GROUP BY c.at) AS c;
            IF ats IS NULL THEN
                RETURN;
            END IF;
            RETURN QUERY EXECUTE (
                SELECT format(
                    $sql$
                    WITH bins AS MATERIALIZED (
                        SELECT a.at, i.i, b.edges, cardinality(b.edges) AS n, ((a.place - 1) * 2 * $9 + i.i - 1) * $10 AS base
                        FROM unnest($7) WITH ORDINALITY AS a (at, place)
                        CROSS JOIN generate_series(1, $9) AS i (i)
                        CROSS JOIN LATERAL (SELECT ($8)[a.place][i.i]::double precision[] AS edges) AS b
                    ), coded AS MATERIALIZED (
                        SELECT b.base + CASE WHEN r.is_current THEN $9 * $10 ELSE 0 END + unnest(ARRAY[%s]) AS code, count(*) AS n
                        FROM (%s) AS r
                        JOIN (
                            SELECT a.at, ((a.place - 1) * 2 * $9 * $10)::integer AS base, %s
                            FROM unnest($7) WITH ORDINALITY AS a (at, place)
                            OFFSET 0) AS b
                        ON b.at = r.at
                        GROUP BY 1
                    ), counted AS (
                        SELECT b.at, b.i, %s AS bin, sum(r.n) AS r, sum(c.n) AS c
                        FROM bins AS b
                        CROSS JOIN LATERAL generate_series(1, b.n + 1) AS g (bucket)
                        LEFT JOIN coded AS r ON r.code = b.base + g.bucket
                        LEFT JOIN coded AS c ON c.code = b.base + $9 * $10 + g.bucket
                        GROUP BY 1, 2, 3
                    ), listed AS (
                        SELECT b.at, b.i, b.n, b.edges, coalesce(sum(c.r), 0)::bigint AS r_size, coalesce(sum(c.c), 0)::bigint AS c_size,
                            array_agg(coalesce(c.r, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS r,
                            array_agg(coalesce(c.c, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS c
                        FROM bins AS b
                        JOIN counted AS c ON c.at = b.at AND c.i = b.i
                        GROUP BY b.at, b.i, b.n, b.edges
                    )
                    SELECT l.at, l.i, $11, t.statistic, t.p_value, l.r_size, l.c_size,
                        CASE WHEN t.statistic IS NOT NULL THEN l.edges END, NULL::text[],
                        CASE WHEN t.statistic IS NOT NULL THEN l.r END, CASE WHEN t.statistic IS NOT NULL THEN l.c END
                    FROM listed AS l
                    LEFT JOIN LATERAL mlops_compare_counts($11, l.r, l.c) AS t ON l.n > 0 AND l.r_size > 0 AND l.c_size > 0
                    $sql$,
                    string_agg(
                        CASE WHEN has_leftover
                            THEN format('CASE WHEN r.v%s = b.last%s THEN b.n%s ELSE width_bucket(r.v%s, b.limits%s) END', n, n, n, n, n)
                            ELSE format('width_bucket(r.v%s, b.limits%s)', n, n) END || format(' + %s', (n - 1) * buckets),
                        ', ' ORDER BY n),
                    sample,
                    string_agg(
                        format('mlops_bucket_limits(($8)[a.place][%s]::double precision[]) AS limits%s', n, n)
                            || CASE WHEN has_leftover THEN format(
                                $sql$, cardinality(($8)[a.place][%s]::double precision[]) AS n%s,
                                    (($8)[a.place][%s]::double precision[])[cardinality(($8)[a.place][%s]::double precision[])] AS last%s$sql$,
                                n, n, n, n, n) ELSE '' END,
                        ', ' ORDER BY n),
                    CASE WHEN is_open THEN 'g.bucket'
                        WHEN has_leftover THEN 'CASE WHEN g.bucket BETWEEN 2 AND b.n THEN g.bucket - 1 ELSE b.n END'
                        ELSE 'least(g.bucket, b.n) - 1' END)
                FROM generate_series(1, features) AS n)
            USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, bins, features, buckets, method;
        END $function$
        """;
}
