using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>How good the predictions of a service in a window are, where their labels are known.</summary>
internal static class PerformanceFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_share(part bigint, whole bigint)", Share);
        builder.HasSqlFunction(
            "mlops_performance(service text, from_time timestamptz, to_time timestamptz, threshold double precision DEFAULT 0.5, " +
            "positive double precision DEFAULT 1, segment text DEFAULT NULL, segment_cap integer DEFAULT 20)",
            Performance);
    }

    private const string Share = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT part / nullif(whole, 0)::double precision
        $function$
        """;

    // v1 is the score or the predicted number, v2 the label, and v3 and v4 are the interval. Beyond an error of
    // 1e140, whose square could exceed a double in a sum, the root of the mean square is null; beyond 1e290, so are the other two.
    private const string Performance = """
        RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, labelled bigint, unlabelled bigint,
            scored bigint, true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,
            accuracy double precision, "precision" double precision, recall double precision, f1 double precision,
            auc double precision, brier double precision, log_loss double precision,
            calibration_counts bigint[], calibration_scores double precision[], calibration_shares double precision[],
            errors bigint, mean_absolute_error double precision, root_mean_square_error double precision, mean_error double precision,
            intervals bigint, covered bigint, coverage double precision,
            selectable bigint, selected bigint, selection_rate double precision, false_positive_rate double precision, false_negative_rate double precision,
            selection_gap double precision, false_positive_gap double precision, false_negative_gap double precision)
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        DECLARE
            sample text;
            ats integer[];
            kinds text[];
            names text[];
            named text[];
        BEGIN
            PERFORM mlops_require_service(service);
            PERFORM mlops_require_window('window', from_time, to_time);
            PERFORM mlops_require_segment(segment, segment_cap);
            IF (threshold BETWEEN 0 AND 1) IS NOT TRUE OR positive IS NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                    'The threshold must be from 0 to 1, and the positive label must be given; they were %s and %s.',
                    coalesce(threshold::text, 'null'), coalesce(positive::text, 'null'));
            END IF;
            SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)
            INTO ats, kinds, names, named
            FROM mlops_segments(segment, segment_cap, true, service, from_time, to_time, NULL, NULL) AS s;
            sample := mlops_sample_sql(ARRAY['predicted_value', 'actual_value', 'confidence_lower', 'confidence_upper'], true, segment, 'current');
            RETURN QUERY EXECUTE format(
                $sql$
                WITH counted AS (
                    SELECT r.at, count(*) AS n, count(r.v2) AS labelled,
                        count(*) FILTER (WHERE r.is_scored) AS scored,
                        count(*) FILTER (WHERE r.is_scored AND r.is_selected AND r.is_positive) AS tp,
                        count(*) FILTER (WHERE r.is_scored AND r.is_selected AND NOT r.is_positive) AS fp,
                        count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND r.is_positive) AS fn,
                        count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND NOT r.is_positive) AS tn,
                        avg(mlops_square(r.likelihood - 1)) FILTER (WHERE r.is_scored) AS brier,
                        avg(-ln(least(greatest(r.likelihood, 1e-15), 0.999999999999999))) FILTER (WHERE r.is_scored) AS log_loss,
                        count(r.error) AS errors,
                        sum(r.error) FILTER (WHERE abs(r.error) < 1e290) AS sum,
                        sum(abs(r.error)) FILTER (WHERE abs(r.error) < 1e290) AS absolute_sum,
                        sum(mlops_square(r.error)) FILTER (WHERE abs(r.error) < 1e140) AS square_sum,
                        max(abs(r.error)) AS max_error,
                        count(*) FILTER (WHERE r.has_interval) AS intervals,
                        count(*) FILTER (WHERE r.has_interval AND r.v2 BETWEEN r.v3 AND r.v4) AS covered,
                        count(*) FILTER (WHERE r.is_selectable) AS selectable,
                        count(*) FILTER (WHERE r.is_selectable AND r.is_selected) AS selected
                    FROM (
                        SELECT r.*, r.v1 BETWEEN 0 AND 1 AS is_selectable, r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL AS is_scored,
                            r.v1 >= $10 AS is_selected, r.v2 = $11 AS is_positive,
                            CASE WHEN r.v1 BETWEEN 0 AND 1 THEN CASE WHEN r.v2 = $11 THEN r.v1 ELSE 1 - r.v1 END END AS likelihood,
                            r.v1 - r.v2 AS error, num_nulls(r.v2, r.v3, r.v4) = 0 AS has_interval
                        FROM (%1$s) AS r) AS r
                    GROUP BY r.at
                ), calibrated AS (
                    SELECT s.at, array_agg(coalesce(c.n, 0) ORDER BY b.bin) AS counts, array_agg(c.score ORDER BY b.bin) AS scores, array_agg(c.share ORDER BY b.bin) AS shares
                    FROM unnest($7) AS s (at)
                    CROSS JOIN generate_series(0, 9) AS b (bin)
                    LEFT JOIN (
                        SELECT r.at, least(floor(r.v1 * 10), 9) AS bin, count(*) AS n, avg(r.v1) AS score, avg(CASE WHEN r.v2 = $11 THEN 1 ELSE 0 END::double precision) AS share
                        FROM (%1$s) AS r
                        WHERE r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL
                        GROUP BY 1, 2) AS c
                    ON c.at = s.at AND c.bin = b.bin
                    GROUP BY s.at
                ), ranked AS (
                    SELECT r.at, sum(r.positives * (2 * r.negatives_up_to - r.negatives)) / nullif(2 * sum(r.positives) * sum(r.negatives), 0) AS auc
                    FROM (
                        SELECT r.at, r.positives, r.negatives, sum(r.negatives) OVER (PARTITION BY r.at ORDER BY r.v1) AS negatives_up_to
                        FROM (
                            SELECT r.at, r.v1, (count(*) FILTER (WHERE r.v2 = $11))::double precision AS positives,
                                (count(*) FILTER (WHERE r.v2 <> $11))::double precision AS negatives
                            FROM (%1$s) AS r
                            WHERE r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL
                            GROUP BY r.at, r.v1) AS r) AS r
                    GROUP BY r.at
                ), rated AS (
                    SELECT c.at, mlops_share(c.selected, c.selectable) AS selection, mlops_share(c.fp, c.fp + c.tn) AS false_positive,
                        mlops_share(c.fn, c.tp + c.fn) AS false_negative
                    FROM counted AS c
                ), compared AS (
                    SELECT CASE WHEN count(t.selection) > 1 THEN max(t.selection) - min(t.selection) END AS selection,
                        CASE WHEN count(t.false_positive) > 1 THEN max(t.false_positive) - min(t.false_positive) END AS false_positive,
                        CASE WHEN count(t.false_negative) > 1 THEN max(t.false_negative) - min(t.false_negative) END AS false_negative
                    FROM rated AS t
                )
                SELECT s.name, s.kind, coalesce(c.n, 0), coalesce(c.labelled, 0), coalesce(c.n - c.labelled, 0),
                    coalesce(c.scored, 0), coalesce(c.tp, 0), coalesce(c.fp, 0), coalesce(c.fn, 0), coalesce(c.tn, 0),
                    mlops_share(c.tp + c.tn, c.scored), mlops_share(c.tp, c.tp + c.fp), mlops_share(c.tp, c.tp + c.fn), mlops_share(2 * c.tp, 2 * c.tp + c.fp + c.fn),
                    r.auc, c.brier, c.log_loss, k.counts, k.scores, k.shares, coalesce(c.errors, 0),
                    CASE WHEN c.max_error >= 1e290 THEN NULL ELSE c.absolute_sum / nullif(c.errors, 0) END,
                    CASE WHEN c.max_error >= 1e140 THEN NULL ELSE sqrt(c.square_sum / nullif(c.errors, 0)) END,
                    CASE WHEN c.max_error >= 1e290 THEN NULL ELSE c.sum / nullif(c.errors, 0) END,
                    coalesce(c.intervals, 0), coalesce(c.covered, 0), mlops_share(c.covered, c.intervals),
                    coalesce(c.selectable, 0), coalesce(c.selected, 0), t.selection, t.false_positive, t.false_negative,
                    p.selection, p.false_positive, p.false_negative
                FROM unnest($7, $8, $9) AS s (at, kind, name)
                CROSS JOIN compared AS p
                LEFT JOIN rated AS t ON t.at = s.at
                LEFT JOIN counted AS c ON c.at = s.at
                LEFT JOIN calibrated AS k ON k.at = s.at
                LEFT JOIN ranked AS r ON r.at = s.at
                ORDER BY s.at < 1, abs(s.at)
                $sql$,
                sample)
            USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, threshold, positive;
        END $function$
        """;
}
