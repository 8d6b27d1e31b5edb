using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// Bins of numbers. The arithmetic is that of Domain/Statistics, step by step, so that the same numbers fall into the same bins.
/// </summary>
internal static class BinFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_range(lowest double precision, highest double precision)", Range);
        builder.HasSqlFunction("mlops_quotient(part double precision, whole double precision)", Quotient);
        builder.HasSqlFunction("mlops_equal_bins(lowest double precision, highest double precision, wanted double precision)", EqualBins);
        builder.HasSqlFunction("mlops_sturges(count bigint)", Sturges);
        builder.HasSqlFunction("mlops_fixed_bins(edges double precision[])", FixedBins);
        builder.HasSqlFunction("mlops_bucket_limits(edges double precision[])", BucketLimits);
    }

    // Infinite where the distance exceeds a double, which would be an error.
    private const string Range = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE WHEN lowest < -1 AND highest > 1 AND highest / 2 - lowest / 2 > 8.988465674311579e307
                THEN 'Infinity' ELSE highest - lowest END
        $function$
        """;

    // Null where the quotient of two numbers above 0 exceeds a double, and 0 where it is too small for one.
    private const string Quotient = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE
                WHEN whole > 1 AND part < whole * 1e-300 THEN 0
                WHEN whole < 1 AND part > whole * 1.7976931348623157e308 THEN NULL
                ELSE part / nullif(whole, 0) END
        $function$
        """;

    // The edges of bins of equal width, of which about as many are wanted. If all numbers are equal, the only bin reaches 0.5 to each side.
    private const string EqualBins = """
        RETURNS double precision[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            width double precision := mlops_range(lowest, highest);
            bins integer := 1;
        BEGIN
            IF width = 'Infinity' THEN
                RETURN NULL;
            ELSIF width = 0 THEN
                RETURN ARRAY[lowest - 0.5::float8, highest + 0.5::float8];
            ELSIF width > 1e-300::float8 OR width * 2 > wanted * 5e-324::float8 THEN
                bins := ceil(width / (width / wanted));
            END IF;
            width := width / bins;
            RETURN ARRAY(SELECT lowest + n * width FROM generate_series(0, bins - 1) AS n ORDER BY n) || highest;
        END $function$
        """;

    // The number of bins of Sturges's rule, not yet rounded up. The logarithm of a power of 2 is exact.
    private const string Sturges = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE WHEN count > 0 THEN log(2::numeric, count::numeric)::double precision + 1 END
        $function$
        """;

    private const string FixedBins = """
        RETURNS double precision[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
        BEGIN
            IF cardinality(edges) > 0 IS NOT TRUE OR array_ndims(edges) <> 1
                OR EXISTS (
                    SELECT FROM (SELECT e.edge, lag(e.edge) OVER (ORDER BY e.at) AS last FROM unnest(edges) WITH ORDINALITY AS e (edge, at)) AS e
                    WHERE e.edge IS NULL OR e.edge IN ('NaN', 'Infinity', '-Infinity') OR e.edge < e.last)
            THEN
                RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                    'The edges must be one or more finite numbers in ascending order; they were %s.', coalesce(edges::text, 'null'));
            END IF;
            RETURN ARRAY(SELECT DISTINCT e.edge FROM unnest(edges) AS e (edge) ORDER BY e.edge);
        END $function$
        """;

    // What width_bucket compares with, so that each bucket from 1 to one more than the edges holds finite numbers: 1 those below the
    // first edge. Bucket 0 has the negative infinity, and the last one infinity and NaN.
    private const string BucketLimits = """
        RETURNS double precision[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT '-1.7976931348623157e308'::double precision || edges || 'Infinity'::double precision
        $function$
        """;
}
