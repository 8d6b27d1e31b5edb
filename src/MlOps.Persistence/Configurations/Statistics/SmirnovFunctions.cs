using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// The p-values of Kolmogorov and Smirnov's test of two samples. A distance is that between both distribution functions, times the
/// product of both sizes, which makes it whole.
/// </summary>
internal static class SmirnovFunctions
{
    private const string Arguments = "(reference_size bigint, current_size bigint, distance bigint)";

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_ks_exact{Arguments}", CountPaths);
        builder.HasSqlFunction($"mlops_ks_asymp{Arguments}", Asymptotic);
    }

    // The share of the paths from one corner to the other, a step to the right for each number of the reference and upwards for each
    // current one, that are somewhere as far from the diagonal as the distance.
    private const string CountPaths = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            shares double precision[] := array_fill(0::float8, ARRAY[current_size::integer]);
            share double precision;
            start double precision := 0;
            offset_of_x bigint;
        BEGIN
            IF reference_size < 1 OR current_size < 1 OR distance < 0 THEN
                RETURN NULL;
            ELSIF distance = 0 THEN
                RETURN 1;
            END IF;
            FOR x IN 0..reference_size LOOP
                offset_of_x := x * current_size;
                IF offset_of_x >= distance THEN
                    start := 1;
                END IF;
                share := start;
                FOR y IN 1..current_size LOOP
                    share := CASE WHEN abs(offset_of_x - y * reference_size) >= distance THEN 1
                        ELSE (x * shares[y] + y * share) / (x + y) END;
                    shares[y] := share;
                END LOOP;
            END LOOP;
            RETURN least(1, share);
        END $function$
        """;

    private const string Asymptotic = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN reference_size < 1 OR current_size < 1 THEN NULL ELSE mlops_kolmogorov_survival(
                distance / (reference_size::float8 * current_size),
                greatest(1, round(reference_size::float8 * current_size / (reference_size::float8 + current_size)))::bigint) END
        $function$
        """;
}
