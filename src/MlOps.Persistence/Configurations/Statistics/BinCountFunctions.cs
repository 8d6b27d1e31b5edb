using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Quantiles of a sample, and its histograms.</summary>
internal static class BinCountFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_quantiles({SampleSql.Parameters}, probabilities double precision[])", Quantiles);
        builder.HasSqlFunction($"mlops_count_bins({SampleSql.Parameters}, ats integer[], bins text[], ends text)", CountBins);
    }

    // They are computed of quarters of the numbers, since the distance of two numbers can exceed a double.
    private const string Quantiles = """
        RETURNS TABLE (at integer, i integer, is_current boolean, quantiles double precision[])
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        BEGIN
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT l.at, l.i, l.is_current, ARRAY(SELECT q.quantile * 4 FROM unnest(l.quantiles) WITH ORDINALITY AS q (quantile, place) ORDER BY q.place)
                FROM (
                    SELECT l.at, l.i, l.is_current, percentile_cont($7) WITHIN GROUP (ORDER BY CASE WHEN abs(l.v) < 1e-305 THEN 0 ELSE l.v / 4 END) AS quantiles
                    FROM (%s) AS l
                    WHERE l.v > '-Infinity' AND l.v < 'Infinity'
                    GROUP BY l.at, l.i, l.is_current) AS l
                $sql$,
                mlops_values_sql(sample, features))
            USING service, from_time, to_time, reference_from, reference_to, segment_names, probabilities;
        END $function$
        """;

    // Each number has its bucket of width_bucket. The buckets of two features become one whole number with segment and side, which is
    // counted, so that a row has half as many of them. Features with many buckets are counted alone. GROUP BY lets PostgreSQL compute the
    // limits of a segment once, and not for each row; OFFSET 0 would too, but not in several processes. Without segments the limits are
    // constants. At the end, the buckets become bins. Open ones count what is outside in the first and last bin, and those with a leftover
    // in one more. Closed ones have nothing outside. In all but the open ones, the last bin includes its upper edge.
    private const string CountBins = """
        RETURNS TABLE (at integer, i integer, reference_size bigint, current_size bigint, bin_edges double precision[],
            reference_counts bigint[], current_counts bigint[])
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off SET extra_float_digits = 1 AS $function$
        DECLARE
            limits text[] := (
                SELECT array_agg(l.limits ORDER BY l.place)
                FROM (
                    SELECT a.place, array_agg(mlops_bucket_limits(bins[a.place][n]::double precision[])::text ORDER BY n) AS limits
                    FROM generate_subscripts(ats, 1) AS a (place)
                    CROSS JOIN generate_series(1, features) AS n
                    GROUP BY a.place) AS l);
            buckets bigint := 1 + (SELECT max(cardinality(l.limits::double precision[])) FROM unnest(limits) AS l (limits));
            together integer := CASE WHEN buckets <= 64 THEN 2 ELSE 1 END;
            combinations bigint := power(buckets, together);
            codes bigint := (features + together - 1) / together * combinations;
        BEGIN
            IF buckets IS NULL THEN
                RETURN;
            END IF;
            RETURN QUERY EXECUTE (
                SELECT format(
                    $sql$
                    WITH bins AS MATERIALIZED (
                        SELECT a.at, i.i, b.edges, cardinality(b.edges) AS n, (a.place - 1) * 2 * $10 + i.i - 1 AS r, (a.place - 1) * 2 * $10 + $10 + i.i - 1 AS c
                        FROM unnest($7) WITH ORDINALITY AS a (at, place)
                        CROSS JOIN generate_series(1, $10) AS i (i)
                        CROSS JOIN LATERAL (SELECT ($8)[a.place][i.i]::double precision[] AS edges) AS b
                    ), coded AS MATERIALIZED (
                        SELECT r.code, count(*) AS n
                        FROM (SELECT %s + CASE WHEN r.is_current THEN $14 ELSE 0 END + unnest(ARRAY[%s]) AS code FROM (%s) AS r %s) AS r
                        GROUP BY r.code
                    ), single AS MATERIALIZED (
                        SELECT c.code / $14 * $10 + c.code %% $14 / $13 * $12 + h.half AS feature,
                            c.code %% $13 / CASE WHEN h.half = $12 - 1 THEN 1 ELSE $11 END %% $11 AS bucket, sum(c.n) AS n
                        FROM coded AS c
                        CROSS JOIN generate_series(0, $12 - 1) AS h (half)
                        WHERE c.code %% $14 / $13 * $12 + h.half < $10
                        GROUP BY 1, 2
                    ), counted AS (
                        SELECT b.at, b.i, %s AS bin, sum(r.n) AS r, sum(c.n) AS c
                        FROM bins AS b
                        CROSS JOIN LATERAL generate_series(1, b.n + 1) AS g (bucket)
                        LEFT JOIN single AS r ON r.feature = b.r AND r.bucket = g.bucket
                        LEFT JOIN single AS c ON c.feature = b.c AND c.bucket = g.bucket
                        GROUP BY 1, 2, 3
                    ), listed AS (
                        SELECT b.at, b.i, b.n, b.edges, coalesce(sum(c.r), 0)::bigint AS r_size, coalesce(sum(c.c), 0)::bigint AS c_size,
                            array_agg(coalesce(c.r, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS r,
                            array_agg(coalesce(c.c, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS c
                        FROM bins AS b
                        JOIN counted AS c ON c.at = b.at AND c.i = b.i
                        GROUP BY b.at, b.i, b.n, b.edges
                    )
                    SELECT l.at, l.i, l.r_size, l.c_size, CASE WHEN l.n > 0 THEN l.edges END,
                        CASE WHEN l.n > 0 THEN l.r END, CASE WHEN l.n > 0 THEN l.c END
                    FROM listed AS l
                    $sql$,
                    CASE WHEN cardinality(ats) = 1 THEN '0' ELSE 'b.base' END,
                    (SELECT string_agg(g.code, ', ') FROM (
                        SELECT (g.place * combinations)::text || string_agg(
                            format(
                                CASE WHEN ends = 'leftover'
                                    THEN ' + %3$s * coalesce(CASE WHEN r.v%1$s = (%2$s)[cardinality(%2$s) - 1] THEN greatest(cardinality(%2$s) - 2, 1) ELSE width_bucket(r.v%1$s, %2$s) END, 0)'
                                    ELSE ' + %3$s * coalesce(width_bucket(r.v%1$s, %2$s), 0)' END,
                                n.n, CASE WHEN cardinality(ats) = 1 THEN format('%L::double precision[]', limits[1][n.n]) ELSE 'b.limits' || n.n END,
                                CASE WHEN n.n = (g.place + 1) * together THEN 1 ELSE combinations / buckets END), '') AS code
                        FROM generate_series(0, (features - 1) / together) AS g (place)
                        JOIN generate_series(1, features) AS n (n) ON (n.n - 1) / together = g.place
                        GROUP BY g.place) AS g),
                    sample,
                    CASE WHEN cardinality(ats) > 1 THEN format(
                        $sql$
                        JOIN (SELECT a.at, (a.place - 1) * 2 * $14 AS base, %s FROM unnest($7) WITH ORDINALITY AS a (at, place) GROUP BY a.at, a.place) AS b
                        ON b.at = r.at
                        $sql$,
                        (SELECT string_agg(format('($9)[a.place][%s]::double precision[] AS limits%s', n, n), ', ' ORDER BY n) FROM generate_series(1, features) AS n)) END,
                    CASE WHEN ends = 'open' THEN 'g.bucket'
                        WHEN ends = 'leftover' THEN 'CASE WHEN g.bucket BETWEEN 2 AND b.n THEN g.bucket - 1 ELSE b.n END'
                        ELSE 'least(g.bucket, b.n) - 1' END))
            USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, bins, limits, features, buckets, together, combinations, codes;
        END $function$
        """;
}
