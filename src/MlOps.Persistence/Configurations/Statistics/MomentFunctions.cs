using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// Range, mean and deviation of each feature, segment and side of a sample. The mean is computed of numbers as shares of the range, so
/// that no sum and no square exceeds a double.
/// </summary>
internal static class MomentFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_values_sql(sample text, features integer)", ValuesSql);
        builder.HasSqlFunction("mlops_ranges_sql(sample text, features integer, filtered integer[])", RangesSql);
        builder.HasSqlFunction($"mlops_ranges({SampleSql.Parameters})", Ranges);
        builder.HasSqlFunction($"mlops_moments({SampleSql.Parameters})", Moments);
    }

    // A row for each value of a sample: i is the number of its feature.
    private const string ValuesSql = """
        RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT format('SELECT r.at, r.is_current, unnest(ARRAY[%s]) AS i, unnest(ARRAY[%s]) AS v FROM (%s) AS r',
                string_agg(n::text, ', ' ORDER BY n), string_agg('r.v' || n, ', ' ORDER BY n), sample)
            FROM generate_series(1, features) AS n
        $function$
        """;

    // How many numbers each feature has, the lowest and the highest, as a statement. One pass with columns is faster than one with rows.
    // Filters take more time than all else, so that only features with numbers that are not finite have them.
    private const string RangesSql = """
        RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT format(
                $sql$
                SELECT r.at::integer, u.i::integer, r.is_current, u.n, CASE WHEN u.n > 0 THEN u.lowest END, CASE WHEN u.n > 0 THEN u.highest END
                FROM (SELECT r.at, r.is_current, ARRAY[%s] AS counts, ARRAY[%s] AS lowest, ARRAY[%s] AS highest FROM (%s) AS r GROUP BY r.at, r.is_current) AS r,
                    unnest(r.counts, r.lowest, r.highest) WITH ORDINALITY AS u (n, lowest, highest, i)
                $sql$,
                string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$count(*) FILTER (WHERE r.v%s > '-Infinity' AND r.v%1$s < 'Infinity')$sql$ ELSE 'count(r.v%s)' END, n), ', ' ORDER BY n),
                string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$min(r.v%s) FILTER (WHERE r.v%1$s > '-Infinity')$sql$ ELSE 'min(r.v%s)' END, n), ', ' ORDER BY n),
                string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$max(r.v%s) FILTER (WHERE r.v%1$s < 'Infinity')$sql$ ELSE 'max(r.v%s)' END, n), ', ' ORDER BY n),
                sample)
            FROM generate_series(1, features) AS n
        $function$
        """;

    // The same of the finite numbers. NaN is the highest of all numbers.
    private const string Ranges = """
        RETURNS TABLE (at integer, i integer, is_current boolean, count bigint, lowest double precision, highest double precision)
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        DECLARE
            ats integer[];
            numbers integer[];
            sides boolean[];
            counts bigint[];
            lows double precision[];
            highs double precision[];
            filtered integer[];
        BEGIN
            EXECUTE format(
                $sql$
                SELECT array_agg(r.at), array_agg(r.i), array_agg(r.is_current), array_agg(r.n), array_agg(r.low), array_agg(r.high),
                    array_agg(DISTINCT r.i) FILTER (WHERE r.low = '-Infinity' OR r.high >= 'Infinity')
                FROM (%s) AS r (at, i, is_current, n, low, high)
                $sql$,
                mlops_ranges_sql(sample, features, '{}'))
            INTO ats, numbers, sides, counts, lows, highs, filtered
            USING service, from_time, to_time, reference_from, reference_to, segment_names;
            IF filtered IS NULL THEN
                RETURN QUERY SELECT r.* FROM unnest(ats, numbers, sides, counts, lows, highs) AS r;
            ELSE
                RETURN QUERY EXECUTE mlops_ranges_sql(sample, features, filtered)
                USING service, from_time, to_time, reference_from, reference_to, segment_names;
            END IF;
        END $function$
        """;

    // unit_mean and unit_deviation are those of the shares of the range. All moments are null if two numbers are more than 1e149 apart.
    private const string Moments = """
        RETURNS TABLE (at integer, i integer, is_current boolean, count bigint, lowest double precision, highest double precision,
            range double precision, unit_mean double precision, unit_deviation double precision, mean double precision, deviation double precision)
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$
        DECLARE
            ats integer[];
            numbers integer[];
            sides boolean[];
            counts bigint[];
            lows double precision[];
            highs double precision[];
        BEGIN
            SELECT array_agg(r.at), array_agg(r.i), array_agg(r.is_current), array_agg(r.count), array_agg(r.lowest), array_agg(r.highest)
            INTO ats, numbers, sides, counts, lows, highs
            FROM mlops_ranges(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS r;
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT s.at, s.i, s.is_current, s.n, s.lowest, s.highest, s.range, m.mean, m.deviation,
                    s.lowest + CASE WHEN s.range > 1e-280 THEN m.mean * s.range ELSE 0 END,
                    CASE WHEN s.range > 1e-280 THEN m.deviation * s.range WHEN m.deviation IS NOT NULL THEN 0 END
                FROM (SELECT s.*, mlops_range(s.lowest, s.highest) AS range
                    FROM unnest($7, $8, $9, $10, $11, $12) AS s (at, i, is_current, n, lowest, highest)) AS s
                LEFT JOIN (
                    SELECT l.at, l.i, l.is_current, avg(l.share) AS mean, stddev_samp(l.share) AS deviation
                    FROM (
                        SELECT l.at, l.i, l.is_current, CASE WHEN l.v - s.lowest > s.least THEN (l.v - s.lowest) / s.range ELSE 0 END AS share
                        FROM (%s) AS l
                        JOIN (SELECT s.*, CASE WHEN s.range < 1e-290 THEN 0 ELSE s.range / 1e30 END AS least
                            FROM (SELECT s.*, mlops_range(s.lowest, s.highest) AS range
                                FROM unnest($7, $8, $9, $11, $12) AS s (at, i, is_current, lowest, highest)) AS s
                            WHERE s.range <= 1e149) AS s
                        ON s.at = l.at AND s.i = l.i AND s.is_current = l.is_current
                        WHERE l.v > '-Infinity' AND l.v < 'Infinity') AS l
                    GROUP BY l.at, l.i, l.is_current) AS m
                ON m.at = s.at AND m.i = s.i AND m.is_current = s.is_current
                $sql$,
                mlops_values_sql(sample, features))
            USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, numbers, sides, counts, lows, highs;
        END $function$
        """;
}
