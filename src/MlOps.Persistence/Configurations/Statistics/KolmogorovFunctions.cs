using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// The distribution of the largest distance between a continuous distribution and numbers drawn from it, by the formulas of
/// Domain/Statistics.
/// </summary>
internal static class KolmogorovFunctions
{
    private const string Arguments = "(distance double precision, count bigint)";

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction($"mlops_smirnov_survival{Arguments}", SmirnovSurvival);
        builder.HasSqlFunction($"mlops_durbin_cdf{Arguments}", DurbinCdf);
        builder.HasSqlFunction($"mlops_pelz_good_cdf{Arguments}", PelzGoodCdf);
        builder.HasSqlFunction($"mlops_kolmogorov_survival{Arguments}", KolmogorovSurvival);
    }

    // In one direction: the sum of Birnbaum and Tingey, 1951. Of a long sum, some thousand evenly spaced terms are enough.
    private const string SmirnovSurvival = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            step bigint := greatest(1, count / 4096);
            at bigint := step;
            total double precision;
            below double precision;
            above double precision;
        BEGIN
            IF distance >= 1 OR 2 * count * distance * distance > 746 THEN
                RETURN 0;
            END IF;
            total := mlops_exp(count * ln(1 - distance));
            WHILE at < count LOOP
                below := distance + at / count::float8;
                above := (count - at) / count::float8 - distance;
                EXIT WHEN above <= 0;
                total := total + mlops_exp(
                    mlops_ln_beta_prefix(at, count - at, below, above) + ln(distance / below * count / at / (count - at)));
                at := at + step;
            END LOOP;
            RETURN total * step;
        END $function$
        """;

    // In either direction, for few numbers: one row of a power of a matrix of probabilities (Durbin, 1973).
    private const string DurbinCdf = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            middle integer := ceil(count * distance);
            size integer := 2 * middle - 1;
            rest double precision := middle - count * distance;
            factorials double precision[] := array_fill(1::float8, ARRAY[size + 1]);
            powers double precision[] := array_fill(rest, ARRAY[size + 1]);
            edge double precision[] := array_fill(0::float8, ARRAY[size]);
            vector double precision[] := array_fill(0::float8, ARRAY[size]);
            product double precision[];
            corner double precision;
            value double precision;
        BEGIN
            FOR n IN 1..size LOOP
                factorials[n + 1] := factorials[n] / n;
                powers[n + 1] := CASE WHEN powers[n] < 1e-200::float8 THEN 0 ELSE powers[n] * rest END;
            END LOOP;
            -- All weights are 1 except for the first column and the last line, where the limits cut a part away.
            corner := 1 - 2 * powers[size] + CASE WHEN 2 * rest > 1 THEN mlops_exp(size * ln(2 * rest - 1)) ELSE 0 END;
            vector[middle] := 1;
            FOR step IN 1..count LOOP
                product := edge;
                FOR line IN 1..size LOOP
                    value := vector[line] * step / count;
                    CONTINUE WHEN value = 0;
                    product[1] := product[1] + value * factorials[line + 1] * CASE WHEN line = size THEN corner ELSE 1 - powers[line] END;
                    FOR col IN 2..least(line + 1, size) LOOP
                        product[col] := product[col]
                            + value * factorials[line - col + 2] * CASE WHEN line = size THEN 1 - powers[size - col + 1] ELSE 1 END;
                    END LOOP;
                END LOOP;
                vector := product;
            END LOOP;
            RETURN vector[middle];
        END $function$
        """;

    // In either direction, for many numbers: the limit and three corrections for their count (Pelz and Good, 1976).
    private const string PelzGoodCdf = """
        RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
        DECLARE
            z2 double precision := count * distance * distance;
            z double precision := sqrt(z2);
            z4 double precision := z2 * z2;
            z6 double precision := z2 * z2 * z2;
            limits double precision := 0;
            first double precision := 0;
            second double precision := 0;
            third double precision := 0;
            second_whole double precision := 0;
            third_whole double precision := 0;
            half double precision;
            whole double precision;
            weight double precision;
        BEGIN
            FOR term IN 0..19 LOOP
                half := pi() * pi() * (term + 0.5::float8) * (term + 0.5::float8);
                IF half / (2 * z2) < 600 THEN
                    weight := exp(-half / (2 * z2));
                    limits := limits + weight;
                    first := first + weight * (half - z2);
                    second := second + weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * half + (1 - 2 * z2) * half * half);
                    third := third + weight * (-30 * z6 - 90 * z6 * z2 + (135 * z4 - 96 * z6) * half
                        + (212 * z4 - 60 * z2) * half * half + (5 - 30 * z2) * half * half * half);
                END IF;
                whole := pi() * pi() * term * term;
                IF whole / (2 * z2) < 600 THEN
                    weight := exp(-whole / (2 * z2));
                    second_whole := second_whole + weight * whole;
                    third_whole := third_whole + weight * (3 * whole * z2 - whole * whole);
                END IF;
            END LOOP;
            -- Each sum is half of one over all whole numbers, which the factor 2 completes.
            RETURN 2 * sqrt(pi() / 2) * (limits / z + first / (6 * z4) / sqrt(count)
                + (second / (72 * z6 * z) - second_whole / (36 * z2 * z)) / count
                + (third / (6480 * z6 * z4) + third_whole / (216 * z6)) / count / sqrt(count));
        END $function$
        """;

    // For each count and distance, the method that is fast and exact there (Simard and L'Ecuyer, 2011).
    private const string KolmogorovSurvival = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE
                WHEN NOT (distance >= 0 AND distance <= 1 AND count >= 1) THEN NULL
                WHEN distance < 1e-100 OR count * distance * distance < 0.01 THEN 1
                WHEN distance >= 0.5 OR count * distance * distance >= CASE WHEN count <= 140 THEN 4 ELSE 2.2 END
                    THEN least(1, 2 * mlops_smirnov_survival(distance, count))
                WHEN count <= 140 OR count <= 1000 AND count * distance * sqrt(distance) <= 1.4
                    THEN 1 - mlops_durbin_cdf(distance, count)
                ELSE 1 - mlops_pelz_good_cdf(distance, count) END
        $function$
        """;
}
