using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>The incomplete beta function, by the formulas of Domain/Statistics.</summary>
internal static class BetaFunctions
{
    private const string Arguments = "(a double precision, b double precision, x double precision, y double precision)";

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_ln_beta_prefix{Arguments}", LnPrefix);
        builder.HasSqlFunction($"mlops_beta_fraction{Arguments}", Fraction);
        builder.HasSqlFunction($"mlops_beta{Arguments}", Regularised);
    }

    // The logarithm of x^a y^b / B(a, b), for x + y = 1.
    private const string LnPrefix = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT mlops_stirling_error(a + b) - mlops_stirling_error(a) - mlops_stirling_error(b)
                - mlops_deviance(a, (a + b) * x) - mlops_deviance(b, (a + b) * y) + ln(a / (a + b) * b / (2 * pi())) / 2
        $function$
        """;

    // The continued fraction of DiDonato and Morris, 1992, for x up to a / (a + b).
    private const string Fraction = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            excess double precision := CASE WHEN x < y THEN a - (a + b) * x ELSE (a + b) * y - b END;
            denominator double precision := 1 / greatest(a / (a + 1) * (excess + 1), 1e-300::float8);
            numerator double precision := 'Infinity';
            fraction double precision := denominator;
            n integer := 1;
            middle double precision;
            change double precision;
            part double precision;
            factor double precision;
        BEGIN
            LOOP
                middle := a + 2 * n - 1;
                change := n * (b - n) * x / middle;
                part := CASE WHEN abs(change) < 1e-100::float8 OR x < 1e-100::float8 THEN 0
                    ELSE (a + n - 1) / middle * (a + b + n - 1) * change * x END;
                change := n + change + (a + n) / (middle + 2) * (excess + 1 + n * (1 + y));
                denominator := part * denominator + change;
                denominator := 1 / CASE WHEN abs(denominator) < 1e-300::float8 THEN 1e-300::float8 ELSE denominator END;
                numerator := change + part / numerator;
                IF abs(numerator) < 1e-300::float8 THEN
                    numerator := 1e-300;
                END IF;
                factor := denominator * numerator;
                fraction := fraction * factor;
                EXIT WHEN abs(factor - 1) <= 4e-16::float8;
                n := n + 1;
            END LOOP;
            RETURN mlops_exp(mlops_ln_beta_prefix(a, b, x, y) + ln(fraction));
        END $function$
        """;

    // I(x; a, b), from 0 at x = 0 to 1 at x = 1. The caller gives y = 1 - x, since the subtraction would lose digits near 1.
    private const string Regularised = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE
                WHEN NOT (a > 0 AND a < 1e300 AND b > 0 AND b < 1e300 AND x >= 0 AND x <= 1 AND y >= 0 AND y <= 1) THEN NULL
                WHEN x = 0 THEN 0
                WHEN y = 0 THEN 1
                WHEN (a + b) * y >= b THEN mlops_beta_fraction(a, b, x, y)
                ELSE 1 - mlops_beta_fraction(b, a, y, x) END
        $function$
        """;
}
