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
    // is 0. Numbers of 1e149 and more have no moments, since their squares can exceed a double.
    private const string Sketch = """
        RETURNS TABLE (version text, at integer, i integer, filled integer[], counts integer[], missing integer, mean double precision,
            squared_deviations double precision, lowest double precision, highest double precision, values_hash bigint)
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$
        BEGIN
            RETURN QUERY EXECUTE (
                SELECT format(
                    $sql$
                    SELECT g.version, g.at, g.i,
                        coalesce(array_agg(g.bin ORDER BY g.bin) FILTER (WHERE g.bin IS NOT NULL AND NOT g.is_whole), '{}'),
                        coalesce(array_agg(g.n::integer ORDER BY g.bin) FILTER (WHERE g.bin IS NOT NULL AND NOT g.is_whole), '{}'),
                        (max(g.n) FILTER (WHERE g.is_whole) - max(g.size) FILTER (WHERE g.is_whole))::integer,
                        max(g.mean) FILTER (WHERE g.is_whole), max(g.deviations) FILTER (WHERE g.is_whole),
                        max(g.lowest) FILTER (WHERE g.is_whole), max(g.highest) FILTER (WHERE g.is_whole),
                        max(g.hash) FILTER (WHERE g.is_whole)
                    FROM (
                        SELECT b.version, b.at, b.i, b.bin, grouping(b.bin) = 1 AS is_whole, count(*) AS n, count(b.bin) AS size,
                            CASE WHEN max(abs(b.finite)) < 1e149 THEN avg(b.small) END AS mean,
                            CASE WHEN max(abs(b.finite)) < 1e149 THEN var_pop(b.small) * count(b.small) END AS deviations,
                            min(b.finite) AS lowest, max(b.finite) AS highest, coalesce(bit_xor(b.hash), 0) AS hash
                        FROM (
                            SELECT r.version::text AS version, r.at, u.i, u.bin, u.hash, %s
                            FROM (%s) AS r
                            CROSS JOIN LATERAL (VALUES %s) AS u (i, v, bin, hash)) AS b
                        GROUP BY GROUPING SETS ((b.version, b.at, b.i, b.bin), (b.version, b.at, b.i))) AS g
                    GROUP BY g.version, g.at, g.i
                    $sql$,
                    CASE WHEN is_number
                        THEN 'CASE WHEN u.bin IS NOT NULL THEN u.v END AS finite, CASE WHEN u.bin IS NOT NULL AND abs(u.v) < 1e149 THEN u.v END AS small'
                        ELSE 'NULL::double precision AS finite, NULL::double precision AS small' END,
                    mlops_sample_sql(features, is_number, segment, 'current'),
                    string_agg(
                        format(
                            CASE WHEN is_number
                                THEN '(%1$s, r.v%1$s, CASE WHEN r.v%1$s > ''-Infinity'' AND r.v%1$s < ''Infinity'' THEN width_bucket(r.v%1$s, %2$L::double precision[]) END, hashfloat8extended(r.v%1$s, uuid_hash_extended(r.id, 0)))'
                                ELSE '(%1$s, r.v%1$s, CASE WHEN r.v%1$s IS NOT NULL THEN coalesce(array_position(%2$L::text[], r.v%1$s) - 1, cardinality(%2$L::text[])) END, hashtextextended(r.v%1$s, uuid_hash_extended(r.id, 0)))' END,
                            n, bins[n]),
                        ', ' ORDER BY n))
                FROM generate_series(1, cardinality(features)) AS n)
            USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, segment_names;
        END $function$
        """;
}
