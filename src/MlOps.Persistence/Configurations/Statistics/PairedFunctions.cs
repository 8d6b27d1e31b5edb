using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>What the labels of a version's predictions say about it and about a version that answered the same inputs.</summary>
internal static class PairedFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_paired_rows_sql", RowsSql);
        builder.HasSqlFunction(
            "mlops_paired(champion uuid, challenger uuid, from_time timestamptz, to_time timestamptz, " +
            "threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, " +
            "segment_cap integer DEFAULT 20)",
            Paired);
    }

    // Each prediction of the champion: y is the label, a and b are the answers of champion and challenger, and key is the segment.
    private static SqlFunction RowsSql(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var x = names.Table<ShadowScore>("x");
        return new SqlFunction(
            "segment text",
            $"""
            RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$
                SELECT concat(
                    $sql$SELECT {p[c => c.Id]} AS id, {p[c => c.ActualValue]} AS y, {p[c => c.PredictedValue]} AS a, {x[c => c.PredictedValue]} AS b, $sql$,
                    CASE WHEN segment IS NULL THEN 'NULL::text' ELSE mlops_value_sql(segment, false, 's.place') END,
                    $sql$ AS key
                    FROM {p}
                    LEFT JOIN {x} ON {x[c => c.TenantId]} = {p[c => c.TenantId]} AND {x[c => c.PredictionId]} = {p[c => c.Id]}
                        AND {x[c => c.ModelVersionId]} = $2
                    {VersionRows.JoinSchema(names, p)}
                    WHERE {p[c => c.ModelVersionId]} = $1 AND {p[c => c.CreatedAt]} >= $3 AND {p[c => c.CreatedAt]} < $4
                        $sql$, {VersionRows.OfTenant(p)})
            $function$
            """);
    }

    // Each list of moments has the number of rows, both means, both variances and the covariance. A square of a number from 1e70 on can
    // exceed a double in a variance, so there are no moments then. ranked counts, for each row, the rows of the other label that its score
    // is above, where an equal one counts half: their mean is the area under the curve, and their variance that of DeLong.
    private const string Paired = """
        RETURNS TABLE (segment_name text, segment_kind text, predictions bigint, labelled bigint,
            answered bigint, scored bigint, paired bigint, counts bigint[],
            brier double precision[], log_loss double precision[], absolute double precision[], squared double precision[],
            auc double precision[], rows_hash bigint)
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        BEGIN
            PERFORM mlops_require_window('window', from_time, to_time);
            PERFORM mlops_require_segment(segment, segment_cap);
            RETURN QUERY EXECUTE format(
                $sql$
                WITH answers AS MATERIALIZED (
                    SELECT r.*, num_nulls(r.y, r.a, r.b) = 0 AS is_paired, r.y = $6 AS is_positive,
                        num_nulls(r.y, r.a, r.b) = 0 AND r.a BETWEEN 0 AND 1 AND r.b BETWEEN 0 AND 1 AS is_scored,
                        CASE WHEN greatest(abs(r.a), abs(r.y)) < 1e300 THEN abs(r.a - r.y) ELSE 'Infinity' END AS error_a,
                        CASE WHEN greatest(abs(r.b), abs(r.y)) < 1e300 THEN abs(r.b - r.y) ELSE 'Infinity' END AS error_b,
                        CASE WHEN r.y = $6 THEN r.a ELSE 1 - r.a END AS likelihood_a, CASE WHEN r.y = $6 THEN r.b ELSE 1 - r.b END AS likelihood_b
                    FROM (%s) AS r
                ), segments AS (
                    SELECT k.key, CASE WHEN k.key IS NULL THEN 0 WHEN k.place <= $8 THEN k.place ELSE -1 END AS at
                    FROM (
                        SELECT r.key, row_number() OVER (ORDER BY r.key IS NULL, count(*) FILTER (WHERE r.is_paired) DESC, r.key COLLATE "C") AS place
                        FROM answers AS r
                        GROUP BY r.key) AS k
                    WHERE $7 IS NOT NULL
                ), grouped AS (
                    SELECT -2::bigint AS at, r.* FROM answers AS r
                    UNION ALL
                    SELECT s.at, r.* FROM answers AS r JOIN segments AS s ON s.key = r.key
                    UNION ALL
                    SELECT 0, r.* FROM answers AS r WHERE r.key IS NULL AND $7 IS NOT NULL
                ), losses AS (
                    SELECT r.at, r.key, r.id, r.y, r.a, r.b, r.is_paired, r.is_scored,
                        CASE WHEN r.is_scored THEN (CASE WHEN r.is_positive THEN 4 ELSE 0 END)
                            + (CASE WHEN r.a >= $5 THEN 2 ELSE 0 END) + (CASE WHEN r.b >= $5 THEN 1 ELSE 0 END) END AS answer,
                        CASE WHEN r.is_scored THEN mlops_square(r.likelihood_a - 1) END AS brier_a,
                        CASE WHEN r.is_scored THEN mlops_square(r.likelihood_b - 1) END AS brier_b,
                        CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood_a, 1e-15), 0.999999999999999)) END AS loss_a,
                        CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood_b, 1e-15), 0.999999999999999)) END AS loss_b,
                        CASE WHEN r.is_paired AND r.error_a < 1e70 AND r.error_b < 1e70 THEN r.error_a END AS error_a,
                        CASE WHEN r.is_paired AND r.error_a < 1e70 AND r.error_b < 1e70 THEN r.error_b END AS error_b
                    FROM grouped AS r
                ), summed AS (
                    SELECT r.at, min(r.key) FILTER (WHERE r.at > 0) AS name, count(*) AS n, count(r.y) AS labelled,
                        count(*) FILTER (WHERE r.y IS NOT NULL AND r.a IS NOT NULL) AS answered,
                        count(*) FILTER (WHERE r.y IS NOT NULL AND r.a BETWEEN 0 AND 1) AS scored,
                        count(*) FILTER (WHERE r.is_paired) AS paired,
                        ARRAY[
                            count(*) FILTER (WHERE r.answer = 0), count(*) FILTER (WHERE r.answer = 1), count(*) FILTER (WHERE r.answer = 2),
                            count(*) FILTER (WHERE r.answer = 3), count(*) FILTER (WHERE r.answer = 4), count(*) FILTER (WHERE r.answer = 5),
                            count(*) FILTER (WHERE r.answer = 6), count(*) FILTER (WHERE r.answer = 7)] AS counts,
                        ARRAY[count(r.brier_a), avg(r.brier_a), avg(r.brier_b), var_samp(r.brier_a), var_samp(r.brier_b),
                            covar_samp(r.brier_a, r.brier_b)] AS brier,
                        ARRAY[count(r.loss_a), avg(r.loss_a), avg(r.loss_b), var_samp(r.loss_a), var_samp(r.loss_b),
                            covar_samp(r.loss_a, r.loss_b)] AS log_loss,
                        ARRAY[count(r.error_a), avg(r.error_a), avg(r.error_b), var_samp(r.error_a), var_samp(r.error_b),
                            covar_samp(r.error_a, r.error_b)] AS absolute,
                        ARRAY[count(r.error_a), avg(mlops_square(r.error_a)), avg(mlops_square(r.error_b)), var_samp(mlops_square(r.error_a)),
                            var_samp(mlops_square(r.error_b)), covar_samp(mlops_square(r.error_a), mlops_square(r.error_b))] AS squared,
                        count(r.error_a) = count(*) FILTER (WHERE r.is_paired) AS has_moments,
                        bit_xor(uuid_hash_extended(r.id, hashfloat8extended(coalesce(r.y, 'NaN'), hashfloat8extended(coalesce(r.a, 'NaN'),
                            hashfloat8extended(coalesce(r.b, 'NaN'), 0))))) AS hash
                    FROM losses AS r
                    GROUP BY r.at
                ), ranked AS (
                    SELECT r.at, r.is_positive,
                        CASE WHEN r.is_positive THEN r.other_up_to_a - r.other_at_a / 2.0 ELSE r.others - r.other_up_to_a + r.other_at_a / 2.0 END / r.others AS above_a,
                        CASE WHEN r.is_positive THEN r.other_up_to_b - r.other_at_b / 2.0 ELSE r.others - r.other_up_to_b + r.other_at_b / 2.0 END / r.others AS above_b
                    FROM (
                        SELECT r.at, r.is_positive,
                            CASE WHEN r.is_positive THEN sum(r.negative) OVER w ELSE sum(r.positive) OVER w END::double precision AS others,
                            CASE WHEN r.is_positive THEN sum(r.negative) OVER up_to_a ELSE sum(r.positive) OVER up_to_a END::double precision AS other_up_to_a,
                            CASE WHEN r.is_positive THEN sum(r.negative) OVER up_to_b ELSE sum(r.positive) OVER up_to_b END::double precision AS other_up_to_b,
                            CASE WHEN r.is_positive THEN sum(r.negative) OVER at_a ELSE sum(r.positive) OVER at_a END::double precision AS other_at_a,
                            CASE WHEN r.is_positive THEN sum(r.negative) OVER at_b ELSE sum(r.positive) OVER at_b END::double precision AS other_at_b
                        FROM (
                            SELECT r.at, r.a, r.b, r.is_positive, CASE WHEN r.is_positive THEN 1 ELSE 0 END AS positive,
                                CASE WHEN r.is_positive THEN 0 ELSE 1 END AS negative
                            FROM grouped AS r
                            WHERE r.is_scored) AS r
                        WINDOW w AS (PARTITION BY r.at), up_to_a AS (PARTITION BY r.at ORDER BY r.a), up_to_b AS (PARTITION BY r.at ORDER BY r.b),
                            at_a AS (PARTITION BY r.at, r.a), at_b AS (PARTITION BY r.at, r.b)) AS r
                    WHERE r.others > 0
                ), areas AS (
                    SELECT r.at, ARRAY[
                        count(*) FILTER (WHERE r.is_positive), count(*) FILTER (WHERE NOT r.is_positive),
                        avg(r.above_a) FILTER (WHERE r.is_positive), avg(r.above_b) FILTER (WHERE r.is_positive),
                        coalesce(var_samp(r.above_b - r.above_a) FILTER (WHERE r.is_positive), 0) / count(*) FILTER (WHERE r.is_positive)
                            + coalesce(var_samp(r.above_b - r.above_a) FILTER (WHERE NOT r.is_positive), 0) / count(*) FILTER (WHERE NOT r.is_positive)] AS auc
                    FROM ranked AS r
                    GROUP BY r.at
                )
                SELECT s.name, CASE WHEN s.at = -2 THEN 'all' WHEN s.at > 0 THEN 'named' WHEN s.at = 0 THEN 'missing' ELSE 'others' END,
                    s.n, s.labelled, s.answered, s.scored, s.paired, s.counts,
                    CASE WHEN s.brier[1] > 1 THEN s.brier END, CASE WHEN s.log_loss[1] > 1 THEN s.log_loss END,
                    CASE WHEN s.absolute[1] > 1 AND s.has_moments THEN s.absolute END, CASE WHEN s.squared[1] > 1 AND s.has_moments THEN s.squared END,
                    u.auc, s.hash
                FROM summed AS s
                LEFT JOIN areas AS u ON u.at = s.at
                ORDER BY s.at = -2 DESC, s.at < 0, s.at = 0, s.at
                $sql$,
                mlops_paired_rows_sql(segment))
            USING champion, challenger, from_time, to_time, threshold, positive, segment, segment_cap;
        END $function$
        """;
}
