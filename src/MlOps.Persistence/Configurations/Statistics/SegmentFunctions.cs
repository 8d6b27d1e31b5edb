using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// The segments of the rows of a statement. The largest ones have their names: those with the most rows, or the most scores from 0 to 1;
/// of equally large ones, the first by name. Rows without a segment are number 0, and those of all other segments are number -1. Without
/// a wish for segments, all rows are number 1.
/// </summary>
internal static class SegmentFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_require_segment(segment text, segment_cap integer)", RequireSegment);
        builder.HasSqlFunction(
            """
            mlops_segments(segment text, segment_cap integer, by_scores boolean, service text,
                from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz)
            """,
            Segments);
    }

    private const string RequireSegment = """
        RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$
        BEGIN
            IF segment IS NOT NULL THEN
                PERFORM mlops_require_feature(segment, false, 'segment');
                IF (segment_cap >= 1) IS NOT TRUE THEN
                    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
                        MESSAGE = format('The cap of segments must be 1 or more; it was %s.', coalesce(segment_cap::text, 'null'));
                END IF;
            END IF;
        END $function$
        """;

    private const string Segments = """
        RETURNS TABLE (at integer, kind text, name text) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        BEGIN
            IF segment IS NULL THEN
                RETURN QUERY SELECT 1, 'all', NULL::text;
                RETURN;
            END IF;
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT t.at, CASE WHEN t.at > 0 THEN 'named' WHEN t.at = 0 THEN 'missing' ELSE 'others' END, min(t.key) FILTER (WHERE t.at > 0)
                FROM (
                    SELECT k.key, CASE WHEN k.key IS NULL THEN 0 WHEN k.place <= $7 THEN k.place::integer ELSE -1 END AS at
                    FROM (
                        SELECT r.key, row_number() OVER (ORDER BY r.key IS NULL, %s DESC, r.key COLLATE "C") AS place
                        FROM (%s) AS r
                        GROUP BY r.key) AS k) AS t
                GROUP BY t.at
                $sql$,
                CASE WHEN by_scores THEN 'count(*) FILTER (WHERE r.v1 BETWEEN 0 AND 1)' ELSE 'count(*)' END,
                mlops_rows_sql(CASE WHEN by_scores THEN ARRAY['predicted_value'] ELSE '{}' END, true, segment,
                    mlops_windows(from_time, to_time, reference_from, reference_to)))
            USING service, from_time, to_time, reference_from, reference_to, NULL::text[], segment_cap;
        END $function$
        """;
}
