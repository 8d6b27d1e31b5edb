using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// Compares both sides of a sample by sorted numbers, by means, or by counts of categories, for each feature and segment.
/// </summary>
internal static class OtherComparisons
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_compare_values({SampleSql.Parameters}, method text)", CompareValues);
        builder.HasSqlFunction($"mlops_compare_means({SampleSql.Parameters})", CompareMeans);
        builder.HasSqlFunction($"mlops_compare_categories({SampleSql.Parameters}, method text)", CompareCategories);
    }

    // Walks over the distinct numbers in ascending order, with the numbers of each side up to there. Lengths are quarters, since the
    // distance of two numbers can exceed a double.
    private const string CompareValues = SampleSql.Answer + """

        BEGIN
            RETURN QUERY EXECUTE format(
                $sql$
                WITH counted AS (
                    SELECT l.at, l.i, l.v, CASE WHEN abs(l.v) < 1e-305 THEN 0 ELSE l.v / 4 END AS quarter,
                        (count(*) FILTER (WHERE NOT l.is_current))::double precision AS r, (count(*) FILTER (WHERE l.is_current))::double precision AS c
                    FROM (%s) AS l
                    WHERE l.v > '-Infinity' AND l.v < 'Infinity'
                    GROUP BY l.at, l.i, l.v
                ), walked AS (
                    SELECT c.at, c.i, c.quarter, sum(c.r) OVER walk AS r, sum(c.c) OVER walk AS c, lead(c.quarter) OVER walk - c.quarter AS step,
                        sum(c.r) OVER (PARTITION BY c.at, c.i) AS r_size, sum(c.c) OVER (PARTITION BY c.at, c.i) AS c_size
                    FROM counted AS c
                    WINDOW walk AS (PARTITION BY c.at, c.i ORDER BY c.v)
                ), measured AS (
                    SELECT w.at, w.i, w.r_size::bigint, w.c_size::bigint, w.r_size * w.c_size AS pairs,
                        max(abs(w.r * w.c_size - w.c * w.r_size)) AS distance, max(w.quarter) - min(w.quarter) AS range,
                        CASE WHEN coalesce(max(w.step), 0) <= 4.49423283715579e307 THEN coalesce(sum(CASE WHEN w.step > 1e-290
                            THEN abs(w.r / nullif(w.r_size, 0) - w.c / nullif(w.c_size, 0)) * w.step ELSE 0 END), 0) END AS area
                    FROM walked AS w
                    GROUP BY w.at, w.i, w.r_size, w.c_size
                ), named AS (
                    SELECT m.*, CASE WHEN $7 = 'ks_exact' AND m.pairs > 250000 THEN 'ks_asymp' ELSE $7 END AS method, d.deviation
                    FROM measured AS m
                    LEFT JOIN (
                        SELECT s.at, s.i, coalesce(s.deviation, 0) * sqrt((s.count - 1)::double precision / s.count) AS deviation
                        FROM mlops_moments($8, $9, $1, $2, $3, $4, $5, $6) AS s
                        WHERE $7 = 'wasserstein_normed' AND NOT s.is_current AND s.mean IS NOT NULL) AS d
                    ON d.at = m.at AND d.i = m.i
                )
                SELECT n.at, n.i, n.method,
                    CASE WHEN n.pairs > 0 THEN CASE
                        WHEN n.method IN ('ks_exact', 'ks_asymp') THEN n.distance / n.pairs
                        WHEN n.method = 'wasserstein' AND n.area <= 4.49423283715579e307 THEN n.area * 4
                        WHEN n.method = 'wasserstein_normed' AND n.deviation IS NOT NULL THEN mlops_quotient(n.area, greatest(0.001, n.deviation) / 4)
                        WHEN n.method = 'wasserstein_scaled' THEN CASE WHEN n.range = 0 THEN 0
                            WHEN n.range <= 4.49423283715579e307 THEN mlops_quotient(n.area, n.range) END END END,
                    CASE WHEN n.pairs > 0 THEN CASE n.method
                        WHEN 'ks_exact' THEN mlops_ks_exact(n.r_size, n.c_size, n.distance::bigint)
                        WHEN 'ks_asymp' THEN mlops_ks_asymp(n.r_size, n.c_size, n.distance::bigint) END END,
                    n.r_size, n.c_size, NULL::double precision[], NULL::text[], NULL::bigint[], NULL::bigint[]
                FROM named AS n
                $sql$,
                mlops_values_sql(sample, features))
            USING service, from_time, to_time, reference_from, reference_to, segment_names, method, sample, features;
        END $function$
        """;

    private const string CompareMeans = SampleSql.Answer + """

        BEGIN
            RETURN QUERY
            SELECT s.at, s.i, 'mean_difference', t.statistic, t.p_value, coalesce(s.r_size, 0), coalesce(s.c_size, 0),
                NULL::double precision[], NULL::text[], NULL::bigint[], NULL::bigint[]
            FROM (
                SELECT m.at, m.i,
                    max(m.count) FILTER (WHERE NOT m.is_current) AS r_size, max(m.count) FILTER (WHERE m.is_current) AS c_size,
                    max(m.mean) FILTER (WHERE NOT m.is_current) AS r_mean, max(m.mean) FILTER (WHERE m.is_current) AS c_mean,
                    max(m.deviation) FILTER (WHERE NOT m.is_current) AS r_deviation, max(m.deviation) FILTER (WHERE m.is_current) AS c_deviation
                FROM mlops_moments(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS m
                GROUP BY m.at, m.i) AS s
            CROSS JOIN LATERAL mlops_mean_difference(s.r_size, s.r_mean, s.r_deviation, s.c_size, s.c_mean, s.c_deviation) AS t;
        END $function$
        """;

    private const string CompareCategories = SampleSql.Answer + """

        BEGIN
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT s.at, s.i, $7, t.statistic, t.p_value, s.r_size, s.c_size, NULL::double precision[],
                    CASE WHEN t.statistic IS NOT NULL THEN s.categories END, CASE WHEN t.statistic IS NOT NULL THEN s.r END, CASE WHEN t.statistic IS NOT NULL THEN s.c END
                FROM (
                    SELECT c.at, c.i, sum(c.r)::bigint AS r_size, sum(c.c)::bigint AS c_size, array_agg(c.v ORDER BY c.v COLLATE "C") AS categories,
                        array_agg(c.r ORDER BY c.v COLLATE "C") AS r, array_agg(c.c ORDER BY c.v COLLATE "C") AS c
                    FROM (
                        SELECT l.at, l.i, l.v, count(*) FILTER (WHERE NOT l.is_current) AS r, count(*) FILTER (WHERE l.is_current) AS c
                        FROM (%s) AS l
                        WHERE l.v IS NOT NULL
                        GROUP BY l.at, l.i, l.v) AS c
                    GROUP BY c.at, c.i) AS s
                CROSS JOIN LATERAL mlops_compare_counts($7, s.r, s.c) AS t
                $sql$,
                mlops_values_sql(sample, features))
            USING service, from_time, to_time, reference_from, reference_to, segment_names, method;
        END $function$
        """;
}
