using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Tests of counts and of means, each with its p-value. What the numbers do not define is null.</summary>
internal static class TestFunctions
{
    private const string Counts = "(reference bigint[], current bigint[])";

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_chi_square{Counts}", ChiSquare);
        builder.HasSqlFunction($"mlops_chi_square_fit{Counts}", ChiSquareFit);
        builder.HasSqlFunction($"mlops_cramers_v{Counts}", CramersV);
        builder.HasSqlFunction(
            "mlops_two_proportion_z(reference_trials bigint, reference_successes bigint, current_trials bigint, current_successes bigint)",
            TwoProportionZ);
        builder.HasSqlFunction(
            """
            mlops_mean_difference(reference_size bigint, reference_mean double precision, reference_deviation double precision,
                current_size bigint, current_mean double precision, current_deviation double precision)
            """,
            MeanDifference);
    }

    // Pearson's test that both sides come from one distribution. What neither side has says nothing.
    private const string ChiSquare = """
        RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT t.statistic, CASE t.cells WHEN 1 THEN 1 ELSE mlops_chi_square_survival(t.statistic, t.cells - 1) END
            FROM (
                SELECT count(*) AS cells, sum(
                    (c.r - c.expected) * (c.r - c.expected) / c.expected
                    + (c.c - (c.r + c.c - c.expected)) * (c.c - (c.r + c.c - c.expected)) / (c.r + c.c - c.expected)) AS statistic
                FROM (
                    SELECT u.r, u.c, (u.r + u.c) * (sum(u.r) OVER () / sum(u.r + u.c) OVER ()) AS expected,
                        sum(u.r) OVER () AS whole_r, sum(u.c) OVER () AS whole_c
                    FROM unnest(reference::double precision[], current::double precision[]) AS u (r, c) WHERE u.r + u.c > 0) AS c
                WHERE c.whole_r > 0 AND c.whole_c > 0 AND cardinality(reference) = cardinality(current)) AS t
        $function$
        """;

    // Pearson's test of the current counts against those that the reference leads to expect.
    private const string ChiSquareFit = """
        RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT t.statistic, CASE WHEN t.statistic IS NULL THEN NULL WHEN t.cells = 1 THEN 1 ELSE mlops_chi_square_survival(t.statistic, t.cells - 1) END
            FROM (
                SELECT count(*) AS cells, CASE WHEN min(c.expected) > 0 THEN
                    sum((c.c - c.expected) * (c.c - c.expected) / CASE WHEN c.expected > 0 THEN c.expected ELSE 1 END) END AS statistic
                FROM (
                    SELECT u.c, u.r * (sum(u.c) OVER () / nullif(sum(u.r) OVER (), 0)) AS expected
                    FROM unnest(reference::double precision[], current::double precision[]) AS u (r, c) WHERE u.r + u.c > 0) AS c
                WHERE cardinality(reference) = cardinality(current)) AS t
        $function$
        """;

    private const string CramersV = """
        RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT sqrt(t.statistic / (SELECT sum(u.r + u.c)::double precision FROM unnest(reference, current) AS u (r, c))), t.p_value
            FROM mlops_chi_square(reference, current) AS t
        $function$
        """;

    // The z test with the pooled variance. Positive if the current share is higher.
    private const string TwoProportionZ = """
        RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT t.z, mlops_normal_two_sided(t.z)
            FROM (
                SELECT (current_successes / nullif(current_trials, 0)::double precision
                    - reference_successes / nullif(reference_trials, 0)::double precision) / sqrt(nullif(v.variance, 0)) AS z
                FROM (
                    SELECT p.pooled * (1 - p.pooled)
                        * (1 / nullif(reference_trials, 0)::double precision + 1 / nullif(current_trials, 0)::double precision) AS variance
                    FROM (
                        SELECT (reference_successes::double precision + current_successes)
                            / nullif(reference_trials::double precision + current_trials, 0) AS pooled) AS p
                    WHERE reference_trials >= 2 AND current_trials >= 2
                        AND reference_successes BETWEEN 0 AND reference_trials AND current_successes BETWEEN 0 AND current_trials) AS v) AS t
            RIGHT JOIN (SELECT) AS one ON true
        $function$
        """;

    // Welch's t test, which does not assume equal variances. Positive if the current mean is higher. The arithmetic is in units of the
    // larger standard error, so that no square is too large or too small for a double.
    private const string MeanDifference = """
        RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
        DECLARE
            reference_error double precision := reference_deviation / sqrt(nullif(reference_size, 0));
            current_error double precision := current_deviation / sqrt(nullif(current_size, 0));
            unit double precision := greatest(reference_error, current_error);
            distance double precision;
            variance double precision;
            degrees_of_freedom double precision;
        BEGIN
            IF reference_size >= 2 AND current_size >= 2 AND unit > 0 AND unit < 'Infinity'
                AND greatest(abs(reference_mean), abs(current_mean)) < 1e300::float8
            THEN
                reference_error := mlops_square(mlops_quotient(reference_error, unit));
                current_error := mlops_square(mlops_quotient(current_error, unit));
                variance := reference_error + current_error;
                degrees_of_freedom := 1 / (mlops_square(reference_error / variance) / (reference_size - 1)
                    + mlops_square(current_error / variance) / (current_size - 1));
                distance := current_mean - reference_mean;
                statistic := sign(distance) * mlops_quotient(abs(distance), unit) / sqrt(variance);
                p_value := mlops_student_t_two_sided(statistic, degrees_of_freedom);
            END IF;
            RETURN NEXT;
        END $function$
        """;
}
