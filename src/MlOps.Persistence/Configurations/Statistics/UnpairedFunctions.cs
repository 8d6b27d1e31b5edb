using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>What labels say about the predictions that each of two versions made itself.</summary>
internal static class UnpairedFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_unpaired_rows_sql", RowsSql);
        builder.HasSqlFunction(
            "mlops_unpaired(first_version uuid, other_version uuid, from_time timestamptz, to_time timestamptz, " +
            "threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, " +
            "segment_cap integer DEFAULT 20)",
            Unpaired);
    }

    // Each prediction of both versions: y is the label, a is the answer, and key is the segment.
    private static SqlFunction RowsSql(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        return new SqlFunction(
            "segment text",
            $"""
            RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$
                SELECT concat(
                    $sql$SELECT {p[c => c.ModelVersionId]} = $2 AS of_other, {p[c => c.ActualValue]} AS y, {p[c => c.PredictedValue]} AS a, $sql$,
                    CASE WHEN segment IS NULL THEN 'NULL::text' ELSE mlops_value_sql(segment, false, 's.place') END,
                    $sql$ AS key
                    FROM {p}
                    {VersionRows.JoinSchema(names, p)}
                    WHERE {p[c => c.ModelVersionId]} IN ($1, $2) AND {p[c => c.CreatedAt]} >= $3 AND {p[c => c.CreatedAt]} < $4
                        $sql$, {VersionRows.OfTenant(p)})
            $function$
            """);
    }

    // A row for each version and segment that has predictions. Each list of moments has the number of rows, the mean and the variance. A
    // square of a number from 1e70 on can exceed a double in a variance, so there are no moments then. ranked counts, for each score, the
    // scores of the other label below it, where an equal one counts half: their mean is the area under the curve, and their variance
    // that of DeLong.
    private const string Unpaired = """
        RETURNS TABLE (segment_name text, segment_kind text, of_other boolean, predictions bigint, labelled bigint, answered bigint,
            true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,
            brier double precision[], log_loss double precision[], absolute double precision[], squared double precision[],
            auc double precision[])
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        BEGIN
            PERFORM mlops_require_window('window', from_time, to_time);
            PERFORM mlops_require_segment(segment, segment_cap);
            RETURN QUERY EXECUTE format(
                $sql$
                WITH answers AS MATERIALIZED (
                    SELECT r.*, num_nulls(r.y, r.a) = 0 AS is_answered, r.y = $6 AS is_positive, r.y IS NOT NULL AND r.a BETWEEN 0 AND 1 AS is_scored,
                        CASE WHEN greatest(abs(r.a), abs(r.y)) < 1e300 THEN abs(r.a - r.y) ELSE 'Infinity' END AS error,
                        CASE WHEN r.y = $6 THEN r.a ELSE 1 - r.a END AS likelihood
                    FROM (%s) AS r
                ), segments AS (
                    SELECT k.key, CASE WHEN k.place <= $8 THEN k.place ELSE -1 END AS at
                    FROM (
                        SELECT r.key, row_number() OVER (ORDER BY count(*) FILTER (WHERE r.is_answered) DESC, r.key COLLATE "C") AS place
                        FROM answers AS r
                        WHERE r.key IS NOT NULL
                        GROUP BY r.key) AS k
                ), grouped AS (
                    SELECT -2::bigint AS at, r.* FROM answers AS r
                    UNION ALL
                    SELECT s.at, r.* FROM answers AS r JOIN segments AS s ON s.key = r.key
                    UNION ALL
                    SELECT 0, r.* FROM answers AS r WHERE r.key IS NULL AND $7 IS NOT NULL
                ), losses AS (
                    SELECT r.at, r.key, r.of_other, r.y, r.is_answered, r.is_scored, r.is_positive, r.a >= $5 AS is_selected,
                        CASE WHEN r.is_scored THEN mlops_square(r.likelihood - 1) END AS brier,
                        CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood, 1e-15), 0.999999999999999)) END AS loss,
                        CASE WHEN r.is_answered AND r.error < 1e70 THEN r.error END AS error
                    FROM grouped AS r
                ), summed AS (
                    SELECT r.at, r.of_other, min(r.key) FILTER (WHERE r.at > 0) AS name, count(*) AS n, count(r.y) AS labelled,
                        count(*) FILTER (WHERE r.is_answered) AS answered,
                        count(*) FILTER (WHERE r.is_scored AND r.is_selected AND r.is_positive) AS tp,
                        count(*) FILTER (WHERE r.is_scored AND r.is_selected AND NOT r.is_positive) AS fp,
                        count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND r.is_positive) AS fn,
                        count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND NOT r.is_positive) AS tn,
                        ARRAY[count(r.brier), avg(r.brier), var_samp(r.brier)] AS brier,
                        ARRAY[count(r.loss), avg(r.loss), var_samp(r.loss)] AS log_loss,
                        ARRAY[count(r.error), avg(r.error), var_samp(r.error)] AS absolute,
                        ARRAY[count(r.error), avg(mlops_square(r.error)), var_samp(mlops_square(r.error))] AS squared,
                        count(r.error) = count(*) FILTER (WHERE r.is_answered) AS has_moments
                    FROM losses AS r
                    GROUP BY r.at, r.of_other
                ), ranked AS (
                    SELECT r.at, r.of_other, r.positives, r.negatives, sum(r.positives) OVER w AS all_positives, sum(r.negatives) OVER w AS all_negatives,
                        sum(r.positives) OVER up_to - r.positives / 2 AS positives_below, sum(r.negatives) OVER up_to - r.negatives / 2 AS negatives_below
                    FROM (
                        SELECT r.at, r.of_other, r.a, (count(*) FILTER (WHERE r.is_positive))::double precision AS positives,
                            (count(*) FILTER (WHERE NOT r.is_positive))::double precision AS negatives
                        FROM grouped AS r
                        WHERE r.is_scored
                        GROUP BY r.at, r.of_other, r.a) AS r
                    WINDOW w AS (PARTITION BY r.at, r.of_other), up_to AS (PARTITION BY r.at, r.of_other ORDER BY r.a)
                ), placed AS (
                    SELECT r.*, r.negatives_below / r.all_negatives AS above_negatives, r.positives_below / r.all_positives AS above_positives
                    FROM ranked AS r
                    WHERE r.all_positives > 0 AND r.all_negatives > 0
                ), means AS (
                    SELECT r.at, r.of_other, max(r.all_positives) AS positives, max(r.all_negatives) AS negatives,
                        sum(r.positives * r.above_negatives) / max(r.all_positives) AS area
                    FROM placed AS r
                    GROUP BY r.at, r.of_other
                ), areas AS (
                    SELECT m.at, m.of_other, ARRAY[m.positives, m.negatives, m.area,
                        coalesce(sum(r.positives * mlops_square(r.above_negatives - m.area)) / nullif(m.positives - 1, 0), 0) / m.positives
                            + coalesce(sum(r.negatives * mlops_square(r.above_positives - (1 - m.area))) / nullif(m.negatives - 1, 0), 0) / m.negatives] AS auc
                    FROM placed AS r
                    JOIN means AS m ON m.at = r.at AND m.of_other = r.of_other
                    GROUP BY m.at, m.of_other, m.positives, m.negatives, m.area
                )
                SELECT s.name, CASE WHEN s.at = -2 THEN 'all' WHEN s.at > 0 THEN 'named' WHEN s.at = 0 THEN 'missing' ELSE 'others' END,
                    s.of_other, s.n, s.labelled, s.answered, s.tp, s.fp, s.fn, s.tn,
                    CASE WHEN s.brier[1] > 1 THEN s.brier END, CASE WHEN s.log_loss[1] > 1 THEN s.log_loss END,
                    CASE WHEN s.absolute[1] > 1 AND s.has_moments THEN s.absolute END, CASE WHEN s.squared[1] > 1 AND s.has_moments THEN s.squared END,
                    u.auc
                FROM summed AS s
                LEFT JOIN areas AS u ON u.at = s.at AND u.of_other = s.of_other
                ORDER BY s.at = -2 DESC, s.at < 0, s.at = 0, s.at, s.of_other
                $sql$,
                mlops_unpaired_rows_sql(segment))
            USING first_version, other_version, from_time, to_time, threshold, positive, segment, segment_cap;
        END $function$
        """;
}
