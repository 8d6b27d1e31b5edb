using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Describes a feature of a service in a window.</summary>
internal static class ProfileFunctions
{
    private const string Window = "service text, feature text, from_time timestamptz, to_time timestamptz";

    private const string Segments = "segment text DEFAULT NULL, segment_cap integer DEFAULT 20";

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction(
            $"mlops_profile({Window}, {Segments}, probabilities double precision[] DEFAULT '{{0.01,0.05,0.25,0.5,0.75,0.95,0.99}}', " +
            "edges double precision[] DEFAULT NULL)",
            Profile);
        builder.HasSqlFunction($"mlops_categories({Window}, {Segments}, top integer DEFAULT 20)", Categories);
    }

    // Without edges, the bins are those of Sturges's rule for the sample alone.
    private const string Profile = """
        RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, missing bigint, not_a_number bigint, infinite bigint, finite bigint,
            mean double precision, deviation double precision, minimum double precision, maximum double precision,
            quantiles double precision[], bin_edges double precision[], bin_counts bigint[])
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET extra_float_digits = 1 AS $function$
        DECLARE
            sample text;
            ats integer[];
            kinds text[];
            names text[];
            named text[];
            bin_ats integer[];
            bins text[];
        BEGIN
            PERFORM mlops_require_service(service);
            PERFORM mlops_require_window('window', from_time, to_time);
            PERFORM mlops_require_segment(segment, segment_cap);
            PERFORM mlops_require_feature(feature, true, 'feature of the profile');
            SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)
            INTO ats, kinds, names, named
            FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, NULL, NULL) AS s;
            sample := mlops_sample_sql(ARRAY[feature], true, segment, 'current');
            IF edges IS NOT NULL THEN
                bin_ats := ats;
                bins := ARRAY(SELECT mlops_fixed_bins(edges)::text FROM unnest(ats));
            ELSE
                SELECT array_agg(r.at), array_agg(coalesce(mlops_equal_bins(r.lowest, r.highest, mlops_sturges(r.count)), '{}')::text)
                INTO bin_ats, bins
                FROM mlops_ranges(sample, 1, service, from_time, to_time, NULL, NULL, named) AS r;
            END IF;
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT s.name, s.kind, coalesce(c.n, 0), coalesce(c.n - c.present, 0), coalesce(c.nan, 0), coalesce(c.present - c.nan - c.finite, 0),
                    coalesce(c.finite, 0), m.mean, m.deviation, m.lowest, m.highest,
                    coalesce(q.quantiles, array_fill(NULL::double precision, ARRAY[cardinality($10)])), b.bin_edges, b.current_counts
                FROM unnest($7, $8, $9) AS s (at, kind, name)
                LEFT JOIN (
                    SELECT r.at, count(*) AS n, count(r.v1) AS present, count(*) FILTER (WHERE r.v1 = 'NaN') AS nan,
                        count(*) FILTER (WHERE r.v1 > '-Infinity' AND r.v1 < 'Infinity') AS finite
                    FROM (%s) AS r
                    GROUP BY r.at) AS c ON c.at = s.at
                LEFT JOIN mlops_moments($11, 1, $1, $2, $3, $4, $5, $6) AS m ON m.at = s.at
                LEFT JOIN mlops_quantiles($11, 1, $1, $2, $3, $4, $5, $6, $10) AS q ON q.at = s.at
                LEFT JOIN mlops_count_bins($11, 1, $1, $2, $3, $4, $5, $6, $12, (SELECT array_agg(ARRAY[t.bins]) FROM unnest($13) AS t (bins)), $14) AS b ON b.at = s.at
                ORDER BY s.at < 1, abs(s.at)
                $sql$,
                sample)
            USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, probabilities, sample, bin_ats, bins,
                CASE WHEN edges IS NULL THEN 'closed' ELSE 'open' END;
        END $function$
        """;

    private const string Categories = """
        RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, missing bigint, distinct_count bigint, categories text[], category_counts bigint[])
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
        DECLARE
            ats integer[];
            kinds text[];
            names text[];
            named text[];
        BEGIN
            PERFORM mlops_require_service(service);
            PERFORM mlops_require_window('window', from_time, to_time);
            PERFORM mlops_require_segment(segment, segment_cap);
            PERFORM mlops_require_feature(feature, false, 'feature of the profile');
            SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)
            INTO ats, kinds, names, named
            FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, NULL, NULL) AS s;
            RETURN QUERY EXECUTE format(
                $sql$
                SELECT s.name, s.kind, coalesce(c.n, 0)::bigint, coalesce(c.missing, 0)::bigint, coalesce(c.kinds, 0), coalesce(c.categories, '{}'), coalesce(c.counts, '{}')
                FROM unnest($7, $8, $9) AS s (at, kind, name)
                LEFT JOIN (
                    SELECT c.at, sum(c.n) AS n, sum(c.n) FILTER (WHERE c.v1 IS NULL) AS missing, count(c.v1) AS kinds,
                        array_agg(c.v1 ORDER BY c.place) FILTER (WHERE c.v1 IS NOT NULL AND c.place <= $10) AS categories,
                        array_agg(c.n ORDER BY c.place) FILTER (WHERE c.v1 IS NOT NULL AND c.place <= $10) AS counts
                    FROM (
                        SELECT r.at, r.v1, count(*) AS n, row_number() OVER (PARTITION BY r.at ORDER BY r.v1 IS NULL, count(*) DESC, r.v1 COLLATE "C") AS place
                        FROM (%s) AS r
                        GROUP BY r.at, r.v1) AS c
                    GROUP BY c.at) AS c
                ON c.at = s.at
                ORDER BY s.at < 1, abs(s.at)
                $sql$,
                mlops_sample_sql(ARRAY[feature], false, segment, 'current'))
            USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, top;
        END $function$
        """;
}
