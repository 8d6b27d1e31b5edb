using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>The tails of the distributions that tests need. An argument that has no probability gives null.</summary>
internal static class DistributionFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_normal_survival(z double precision)", NormalSurvival);
        builder.HasSqlFunction("mlops_normal_two_sided(z double precision)", NormalTwoSided);
        builder.HasSqlFunction("mlops_chi_square_survival(x double precision, degrees_of_freedom double precision)", ChiSquareSurvival);
        builder.HasSqlFunction("mlops_student_t_two_sided(t double precision, degrees_of_freedom double precision)", StudentTTwoSided);
    }

    private const string NormalSurvival = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE
                WHEN z = 'NaN' THEN NULL
                WHEN z > 39 THEN 0
                WHEN z >= 0 THEN mlops_gamma_upper(0.5, mlops_square(z) / 2) / 2
                WHEN z > -39 THEN 1 - mlops_gamma_upper(0.5, mlops_square(z) / 2) / 2
                ELSE 1 END
        $function$
        """;

    private const string NormalTwoSided = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN abs(z) > 39 AND z <> 'NaN' THEN 0 ELSE mlops_gamma_upper(0.5, mlops_square(z) / 2) END
        $function$
        """;

    private const string ChiSquareSurvival = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT mlops_gamma_upper(degrees_of_freedom / 2, x / 2)
        $function$
        """;

    // From 1e15 degrees of freedom on, the distribution is as good as normal.
    private const string StudentTTwoSided = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            size double precision := abs(t);
            ratio double precision;
        BEGIN
            IF NOT (degrees_of_freedom > 0) OR degrees_of_freedom = 'NaN' OR t = 'NaN' THEN
                RETURN NULL;
            ELSIF degrees_of_freedom > 1e15::float8 THEN
                RETURN mlops_normal_two_sided(t);
            ELSIF size < 1e-150::float8 THEN
                RETURN 1;
            ELSIF size >= 1 AND size / degrees_of_freedom >= 1e308::float8 / size THEN
                RETURN 0;
            END IF;
            ratio := t / degrees_of_freedom * t;
            RETURN mlops_beta(degrees_of_freedom / 2, 0.5, 1 / (1 + ratio), 1 / (1 + 1 / ratio));
        END $function$
        """;
}
