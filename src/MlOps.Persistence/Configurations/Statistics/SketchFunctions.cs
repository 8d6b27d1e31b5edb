using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Counts the values of features in bins that are given, for each version and segment: the content of sketches.</summary>
internal static class SketchFunctions
{
    public static void Apply(ModelBuilder builder) =>
        builder.HasSqlFunction(
            """
            mlops_sketch(service text, from_time timestamptz, to_time timestamptz, features text[], is_number boolean, bins text[],
                segment text, segment_names text[])
            """,
            Sketch);

    // bins has the edges of each feature as the text of an array, or its categories. Only the bins with a count are there: the first one
    // is 0. A value is computed once, and the bins of all features are counted as one whole number, which says both. Numbers of 1e149
    // and more have no moments, since their squares can exceed a double. A row can have the aggregates of about 270 features.
    private const string Sketch = """
        RETURNS TABLE (version text, at integer, i integer, filled integer[], counts integer[], missing integer, mean double precision,
            squared_deviations double precision, lowest double precision, highest double precision, values_hash bigint)
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$
        BEGIN
            RETURN QUERY EXECUTE (
                SELECT format(
                    $sql$
                    WITH read AS MATERIALIZED (
                        SELECT r.version::text AS version, r.at, uuid_hash_extended(r.id, 0) AS id_hash, %s
                        FROM (%s OFFSET 0) AS r
                    ), summed AS (
                        SELECT r.version, r.at, count(*) AS n, %s
                        FROM read AS r
                        GROUP BY r.version, r.at
                    ), counted AS (
                        SELECT c.version, c.at, c.code / 2000 + 1 AS i, array_agg(c.code %% 2000 ORDER BY c.code) AS filled,
                            array_agg(c.n::integer ORDER BY c.code) AS counts
                        FROM (
                            SELECT r.version, r.at, u.code, count(*) AS n
                            FROM read AS r
                            CROSS JOIN LATERAL unnest(ARRAY[%s]) AS u (code)
                            WHERE u.code IS NOT NULL
                            GROUP BY r.version, r.at, u.code) AS c
                        GROUP BY 1, 2, 3
                    )
                    SELECT s.version, s.at, u.i, coalesce(c.filled, '{}'), coalesce(c.counts, '{}'), (s.n - u.size)::integer,
                        CASE WHEN u.lowest > -1e149 AND u.highest < 1e149 THEN u.mean END,
                        CASE WHEN u.lowest > -1e149 AND u.highest < 1e149 THEN u.variance * u.size END,
                        u.lowest, u.highest, coalesce(u.hash, 0)
                    FROM summed AS s
                    CROSS JOIN LATERAL (VALUES %s) AS u (i, size, mean, variance, lowest, highest, hash)
                    LEFT JOIN counted AS c ON c.i = u.i AND c.at = s.at AND c.version IS NOT DISTINCT FROM s.version
                    $sql$,
                    string_agg(format(
                        CASE WHEN is_number
                            THEN $sql$r.v%1$s, CASE WHEN r.v%1$s > '-Infinity' AND r.v%1$s < 'Infinity' THEN r.v%1$s END AS f%1$s$sql$
                            ELSE 'r.v%1$s' END, n), ', ' ORDER BY n),
                    mlops_sample_sql(features, is_number, segment, 'current'),
                    string_agg(format(
                        CASE WHEN is_number
                            THEN 'count(r.f%1$s) AS size%1$s, avg(r.f%1$s) FILTER (WHERE abs(r.f%1$s) < 1e149) AS mean%1$s, '
                                || 'var_pop(r.f%1$s) FILTER (WHERE abs(r.f%1$s) < 1e149) AS variance%1$s, min(r.f%1$s) AS lowest%1$s, '
                                || 'max(r.f%1$s) AS highest%1$s, bit_xor(hashfloat8extended(r.v%1$s, r.id_hash)) AS hash%1$s'
                            ELSE 'count(r.v%1$s) AS size%1$s, bit_xor(hashtextextended(r.v%1$s, r.id_hash)) AS hash%1$s' END, n), ', ' ORDER BY n),
                    string_agg(format(
                        CASE WHEN is_number
                            THEN '%3$s + width_bucket(r.f%1$s, %2$L::double precision[])'
                            ELSE '%3$s + CASE WHEN r.v%1$s IS NOT NULL THEN coalesce(array_position(%2$L::text[], r.v%1$s) - 1, cardinality(%2$L::text[])) END'
                            END, n, bins[n], (n - 1) * 2000), ', ' ORDER BY n),
                    string_agg(format(
                        CASE WHEN is_number
                            THEN '(%1$s, s.size%1$s, s.mean%1$s, s.variance%1$s, s.lowest%1$s, s.highest%1$s, s.hash%1$s)'
                            ELSE '(%1$s, s.size%1$s, NULL::double precision, NULL::double precision, NULL::double precision, NULL::double precision, s.hash%1$s)'
                            END, n), ', ' ORDER BY n))
                FROM generate_series(1, cardinality(features)) AS n)
            USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, segment_names;
        END $function$
        """;
}
