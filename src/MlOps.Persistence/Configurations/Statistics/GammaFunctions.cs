using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// The gamma function and its tail, which PostgreSQL lacks before version 18. The formulas are those of Domain/Statistics. Where a
/// result is too small for a double, PostgreSQL raises an error and .NET has 0, so the small parts are left out here. Functions of one
/// expression are not STRICT where they need not be, since PostgreSQL would not put a strict CASE in the place of its call.
/// </summary>
internal static class GammaFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_exp(x double precision)", Exp);
        builder.HasSqlFunction("mlops_square(x double precision)", Square);
        builder.HasSqlFunction("mlops_stirling_error(z double precision)", StirlingError);
        builder.HasSqlFunction("mlops_deviance(x double precision, mean double precision)", Deviance);
        builder.HasSqlFunction("mlops_gamma_upper(a double precision, x double precision)", GammaUpper);
    }

    private const string Exp = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE WHEN x < -745 THEN 0 ELSE exp(x) END
        $function$
        """;

    private const string Square = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE WHEN abs(x) < 1e-150 THEN 0 ELSE x * x END
        $function$
        """;

    // The difference between ln(z!) and Stirling's approximation.
    private const string StirlingError = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            error double precision := 0;
            square double precision;
        BEGIN
            WHILE z < 16 LOOP
                error := error + (z + 0.5::float8) * ln((z + 1) / z) - 1;
                z := z + 1;
            END LOOP;
            square := z * z;
            RETURN error + (1 / 12::float8 - (1 / 360::float8 - (1 / 1260::float8 - (1 / 1680::float8
                - (1 / 1188::float8 - 691 / 360360::float8 / square) / square) / square) / square) / square) / z;
        END $function$
        """;

    // x ln(x / mean) + mean - x, which is small if x is near the mean. Near it, the logarithm would lose digits, and a series does not.
    private const string Deviance = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            distance double precision := (x - mean) / (x + mean);
            sum double precision := (x - mean) * distance;
            power double precision := 2 * x * distance;
            next double precision;
            n integer := 3;
        BEGIN
            IF abs(distance) >= 0.5::float8 THEN
                RETURN x * ln(x / mean) + mean - x;
            END IF;
            LOOP
                power := power * distance * distance;
                next := sum + power / n;
                IF next = sum THEN
                    RETURN sum;
                END IF;
                sum := next;
                n := n + 2;
            END LOOP;
        END $function$
        """;

    // The regularised incomplete gamma function Q(a, x): from 1 at x = 0 to 0. A series below the mean, a continued fraction above it.
    private const string GammaUpper = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            exponent double precision;
            sum double precision := 1;
            term double precision := 1;
            n integer := 1;
            numerator double precision := 'Infinity';
            denominator double precision;
            fraction double precision;
            factor double precision;
        BEGIN
            IF NOT (a > 0 AND a < 1e300::float8 AND x >= 0) OR x = 'NaN' THEN
                RETURN NULL;
            ELSIF x < 1e-300::float8 AND a >= 0.1::float8 OR x = 0 THEN
                RETURN 1;
            ELSIF x / 1000 > a + 2 THEN
                RETURN 0;
            END IF;

            exponent := -mlops_stirling_error(a) - mlops_deviance(a, x) - ln(2 * pi() * a) / 2;
            IF x < a + 1 THEN
                WHILE term > sum * 1e-17::float8 LOOP
                    term := term * x / (a + n);
                    sum := sum + term;
                    n := n + 1;
                END LOOP;
                RETURN greatest(0, 1 - mlops_exp(exponent + ln(sum)));
            END IF;

            denominator := 1 / (x + 1 - a);
            fraction := denominator;
            LOOP
                denominator := n * (a - n) * denominator + x + 1 - a + 2 * n;
                denominator := 1 / CASE WHEN abs(denominator) < 1e-300::float8 THEN 1e-300::float8 ELSE denominator END;
                numerator := x + 1 - a + 2 * n + n * (a - n) / numerator;
                IF abs(numerator) < 1e-300::float8 THEN
                    numerator := 1e-300;
                END IF;
                factor := denominator * numerator;
                fraction := fraction * factor;
                EXIT WHEN abs(factor - 1) <= 4e-16::float8;
                n := n + 1;
            END LOOP;
            RETURN mlops_exp(exponent + ln(a * fraction));
        END $function$
        """;
}
