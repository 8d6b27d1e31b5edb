using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Adds up the sketches of a window.</summary>
internal static class SketchCountFunctions
{
    public static void Apply(ModelBuilder builder) => builder.HasSqlFunction("mlops_sketch_counts", SketchCounts);

    // A day stands for its hours. A feature is not there if its bins are newer than some of the hours. Columns with a sum each are faster
    // than rows of single counts. Moments are added around the mean of all, so that no digits are lost.
    private static SqlFunction SketchCounts(ViewNames names)
    {
        var m = names.Table<ServiceMonitor>("m");
        var b = names.Table<FeatureBins>("b");
        var s = names.Table<SketchedSpan>("s");
        var h = names.Table<SketchedSpan>("h");
        var k = names.Table<FeatureSketch>("k");
        return new SqlFunction(
            """
            monitor text, from_time timestamptz, to_time timestamptz, by_segment boolean DEFAULT false, version text DEFAULT NULL
            """,
            $"""
            RETURNS TABLE (feature_name text, segment_kind text, segment_name text, edges double precision[], compared_edges double precision[],
                categories text[], counts bigint[], missing bigint, mean double precision, deviation double precision,
                lowest double precision, highest double precision, values_hash bigint)
            LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$
            DECLARE
                session_tenant uuid := {SampleSql.Tenant};
                watching uuid;
                owner uuid;
                spans uuid[];
                complete uuid[];
                gap timestamptz;
                most integer;
            BEGIN
                PERFORM mlops_require_window('window', from_time, to_time);
                SELECT {m[x => x.Id]}, {m[x => x.TenantId]} INTO watching, owner
                FROM {m} WHERE {m[x => x.Name]} = monitor AND (session_tenant IS NULL OR {m[x => x.TenantId]} = session_tenant);
                IF session_tenant IS NULL AND (SELECT count(*) FROM {m} WHERE {m[x => x.Name]} = monitor) > 1 THEN
                    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                        'Several tenants have a monitor %L. Name one: SET mlops.tenant_id = ''...''.', monitor);
                ELSIF watching IS NULL THEN
                    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
                        MESSAGE = format('There is no monitor %L.', monitor);
                ELSIF date_trunc('hour', from_time, 'UTC') <> from_time OR date_trunc('hour', to_time, 'UTC') <> to_time THEN
                    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                        'A window of sketches must begin and end with a whole hour; it was from %s to %s.', from_time, to_time);
                END IF;
                SELECT array_agg({s[x => x.Id]}) INTO spans
                FROM {s}
                WHERE {s[x => x.TenantId]} = owner AND {s[x => x.MonitorId]} = watching
                    AND {s[x => x.StartsAt]} >= from_time AND {s[x => x.StartsAt]} < to_time
                    AND {s[x => x.StartsAt]} + {s[x => x.Hours]} * interval '1 hour' <= to_time
                    AND ({s[x => x.Hours]} = 24 OR NOT EXISTS (
                        SELECT FROM {h}
                        WHERE {h[x => x.TenantId]} = owner AND {h[x => x.MonitorId]} = watching AND {h[x => x.Hours]} = 24
                            AND {h[x => x.StartsAt]} = date_trunc('day', {s[x => x.StartsAt]}, 'UTC')
                            AND {h[x => x.StartsAt]} >= from_time AND {h[x => x.StartsAt]} + interval '24 hours' <= to_time));
                SELECT min(g.hour) INTO gap
                FROM generate_series(from_time, to_time - interval '1 hour', interval '1 hour') AS g (hour)
                WHERE NOT EXISTS (
                    SELECT FROM {s}
                    WHERE {s[x => x.TenantId]} = owner AND {s[x => x.MonitorId]} = watching AND {s[x => x.Hours]} = 1
                        AND {s[x => x.StartsAt]} = g.hour);
                IF gap IS NOT NULL THEN
                    RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = format(
                        'The monitor %L has no sketch of the hour of %s. It makes those of its windows and of their references.', monitor, gap);
                END IF;
                SELECT max(coalesce(cardinality({b[x => x.Edges]}), cardinality({b[x => x.Categories]})) + 1) INTO most
                FROM {b}
                WHERE {b[x => x.TenantId]} = owner AND {b[x => x.MonitorId]} = watching AND NOT {b[x => x.AreSegments]};
                IF most IS NULL THEN
                    RETURN;
                END IF;
                SELECT array_agg(c.bins) INTO complete
                FROM (
                    SELECT {k[x => x.BinsId]} AS bins
                    FROM {k}
                    WHERE {k[x => x.TenantId]} = owner AND {k[x => x.SpanId]} = ANY (spans)
                    GROUP BY {k[x => x.BinsId]}
                    HAVING count(DISTINCT {k[x => x.SpanId]}) = (
                        SELECT count(*) FROM {s}
                        WHERE {s[x => x.TenantId]} = owner AND {s[x => x.Id]} = ANY (spans) AND {s[x => x.NumPredictions]} > 0)) AS c;
                RETURN QUERY EXECUTE format(
                    $sql$
                    WITH chosen AS NOT MATERIALIZED (
                        SELECT {k[x => x.BinsId]} AS bins, CASE WHEN $2 THEN {k[x => x.SegmentKind]}::text END AS kind,
                            CASE WHEN $2 THEN {k[x => x.SegmentName]}::text END AS name, {k[x => x.Counts]} AS counts,
                            {k[x => x.Size]} AS size, {k[x => x.Missing]} AS missing, {k[x => x.Mean]} AS mean,
                            {k[x => x.SquaredDeviations]} AS deviations, {k[x => x.Lowest]} AS lowest, {k[x => x.Highest]} AS highest,
                            {k[x => x.ValuesHash]} AS hash
                        FROM {k}
                        WHERE {k[x => x.TenantId]} = $1 AND {k[x => x.SpanId]} = ANY ($3) AND ($4 IS NULL OR {k[x => x.ModelVersion]} = $4)
                            AND {k[x => x.BinsId]} = ANY ($5)
                    ), summed AS (
                        SELECT c.bins, c.kind, c.name, ARRAY[%s]::bigint[] AS counts, sum(c.missing) AS missing, sum(c.size) AS size,
                            CASE WHEN count(*) FILTER (WHERE c.size > 0) = count(c.mean)
                                THEN sum(c.mean * (c.size::double precision)) / nullif(sum(c.size), 0) END AS mean,
                            min(c.lowest) AS lowest, max(c.highest) AS highest, bit_xor(c.hash) AS hash,
                            array_agg(c.size) AS sizes, array_agg(c.mean) AS means, array_agg(c.deviations) AS deviations
                        FROM chosen AS c
                        GROUP BY c.bins, c.kind, c.name
                    )
                    SELECT {b[x => x.FeatureName]}::text, t.kind, t.name, {b[x => x.Edges]}, {b[x => x.ComparedEdges]}, {b[x => x.Categories]}::text[],
                        t.counts[1:coalesce(cardinality({b[x => x.Edges]}), cardinality({b[x => x.Categories]})) + 1],
                        t.missing::bigint, t.mean, sqrt(d.deviations / nullif(t.size, 0)), t.lowest, t.highest, t.hash
                    FROM summed AS t
                    JOIN {b} ON {b[x => x.TenantId]} = $1 AND {b[x => x.Id]} = t.bins
                    CROSS JOIN LATERAL (
                        SELECT sum(u.deviations + u.size * (u.mean - t.mean) ^ 2) AS deviations
                        FROM unnest(t.sizes, t.means, t.deviations) AS u (size, mean, deviations)) AS d
                    $sql$,
                    (SELECT string_agg(format('coalesce(sum(c.counts[%s]), 0)', n), ', ' ORDER BY n) FROM generate_series(1, most) AS n))
                USING owner, by_segment, spans, version, complete;
            END $function$
            """);
    }
}
