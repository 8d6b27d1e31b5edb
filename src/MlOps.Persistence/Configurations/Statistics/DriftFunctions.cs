using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>How far the features of a service are from a reference: the functions for psql, dashboards and reports.</summary>
internal static class DriftFunctions
{
    private const string Columns =
        """
        segment_name text, segment_kind text, used_method text, statistic double precision, p_value double precision,
            reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],
            reference_counts bigint[], current_counts bigint[], reference_hash bigint, current_hash bigint
        """;

    private const string Windows =
        "from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz, " +
        "method text DEFAULT 'psi_sturges'";

    private const string Options =
        "segment text DEFAULT NULL, segment_cap integer DEFAULT 20, edges double precision[] DEFAULT NULL, " +
        "hashes boolean DEFAULT false";

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_features_of", FeaturesOf);
        builder.HasSqlFunction($"mlops_drifts(service text, {Windows}, features text[] DEFAULT NULL, {Options})", Drifts);
        builder.HasSqlFunction($"mlops_drift(service text, feature text, {Windows}, {Options})", Drift);
    }

    // The features that the rows of a window have, in the order of their schemas.
    private static SqlFunction FeaturesOf(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var f = names.Table<SchemaFeature>("f");
        return new SqlFunction(
            "service text, from_time timestamptz, to_time timestamptz, are_numbers boolean",
            $"""
            RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$
            DECLARE
                session_tenant uuid := {SampleSql.Tenant};
            BEGIN
                RETURN ARRAY(
                    SELECT n.name FROM (
                        SELECT {f[x => x.Name]} AS name, min({f[x => x.Ordinal]}) AS ordinal
                        FROM {f}
                        JOIN (
                            SELECT DISTINCT {p[x => x.TenantId]} AS tenant, {p[x => x.FeatureSchemaId]} AS schema
                            FROM {p}
                            WHERE {p[x => x.ServiceName]} = service AND {p[x => x.CreatedAt]} >= from_time AND {p[x => x.CreatedAt]} < to_time
                                AND (session_tenant IS NULL OR {p[x => x.TenantId]} = session_tenant)) AS s
                        ON s.tenant = {f[x => x.TenantId]} AND s.schema = {f[x => x.SchemaId]}
                        WHERE {f[x => x.Type]} = CASE WHEN are_numbers THEN 'number' ELSE 'category' END
                        GROUP BY {f[x => x.Name]}) AS n
                    ORDER BY n.ordinal, n.name);
            END $function$
            """);
    }

    // All features by one method, in a few passes over the rows for all of them together.
    private const string Drifts =
        $"""
        RETURNS TABLE (feature_name text, {Columns})
        LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$
        """ + """

        DECLARE
            is_number boolean := method = ANY (mlops_drift_methods(true));
            sample text;
            ats integer[];
            kinds text[];
            names text[];
            named text[];
        BEGIN
            PERFORM mlops_require_service(service);
            PERFORM mlops_require_method(method, edges);
            PERFORM mlops_require_window('window', from_time, to_time);
            PERFORM mlops_require_window('reference window', reference_from, reference_to);
            PERFORM mlops_require_segment(segment, segment_cap);
            features := coalesce(features, mlops_features_of(service, from_time, to_time, is_number));
            PERFORM mlops_require_feature(f.name, is_number, 'feature of the method ' || method) FROM unnest(features) AS f (name);
            IF cardinality(features) = 0 THEN
                RETURN;
            END IF;

            SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)
            INTO ats, kinds, names, named
            FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, reference_from, reference_to) AS s;
            sample := mlops_sample_sql(features, is_number, segment, mlops_windows(from_time, to_time, reference_from, reference_to));
            RETURN QUERY
            WITH compared AS MATERIALIZED (
                SELECT c.* FROM mlops_compare_categories(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method) AS c
                WHERE NOT is_number
                UNION ALL
                SELECT c.* FROM mlops_compare_means(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named) AS c
                WHERE method = 'mean_difference'
                UNION ALL
                SELECT c.* FROM mlops_compare_values(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method) AS c
                WHERE method LIKE 'ks\_%' OR method LIKE 'wasserstein%'
                UNION ALL
                SELECT c.* FROM mlops_compare_bins(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method, edges) AS c
                WHERE is_number AND method <> 'mean_difference' AND method NOT LIKE 'ks\_%' AND method NOT LIKE 'wasserstein%'
            ), hashed AS MATERIALIZED (
                SELECT h.* FROM mlops_hash_values(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, is_number) AS h
                WHERE hashes
            )
            SELECT f.name, s.name, s.kind, coalesce(c.used_method, method), c.statistic, c.p_value, coalesce(c.reference_size, 0), coalesce(c.current_size, 0),
                c.bin_edges, c.categories, c.reference_counts, c.current_counts,
                CASE WHEN hashes THEN coalesce(h.reference_hash, 0) END, CASE WHEN hashes THEN coalesce(h.current_hash, 0) END
            FROM unnest(features) WITH ORDINALITY AS f (name, i)
            CROSS JOIN unnest(ats, kinds, names) AS s (at, kind, name)
            LEFT JOIN compared AS c ON c.at = s.at AND c.i = f.i
            LEFT JOIN hashed AS h ON h.at = s.at AND h.i = f.i
            ORDER BY f.i, s.at < 1, abs(s.at);
        END $function$
        """;

    private const string Drift =
        $"""
        RETURNS TABLE ({Columns})
        LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$
        """ + """

        BEGIN
            RETURN QUERY
            SELECT d.segment_name, d.segment_kind, d.used_method, d.statistic, d.p_value, d.reference_size, d.current_size,
                d.bin_edges, d.categories, d.reference_counts, d.current_counts, d.reference_hash, d.current_hash
            FROM mlops_drifts(
                service, from_time, to_time, reference_from, reference_to, method, ARRAY[feature], segment, segment_cap, edges, hashes) AS d;
        END $function$
        """;
}
