using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>What tells a later reader that the rows of a result have changed.</summary>
internal static class HashFunctions
{
    public static void Apply(ModelBuilder builder) =>
        builder.HasSqlFunction($"mlops_hash_values({SampleSql.Parameters}, is_number boolean)", HashValues);

    // The order of the rows does not matter, and their ids are all different. PostgreSQL has the same hash functions in all versions,
    // since tables that are partitioned by a hash depend on them. A missing value has none, as it takes part in nothing.
    private const string HashValues = """
        RETURNS TABLE (at integer, i integer, reference_hash bigint, current_hash bigint)
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        BEGIN
            RETURN QUERY EXECUTE (
                SELECT format(
                    $sql$
                    SELECT s.at, u.i::integer, max(u.hash) FILTER (WHERE NOT s.is_current), max(u.hash) FILTER (WHERE s.is_current)
                    FROM (SELECT r.at, r.is_current, ARRAY[%s] AS hashes FROM (%s) AS r GROUP BY r.at, r.is_current) AS s,
                        unnest(s.hashes) WITH ORDINALITY AS u (hash, i)
                    GROUP BY s.at, u.i
                    $sql$,
                    string_agg(format('bit_xor(%s(r.v%s, uuid_hash_extended(r.id, 0)))',
                        CASE WHEN is_number THEN 'hashfloat8extended' ELSE 'hashtextextended' END, n), ', ' ORDER BY n),
                    sample)
                FROM generate_series(1, features) AS n)
            USING service, from_time, to_time, reference_from, reference_to, segment_names;
        END $function$
        """;
}
