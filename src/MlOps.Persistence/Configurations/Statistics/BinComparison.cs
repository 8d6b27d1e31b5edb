using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Compares both sides of a sample by counts in bins, for each feature and segment.</summary>
internal static class BinComparison
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_doane_bins({SampleSql.Parameters})", DoaneBins);
        builder.HasSqlFunction($"mlops_compare_bins({SampleSql.Parameters}, method text, edges double precision[])", CompareBins);
    }

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
                        SELECT l.at, l.i, s.n, (CASE WHEN s.range < 1e-290 OR l.v - s.lowest > s.range / 1e30 THEN (l.v - s.lowest) / s.range ELSE 0 END
                            - s.mean) / s.deviation AS z
                        FROM (%s) AS l
                        JOIN (SELECT s.*, s.highest - s.lowest AS range
                            FROM unnest($7, $8, $9, $10, $11, $12, $13) AS s (at, i, n, lowest, highest, mean, deviation)) AS s
                        ON s.at = l.at AND s.i = l.i
                        WHERE NOT l.is_current AND l.v > '-Infinity' AND l.v < 'Infinity' AND s.deviation > 0) AS l
                    GROUP BY l.at, l.i) AS k
                ON k.at = s.at AND k.i = s.i
                $sql$,
                mlops_values_sql(sample, features))
            USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, numbers, counts, lows, highs, means, deviations;
        END $function$
        """;

    private const string CompareBins = SampleSql.Answer + """

        DECLARE
            ats integer[];
            bins text[];
        BEGIN
            IF edges IS NOT NULL THEN
                edges := mlops_fixed_bins(edges);
            END IF;
            WITH ranges AS (
                SELECT r.at, r.i, min(r.lowest) AS lowest, max(r.highest) AS highest, sum(r.count)::bigint AS n
                FROM mlops_ranges(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS r
                GROUP BY r.at, r.i
            ), chosen AS (
                SELECT r.at, r.i, CASE
                    WHEN mlops_compare_bins.edges IS NOT NULL THEN mlops_compare_bins.edges
                    ELSE mlops_equal_bins(r.lowest, r.highest, mlops_sturges(r.n)) END AS edges
                FROM ranges AS r
                WHERE method NOT LIKE '%doane%' AND method <> 'psi_deciles'
                UNION ALL
                SELECT r.at, r.i, CASE WHEN d.quantiles IS NOT NULL THEN mlops_fixed_bins(d.quantiles) END
                FROM ranges AS r
                LEFT JOIN mlops_quantiles(
                    sample, features, service, from_time, to_time, reference_from, reference_to, segment_names,
                    '{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}') AS d ON d.at = r.at AND d.i = r.i AND NOT d.is_current
                WHERE method = 'psi_deciles'
                UNION ALL
                SELECT r.at, r.i, d.edges
                FROM ranges AS r
                LEFT JOIN mlops_doane_bins(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS d ON d.at = r.at AND d.i = r.i
                WHERE method LIKE '%doane%'
            )
            SELECT array_agg(c.at ORDER BY c.at), array_agg(c.edges ORDER BY c.at) INTO ats, bins
            FROM (
                SELECT c.at, array_agg(coalesce(c.edges, '{}')::text ORDER BY c.i) AS edges
                FROM chosen AS c
                GROUP BY c.at) AS c;
            RETURN QUERY
            SELECT b.at, b.i, method, t.statistic, t.p_value, b.reference_size, b.current_size, CASE WHEN t.statistic IS NOT NULL THEN b.bin_edges END,
                NULL::text[], CASE WHEN t.statistic IS NOT NULL THEN b.reference_counts END, CASE WHEN t.statistic IS NOT NULL THEN b.current_counts END
            FROM mlops_count_bins(
                sample, features, service, from_time, to_time, reference_from, reference_to, segment_names, ats, bins,
                CASE WHEN method = 'psi_deciles' OR mlops_compare_bins.edges IS NOT NULL THEN 'open' WHEN method LIKE '%doane%' THEN 'leftover' ELSE 'closed' END) AS b
            LEFT JOIN LATERAL mlops_compare_counts(method, b.reference_counts, b.current_counts) AS t
            ON b.bin_edges IS NOT NULL AND b.reference_size > 0 AND b.current_size > 0;
        END $function$
        """;
}
