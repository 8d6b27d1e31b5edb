using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace MlOps.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "mlops_clients");

            migrationBuilder.AlterDatabase()
                .Annotation("MlOps:Function:applied_migrations()", "RETURNS TABLE (version text, name text, product_version text)\nLANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$\nBEGIN\n    IF to_regclass('public.mlops_migrations_history') IS NOT NULL THEN\n        RETURN QUERY EXECUTE\n            'SELECT split_part(\"MigrationId\", ''_'', 1), substr(\"MigrationId\", strpos(\"MigrationId\", ''_'') + 1), \"ProductVersion\"::text\n            FROM public.mlops_migrations_history ORDER BY \"MigrationId\"';\n    END IF;\nEND $function$")
                .Annotation("MlOps:Function:mlops_beta(a double precision, b double precision, x double precision, y double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN NOT (a > 0 AND a < 1e300 AND b > 0 AND b < 1e300 AND x >= 0 AND x <= 1 AND y >= 0 AND y <= 1) THEN NULL\n        WHEN x = 0 THEN 0\n        WHEN y = 0 THEN 1\n        WHEN (a + b) * y >= b THEN mlops_beta_fraction(a, b, x, y)\n        ELSE 1 - mlops_beta_fraction(b, a, y, x) END\n$function$")
                .Annotation("MlOps:Function:mlops_beta_fraction(a double precision, b double precision, x double precision, y double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    excess double precision := CASE WHEN x < y THEN a - (a + b) * x ELSE (a + b) * y - b END;\n    denominator double precision := 1 / greatest(a / (a + 1) * (excess + 1), 1e-300::float8);\n    numerator double precision := 'Infinity';\n    fraction double precision := denominator;\n    n integer := 1;\n    middle double precision;\n    change double precision;\n    part double precision;\n    factor double precision;\nBEGIN\n    LOOP\n        middle := a + 2 * n - 1;\n        change := n * (b - n) * x / middle;\n        part := CASE WHEN abs(change) < 1e-100::float8 OR x < 1e-100::float8 THEN 0\n            ELSE (a + n - 1) / middle * (a + b + n - 1) * change * x END;\n        change := n + change + (a + n) / (middle + 2) * (excess + 1 + n * (1 + y));\n        denominator := part * denominator + change;\n        denominator := 1 / CASE WHEN abs(denominator) < 1e-300::float8 THEN 1e-300::float8 ELSE denominator END;\n        numerator := change + part / numerator;\n        IF abs(numerator) < 1e-300::float8 THEN\n            numerator := 1e-300;\n        END IF;\n        factor := denominator * numerator;\n        fraction := fraction * factor;\n        EXIT WHEN abs(factor - 1) <= 4e-16::float8;\n        n := n + 1;\n    END LOOP;\n    RETURN mlops_exp(mlops_ln_beta_prefix(a, b, x, y) + ln(fraction));\nEND $function$")
                .Annotation("MlOps:Function:mlops_bound_tenant()", "RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\nRETURN (\n    SELECT session.tenant FROM (SELECT current_setting('mlops.tenant_id')::uuid AS tenant) AS session\n    WHERE EXISTS (SELECT 1 FROM ml_logins WHERE login = session_user AND tenant_id = session.tenant)\n        OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper))")
                .Annotation("MlOps:Function:mlops_bucket_limits(edges double precision[])", "RETURNS double precision[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT '-1.7976931348623157e308'::double precision || edges || 'Infinity'::double precision\n$function$")
                .Annotation("MlOps:Function:mlops_categories(service text, feature text, from_time timestamptz, to_time timestamptz, segment text DEFAULT NULL, segment_cap integer DEFAULT 20, top integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, missing bigint, distinct_count bigint, categories text[], category_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    PERFORM mlops_require_feature(feature, false, 'feature of the profile');\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, NULL, NULL) AS s;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.name, s.kind, coalesce(c.n, 0)::bigint, coalesce(c.missing, 0)::bigint, coalesce(c.kinds, 0), coalesce(c.categories, '{}'), coalesce(c.counts, '{}')\n        FROM unnest($7, $8, $9) AS s (at, kind, name)\n        LEFT JOIN (\n            SELECT c.at, sum(c.n) AS n, sum(c.n) FILTER (WHERE c.v1 IS NULL) AS missing, count(c.v1) AS kinds,\n                array_agg(c.v1 ORDER BY c.place) FILTER (WHERE c.v1 IS NOT NULL AND c.place <= $10) AS categories,\n                array_agg(c.n ORDER BY c.place) FILTER (WHERE c.v1 IS NOT NULL AND c.place <= $10) AS counts\n            FROM (\n                SELECT r.at, r.v1, count(*) AS n, row_number() OVER (PARTITION BY r.at ORDER BY r.v1 IS NULL, count(*) DESC, r.v1 COLLATE \"C\") AS place\n                FROM (%s) AS r\n                GROUP BY r.at, r.v1) AS c\n            GROUP BY c.at) AS c\n        ON c.at = s.at\n        ORDER BY s.at < 1, abs(s.at)\n        $sql$,\n        mlops_sample_sql(ARRAY[feature], false, segment, 'current'))\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, top;\nEND $function$")
                .Annotation("MlOps:Function:mlops_category(prediction ml_predictions, feature text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.categories[f.position]\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'category'\n        AND coalesce(array_upper(prediction.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(prediction.categories, 1), t.category_count) = t.category_count\n$function$")
                .Annotation("MlOps:Function:mlops_chi_square(reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT t.statistic, CASE t.cells WHEN 1 THEN 1 ELSE mlops_chi_square_survival(t.statistic, t.cells - 1) END\n    FROM (\n        SELECT count(*) AS cells, sum(\n            (c.r - c.expected) * (c.r - c.expected) / c.expected\n            + (c.c - (c.r + c.c - c.expected)) * (c.c - (c.r + c.c - c.expected)) / (c.r + c.c - c.expected)) AS statistic\n        FROM (\n            SELECT u.r, u.c, (u.r + u.c) * (sum(u.r) OVER () / sum(u.r + u.c) OVER ()) AS expected,\n                sum(u.r) OVER () AS whole_r, sum(u.c) OVER () AS whole_c\n            FROM unnest(reference::double precision[], current::double precision[]) AS u (r, c) WHERE u.r + u.c > 0) AS c\n        WHERE c.whole_r > 0 AND c.whole_c > 0 AND cardinality(reference) = cardinality(current)) AS t\n$function$")
                .Annotation("MlOps:Function:mlops_chi_square_fit(reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT t.statistic, CASE WHEN t.statistic IS NULL THEN NULL WHEN t.cells = 1 THEN 1 ELSE mlops_chi_square_survival(t.statistic, t.cells - 1) END\n    FROM (\n        SELECT count(*) AS cells, CASE WHEN min(c.expected) > 0 THEN\n            sum((c.c - c.expected) * (c.c - c.expected) / CASE WHEN c.expected > 0 THEN c.expected ELSE 1 END) END AS statistic\n        FROM (\n            SELECT u.c, u.r * (sum(u.c) OVER () / nullif(sum(u.r) OVER (), 0)) AS expected\n            FROM unnest(reference::double precision[], current::double precision[]) AS u (r, c) WHERE u.r + u.c > 0) AS c\n        WHERE cardinality(reference) = cardinality(current)) AS t\n$function$")
                .Annotation("MlOps:Function:mlops_chi_square_survival(x double precision, degrees_of_freedom double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT mlops_gamma_upper(degrees_of_freedom / 2, x / 2)\n$function$")
                .Annotation("MlOps:Function:mlops_compare_bins(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], method text, edges double precision[])", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nDECLARE\n    ats integer[];\n    bins text[];\nBEGIN\n    IF edges IS NOT NULL THEN\n        edges := mlops_fixed_bins(edges);\n    END IF;\n    WITH ranges AS (\n        SELECT r.at, r.i, min(r.lowest) AS lowest, max(r.highest) AS highest, sum(r.count)::bigint AS n\n        FROM mlops_ranges(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS r\n        GROUP BY r.at, r.i\n    ), chosen AS (\n        SELECT r.at, r.i, CASE\n            WHEN mlops_compare_bins.edges IS NOT NULL THEN mlops_compare_bins.edges\n            ELSE mlops_equal_bins(r.lowest, r.highest, mlops_sturges(r.n)) END AS edges\n        FROM ranges AS r\n        WHERE method NOT LIKE '%doane%' AND method <> 'psi_deciles'\n        UNION ALL\n        SELECT r.at, r.i, CASE WHEN d.quantiles IS NOT NULL THEN mlops_fixed_bins(d.quantiles) END\n        FROM ranges AS r\n        LEFT JOIN mlops_quantiles(\n            sample, features, service, from_time, to_time, reference_from, reference_to, segment_names,\n            '{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}') AS d ON d.at = r.at AND d.i = r.i AND NOT d.is_current\n        WHERE method = 'psi_deciles'\n        UNION ALL\n        SELECT r.at, r.i, d.edges\n        FROM ranges AS r\n        LEFT JOIN mlops_doane_bins(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS d ON d.at = r.at AND d.i = r.i\n        WHERE method LIKE '%doane%'\n    )\n    SELECT array_agg(c.at ORDER BY c.at), array_agg(c.edges ORDER BY c.at) INTO ats, bins\n    FROM (\n        SELECT c.at, array_agg(coalesce(c.edges, '{}')::text ORDER BY c.i) AS edges\n        FROM chosen AS c\n        GROUP BY c.at) AS c;\n    RETURN QUERY\n    SELECT b.at, b.i, method, t.statistic, t.p_value, b.reference_size, b.current_size, CASE WHEN t.statistic IS NOT NULL THEN b.bin_edges END,\n        NULL::text[], CASE WHEN t.statistic IS NOT NULL THEN b.reference_counts END, CASE WHEN t.statistic IS NOT NULL THEN b.current_counts END\n    FROM mlops_count_bins(\n        sample, features, service, from_time, to_time, reference_from, reference_to, segment_names, ats, bins,\n        CASE WHEN method = 'psi_deciles' OR mlops_compare_bins.edges IS NOT NULL THEN 'open' WHEN method LIKE '%doane%' THEN 'leftover' ELSE 'closed' END) AS b\n    LEFT JOIN LATERAL mlops_compare_counts(method, b.reference_counts, b.current_counts) AS t\n    ON b.bin_edges IS NOT NULL AND b.reference_size > 0 AND b.current_size > 0;\nEND $function$")
                .Annotation("MlOps:Function:mlops_compare_categories(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], method text)", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nBEGIN\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.at, s.i, $7, t.statistic, t.p_value, s.r_size, s.c_size, NULL::double precision[],\n            CASE WHEN t.statistic IS NOT NULL THEN s.categories END, CASE WHEN t.statistic IS NOT NULL THEN s.r END, CASE WHEN t.statistic IS NOT NULL THEN s.c END\n        FROM (\n            SELECT c.at, c.i, sum(c.r)::bigint AS r_size, sum(c.c)::bigint AS c_size, array_agg(c.v ORDER BY c.v COLLATE \"C\") AS categories,\n                array_agg(c.r ORDER BY c.v COLLATE \"C\") AS r, array_agg(c.c ORDER BY c.v COLLATE \"C\") AS c\n            FROM (\n                SELECT l.at, l.i, l.v, count(*) FILTER (WHERE NOT l.is_current) AS r, count(*) FILTER (WHERE l.is_current) AS c\n                FROM (%s) AS l\n                WHERE l.v IS NOT NULL\n                GROUP BY l.at, l.i, l.v) AS c\n            GROUP BY c.at, c.i) AS s\n        CROSS JOIN LATERAL mlops_compare_counts($7, s.r, s.c) AS t\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, method;\nEND $function$")
                .Annotation("MlOps:Function:mlops_compare_counts(method text, reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    CASE method\n        WHEN 'psi_sturges', 'psi_categories', 'psi_named' THEN statistic := mlops_psi(reference, current);\n        WHEN 'psi_deciles', 'psi_edges' THEN statistic := mlops_psi(reference, current, 0.0001);\n        WHEN 'psi_categories_floor' THEN statistic := mlops_psi(reference, current, 0.01);\n        WHEN 'kl_sturges' THEN statistic := mlops_kl(reference, current);\n        WHEN 'js_nat', 'js_categories_nat' THEN statistic := mlops_js(reference, current);\n        WHEN 'js_bit', 'js_doane_bit', 'js_edges_bit', 'js_categories_bit', 'js_named_bit' THEN statistic := mlops_js(reference, current, true);\n        WHEN 'hellinger', 'hellinger_doane', 'hellinger_edges', 'hellinger_categories', 'hellinger_named' THEN statistic := mlops_hellinger(reference, current);\n        WHEN 'l_infinity' THEN statistic := mlops_l_infinity(reference, current);\n        WHEN 'total_variation' THEN statistic := mlops_total_variation(reference, current);\n        WHEN 'chi_square_fit' THEN SELECT t.* INTO statistic, p_value FROM mlops_chi_square_fit(reference, current) AS t;\n        WHEN 'chi_square' THEN SELECT t.* INTO statistic, p_value FROM mlops_chi_square(reference, current) AS t;\n        WHEN 'cramers_v' THEN SELECT t.* INTO statistic, p_value FROM mlops_cramers_v(reference, current) AS t;\n        ELSE RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('The method %L compares no counts.', method);\n    END CASE;\n    RETURN NEXT;\nEND $function$")
                .Annotation("MlOps:Function:mlops_compare_means(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nBEGIN\n    RETURN QUERY\n    SELECT s.at, s.i, 'mean_difference', t.statistic, t.p_value, coalesce(s.r_size, 0), coalesce(s.c_size, 0),\n        NULL::double precision[], NULL::text[], NULL::bigint[], NULL::bigint[]\n    FROM (\n        SELECT m.at, m.i,\n            max(m.count) FILTER (WHERE NOT m.is_current) AS r_size, max(m.count) FILTER (WHERE m.is_current) AS c_size,\n            max(m.mean) FILTER (WHERE NOT m.is_current) AS r_mean, max(m.mean) FILTER (WHERE m.is_current) AS c_mean,\n            max(m.deviation) FILTER (WHERE NOT m.is_current) AS r_deviation, max(m.deviation) FILTER (WHERE m.is_current) AS c_deviation\n        FROM mlops_moments(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS m\n        GROUP BY m.at, m.i) AS s\n    CROSS JOIN LATERAL mlops_mean_difference(s.r_size, s.r_mean, s.r_deviation, s.c_size, s.c_mean, s.c_deviation) AS t;\nEND $function$")
                .Annotation("MlOps:Function:mlops_compare_values(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], method text)", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nBEGIN\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH counted AS (\n            SELECT l.at, l.i, l.v, CASE WHEN abs(l.v) < 1e-305 THEN 0 ELSE l.v / 4 END AS quarter,\n                (count(*) FILTER (WHERE NOT l.is_current))::double precision AS r, (count(*) FILTER (WHERE l.is_current))::double precision AS c\n            FROM (%s) AS l\n            WHERE l.v > '-Infinity' AND l.v < 'Infinity'\n            GROUP BY l.at, l.i, l.v\n        ), walked AS (\n            SELECT c.at, c.i, c.quarter, sum(c.r) OVER walk AS r, sum(c.c) OVER walk AS c, lead(c.quarter) OVER walk - c.quarter AS step,\n                sum(c.r) OVER (PARTITION BY c.at, c.i) AS r_size, sum(c.c) OVER (PARTITION BY c.at, c.i) AS c_size\n            FROM counted AS c\n            WINDOW walk AS (PARTITION BY c.at, c.i ORDER BY c.v)\n        ), measured AS (\n            SELECT w.at, w.i, w.r_size::bigint, w.c_size::bigint, w.r_size * w.c_size AS pairs,\n                max(abs(w.r * w.c_size - w.c * w.r_size)) AS distance, max(w.quarter) - min(w.quarter) AS range,\n                CASE WHEN coalesce(max(w.step), 0) <= 4.49423283715579e307 THEN coalesce(sum(CASE WHEN w.step > 1e-290\n                    THEN abs(w.r / nullif(w.r_size, 0) - w.c / nullif(w.c_size, 0)) * w.step ELSE 0 END), 0) END AS area\n            FROM walked AS w\n            GROUP BY w.at, w.i, w.r_size, w.c_size\n        ), named AS (\n            SELECT m.*, CASE WHEN $7 = 'ks_exact' AND m.pairs > 250000 THEN 'ks_asymp' ELSE $7 END AS method, d.deviation\n            FROM measured AS m\n            LEFT JOIN (\n                SELECT s.at, s.i, coalesce(s.deviation, 0) * sqrt((s.count - 1)::double precision / s.count) AS deviation\n                FROM mlops_moments($8, $9, $1, $2, $3, $4, $5, $6) AS s\n                WHERE $7 = 'wasserstein_normed' AND NOT s.is_current AND s.mean IS NOT NULL) AS d\n            ON d.at = m.at AND d.i = m.i\n        )\n        SELECT n.at, n.i, n.method,\n            CASE WHEN n.pairs > 0 THEN CASE\n                WHEN n.method IN ('ks_exact', 'ks_asymp') THEN n.distance / n.pairs\n                WHEN n.method = 'wasserstein' AND n.area <= 4.49423283715579e307 THEN n.area * 4\n                WHEN n.method = 'wasserstein_normed' AND n.deviation IS NOT NULL THEN mlops_quotient(n.area, greatest(0.001, n.deviation) / 4)\n                WHEN n.method = 'wasserstein_scaled' THEN CASE WHEN n.range = 0 THEN 0\n                    WHEN n.range <= 4.49423283715579e307 THEN mlops_quotient(n.area, n.range) END END END,\n            CASE WHEN n.pairs > 0 THEN CASE n.method\n                WHEN 'ks_exact' THEN mlops_ks_exact(n.r_size, n.c_size, n.distance::bigint)\n                WHEN 'ks_asymp' THEN mlops_ks_asymp(n.r_size, n.c_size, n.distance::bigint) END END,\n            n.r_size, n.c_size, NULL::double precision[], NULL::text[], NULL::bigint[], NULL::bigint[]\n        FROM named AS n\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, method, sample, features;\nEND $function$")
                .Annotation("MlOps:Function:mlops_count_bins(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], ats integer[], bins text[], ends text)", "RETURNS TABLE (at integer, i integer, reference_size bigint, current_size bigint, bin_edges double precision[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off SET extra_float_digits = 1 AS $function$\nDECLARE\n    limits text[] := (\n        SELECT array_agg(l.limits ORDER BY l.place)\n        FROM (\n            SELECT a.place, array_agg(mlops_bucket_limits(bins[a.place][n]::double precision[])::text ORDER BY n) AS limits\n            FROM generate_subscripts(ats, 1) AS a (place)\n            CROSS JOIN generate_series(1, features) AS n\n            GROUP BY a.place) AS l);\n    buckets bigint := 1 + (SELECT max(cardinality(l.limits::double precision[])) FROM unnest(limits) AS l (limits));\n    together integer := CASE WHEN buckets <= 64 THEN 2 ELSE 1 END;\n    combinations bigint := power(buckets, together);\n    codes bigint := (features + together - 1) / together * combinations;\nBEGIN\n    IF buckets IS NULL THEN\n        RETURN;\n    END IF;\n    RETURN QUERY EXECUTE (\n        SELECT format(\n            $sql$\n            WITH bins AS MATERIALIZED (\n                SELECT a.at, i.i, b.edges, cardinality(b.edges) AS n, (a.place - 1) * 2 * $10 + i.i - 1 AS r, (a.place - 1) * 2 * $10 + $10 + i.i - 1 AS c\n                FROM unnest($7) WITH ORDINALITY AS a (at, place)\n                CROSS JOIN generate_series(1, $10) AS i (i)\n                CROSS JOIN LATERAL (SELECT ($8)[a.place][i.i]::double precision[] AS edges) AS b\n            ), coded AS MATERIALIZED (\n                SELECT r.code, count(*) AS n\n                FROM (SELECT %s + CASE WHEN r.is_current THEN $14 ELSE 0 END + unnest(ARRAY[%s]) AS code FROM (%s) AS r %s) AS r\n                GROUP BY r.code\n            ), single AS MATERIALIZED (\n                SELECT c.code / $14 * $10 + c.code %% $14 / $13 * $12 + h.half AS feature,\n                    c.code %% $13 / CASE WHEN h.half = $12 - 1 THEN 1 ELSE $11 END %% $11 AS bucket, sum(c.n) AS n\n                FROM coded AS c\n                CROSS JOIN generate_series(0, $12 - 1) AS h (half)\n                WHERE c.code %% $14 / $13 * $12 + h.half < $10\n                GROUP BY 1, 2\n            ), counted AS (\n                SELECT b.at, b.i, %s AS bin, sum(r.n) AS r, sum(c.n) AS c\n                FROM bins AS b\n                CROSS JOIN LATERAL generate_series(1, b.n + 1) AS g (bucket)\n                LEFT JOIN single AS r ON r.feature = b.r AND r.bucket = g.bucket\n                LEFT JOIN single AS c ON c.feature = b.c AND c.bucket = g.bucket\n                GROUP BY 1, 2, 3\n            ), listed AS (\n                SELECT b.at, b.i, b.n, b.edges, coalesce(sum(c.r), 0)::bigint AS r_size, coalesce(sum(c.c), 0)::bigint AS c_size,\n                    array_agg(coalesce(c.r, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS r,\n                    array_agg(coalesce(c.c, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS c\n                FROM bins AS b\n                JOIN counted AS c ON c.at = b.at AND c.i = b.i\n                GROUP BY b.at, b.i, b.n, b.edges\n            )\n            SELECT l.at, l.i, l.r_size, l.c_size, CASE WHEN l.n > 0 THEN l.edges END,\n                CASE WHEN l.n > 0 THEN l.r END, CASE WHEN l.n > 0 THEN l.c END\n            FROM listed AS l\n            $sql$,\n            CASE WHEN cardinality(ats) = 1 THEN '0' ELSE 'b.base' END,\n            (SELECT string_agg(g.code, ', ') FROM (\n                SELECT (g.place * combinations)::text || string_agg(\n                    format(\n                        CASE WHEN ends = 'leftover'\n                            THEN ' + %3$s * coalesce(CASE WHEN r.v%1$s = (%2$s)[cardinality(%2$s) - 1] THEN greatest(cardinality(%2$s) - 2, 1) ELSE width_bucket(r.v%1$s, %2$s) END, 0)'\n                            ELSE ' + %3$s * coalesce(width_bucket(r.v%1$s, %2$s), 0)' END,\n                        n.n, CASE WHEN cardinality(ats) = 1 THEN format('%L::double precision[]', limits[1][n.n]) ELSE 'b.limits' || n.n END,\n                        CASE WHEN n.n = (g.place + 1) * together THEN 1 ELSE combinations / buckets END), '') AS code\n                FROM generate_series(0, (features - 1) / together) AS g (place)\n                JOIN generate_series(1, features) AS n (n) ON (n.n - 1) / together = g.place\n                GROUP BY g.place) AS g),\n            sample,\n            CASE WHEN cardinality(ats) > 1 THEN format(\n                $sql$\n                JOIN (SELECT a.at, (a.place - 1) * 2 * $14 AS base, %s FROM unnest($7) WITH ORDINALITY AS a (at, place) GROUP BY a.at, a.place) AS b\n                ON b.at = r.at\n                $sql$,\n                (SELECT string_agg(format('($9)[a.place][%s]::double precision[] AS limits%s', n, n), ', ' ORDER BY n) FROM generate_series(1, features) AS n)) END,\n            CASE WHEN ends = 'open' THEN 'g.bucket'\n                WHEN ends = 'leftover' THEN 'CASE WHEN g.bucket BETWEEN 2 AND b.n THEN g.bucket - 1 ELSE b.n END'\n                ELSE 'least(g.bucket, b.n) - 1' END))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, bins, limits, features, buckets, together, combinations, codes;\nEND $function$")
                .Annotation("MlOps:Function:mlops_cramers_v(reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT sqrt(t.statistic / (SELECT sum(u.r + u.c)::double precision FROM unnest(reference, current) AS u (r, c))), t.p_value\n    FROM mlops_chi_square(reference, current) AS t\n$function$")
                .Annotation("MlOps:Function:mlops_deviance(x double precision, mean double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    distance double precision := (x - mean) / (x + mean);\n    sum double precision := (x - mean) * distance;\n    power double precision := 2 * x * distance;\n    next double precision;\n    n integer := 3;\nBEGIN\n    IF abs(distance) >= 0.5::float8 THEN\n        RETURN x * ln(x / mean) + mean - x;\n    END IF;\n    LOOP\n        power := power * distance * distance;\n        next := sum + power / n;\n        IF next = sum THEN\n            RETURN sum;\n        END IF;\n        sum := next;\n        n := n + 2;\n    END LOOP;\nEND $function$")
                .Annotation("MlOps:Function:mlops_doane_bins(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, edges double precision[]) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nDECLARE\n    ats integer[];\n    numbers integer[];\n    counts bigint[];\n    lows double precision[];\n    highs double precision[];\n    means double precision[];\n    deviations double precision[];\nBEGIN\n    SELECT array_agg(m.at), array_agg(m.i), array_agg(m.count), array_agg(m.lowest), array_agg(m.highest), array_agg(m.unit_mean),\n        array_agg(coalesce(m.unit_deviation, 0) * sqrt((m.count - 1)::double precision / m.count))\n    INTO ats, numbers, counts, lows, highs, means, deviations\n    FROM mlops_moments(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS m\n    WHERE NOT m.is_current AND m.unit_mean IS NOT NULL;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.at, s.i, mlops_equal_bins(s.lowest, s.highest, 1 + CASE WHEN s.n > 2 AND s.deviation > 0 THEN\n            log(2::numeric, s.n::numeric)::double precision + ln(1 + CASE WHEN abs(k.skewness) < 1e-9 THEN 0 ELSE abs(k.skewness) END\n                / sqrt(6 * (s.n - 2) / ((s.n + 1) * (s.n + 3.0::double precision)))) / ln(2::double precision) ELSE 0 END)\n        FROM unnest($7, $8, $9, $10, $11, $13) AS s (at, i, n, lowest, highest, deviation)\n        LEFT JOIN (\n            SELECT l.at, l.i, sum(l.z * l.z * l.z / l.n) AS skewness\n            FROM (\n                SELECT l.at, l.i, s.n, (CASE WHEN s.range < 1e-290 OR l.v - s.lowest > s.range / 1e30 THEN (l.v - s.lowest) / s.range ELSE 0 END\n                    - s.mean) / s.deviation AS z\n                FROM (%s) AS l\n                JOIN (SELECT s.*, s.highest - s.lowest AS range\n                    FROM unnest($7, $8, $9, $10, $11, $12, $13) AS s (at, i, n, lowest, highest, mean, deviation)) AS s\n                ON s.at = l.at AND s.i = l.i\n                WHERE NOT l.is_current AND l.v > '-Infinity' AND l.v < 'Infinity' AND s.deviation > 0) AS l\n            GROUP BY l.at, l.i) AS k\n        ON k.at = s.at AND k.i = s.i\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, numbers, counts, lows, highs, means, deviations;\nEND $function$")
                .Annotation("MlOps:Function:mlops_drift(service text, feature text, from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz, method text DEFAULT 'psi_sturges', segment text DEFAULT NULL, segment_cap integer DEFAULT 20, edges double precision[] DEFAULT NULL, hashes boolean DEFAULT false)", "RETURNS TABLE (segment_name text, segment_kind text, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[], reference_hash bigint, current_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    RETURN QUERY\n    SELECT d.segment_name, d.segment_kind, d.used_method, d.statistic, d.p_value, d.reference_size, d.current_size,\n        d.bin_edges, d.categories, d.reference_counts, d.current_counts, d.reference_hash, d.current_hash\n    FROM mlops_drifts(\n        service, from_time, to_time, reference_from, reference_to, method, ARRAY[feature], segment, segment_cap, edges, hashes) AS d;\nEND $function$")
                .Annotation("MlOps:Function:mlops_drift_methods(for_numbers boolean)", "RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN for_numbers\n        THEN ARRAY['hellinger', 'hellinger_doane', 'hellinger_edges', 'js_bit', 'js_doane_bit', 'js_edges_bit', 'js_nat', 'kl_sturges',\n            'ks_asymp', 'ks_exact',\n            'mean_difference', 'psi_deciles', 'psi_edges', 'psi_sturges', 'wasserstein', 'wasserstein_normed', 'wasserstein_scaled']\n        ELSE ARRAY['chi_square', 'chi_square_fit', 'cramers_v', 'hellinger_categories', 'js_categories_bit', 'js_categories_nat',\n            'l_infinity', 'psi_categories', 'psi_categories_floor', 'total_variation'] END\n$function$")
                .Annotation("MlOps:Function:mlops_drifts(service text, from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz, method text DEFAULT 'psi_sturges', features text[] DEFAULT NULL, segment text DEFAULT NULL, segment_cap integer DEFAULT 20, edges double precision[] DEFAULT NULL, hashes boolean DEFAULT false)", "RETURNS TABLE (feature_name text, segment_name text, segment_kind text, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[], reference_hash bigint, current_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nDECLARE\n    is_number boolean := method = ANY (mlops_drift_methods(true));\n    sample text;\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_method(method, edges);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_window('reference window', reference_from, reference_to);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    features := coalesce(features, mlops_features_of(service, from_time, to_time, is_number));\n    PERFORM mlops_require_feature(f.name, is_number, 'feature of the method ' || method) FROM unnest(features) AS f (name);\n    IF cardinality(features) = 0 THEN\n        RETURN;\n    END IF;\n\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, reference_from, reference_to) AS s;\n    sample := mlops_sample_sql(features, is_number, segment, mlops_windows(from_time, to_time, reference_from, reference_to));\n    RETURN QUERY\n    WITH compared AS MATERIALIZED (\n        SELECT c.* FROM mlops_compare_categories(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method) AS c\n        WHERE NOT is_number\n        UNION ALL\n        SELECT c.* FROM mlops_compare_means(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named) AS c\n        WHERE method = 'mean_difference'\n        UNION ALL\n        SELECT c.* FROM mlops_compare_values(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method) AS c\n        WHERE method LIKE 'ks\\_%' OR method LIKE 'wasserstein%'\n        UNION ALL\n        SELECT c.* FROM mlops_compare_bins(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method, edges) AS c\n        WHERE is_number AND method <> 'mean_difference' AND method NOT LIKE 'ks\\_%' AND method NOT LIKE 'wasserstein%'\n    ), hashed AS MATERIALIZED (\n        SELECT h.* FROM mlops_hash_values(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, is_number) AS h\n        WHERE hashes\n    )\n    SELECT f.name, s.name, s.kind, coalesce(c.used_method, method), c.statistic, c.p_value, coalesce(c.reference_size, 0), coalesce(c.current_size, 0),\n        c.bin_edges, c.categories, c.reference_counts, c.current_counts,\n        CASE WHEN hashes THEN coalesce(h.reference_hash, 0) END, CASE WHEN hashes THEN coalesce(h.current_hash, 0) END\n    FROM unnest(features) WITH ORDINALITY AS f (name, i)\n    CROSS JOIN unnest(ats, kinds, names) AS s (at, kind, name)\n    LEFT JOIN compared AS c ON c.at = s.at AND c.i = f.i\n    LEFT JOIN hashed AS h ON h.at = s.at AND h.i = f.i\n    ORDER BY f.i, s.at < 1, abs(s.at);\nEND $function$")
                .Annotation("MlOps:Function:mlops_durbin_cdf(distance double precision, count bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    middle integer := ceil(count * distance);\n    size integer := 2 * middle - 1;\n    rest double precision := middle - count * distance;\n    factorials double precision[] := array_fill(1::float8, ARRAY[size + 1]);\n    powers double precision[] := array_fill(rest, ARRAY[size + 1]);\n    edge double precision[] := array_fill(0::float8, ARRAY[size]);\n    vector double precision[] := array_fill(0::float8, ARRAY[size]);\n    product double precision[];\n    corner double precision;\n    value double precision;\nBEGIN\n    FOR n IN 1..size LOOP\n        factorials[n + 1] := factorials[n] / n;\n        powers[n + 1] := CASE WHEN powers[n] < 1e-200::float8 THEN 0 ELSE powers[n] * rest END;\n    END LOOP;\n    -- All weights are 1 except for the first column and the last line, where the limits cut a part away.\n    corner := 1 - 2 * powers[size] + CASE WHEN 2 * rest > 1 THEN mlops_exp(size * ln(2 * rest - 1)) ELSE 0 END;\n    vector[middle] := 1;\n    FOR step IN 1..count LOOP\n        product := edge;\n        FOR line IN 1..size LOOP\n            value := vector[line] * step / count;\n            CONTINUE WHEN value = 0;\n            product[1] := product[1] + value * factorials[line + 1] * CASE WHEN line = size THEN corner ELSE 1 - powers[line] END;\n            FOR col IN 2..least(line + 1, size) LOOP\n                product[col] := product[col]\n                    + value * factorials[line - col + 2] * CASE WHEN line = size THEN 1 - powers[size - col + 1] ELSE 1 END;\n            END LOOP;\n        END LOOP;\n        vector := product;\n    END LOOP;\n    RETURN vector[middle];\nEND $function$")
                .Annotation("MlOps:Function:mlops_equal_bins(lowest double precision, highest double precision, wanted double precision)", "RETURNS double precision[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    width double precision := mlops_range(lowest, highest);\n    bins integer := 1;\nBEGIN\n    IF width = 'Infinity' THEN\n        RETURN NULL;\n    ELSIF width = 0 THEN\n        RETURN ARRAY[lowest - 0.5::float8, highest + 0.5::float8];\n    ELSIF width > 1e-300::float8 OR width * 2 > wanted * 5e-324::float8 THEN\n        bins := ceil(width / (width / wanted));\n    END IF;\n    width := width / bins;\n    RETURN ARRAY(SELECT lowest + n * width FROM generate_series(0, bins - 1) AS n ORDER BY n) || highest;\nEND $function$")
                .Annotation("MlOps:Function:mlops_exp(x double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN x < -745 THEN 0 ELSE exp(x) END\n$function$")
                .Annotation("MlOps:Function:mlops_feature(prediction ml_predictions, feature text)", "RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.features[f.position]\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'number'\n        AND coalesce(array_upper(prediction.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(prediction.categories, 1), t.category_count) = t.category_count\n$function$")
                .Annotation("MlOps:Function:mlops_features_of(service text, from_time timestamptz, to_time timestamptz, are_numbers boolean)", "RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    session_tenant uuid := nullif(current_setting('mlops.tenant_id', true), '')::uuid;\nBEGIN\n    RETURN ARRAY(\n        SELECT n.name FROM (\n            SELECT f.name AS name, min(f.ordinal) AS ordinal\n            FROM ml_schema_features AS f\n            JOIN (\n                SELECT DISTINCT p.tenant_id AS tenant, p.feature_schema_id AS schema\n                FROM ml_predictions AS p\n                WHERE p.service_name = service AND p.created_at >= from_time AND p.created_at < to_time\n                    AND (session_tenant IS NULL OR p.tenant_id = session_tenant)) AS s\n            ON s.tenant = f.tenant_id AND s.schema = f.schema_id\n            WHERE f.type = CASE WHEN are_numbers THEN 'number' ELSE 'category' END\n            GROUP BY f.name) AS n\n        ORDER BY n.ordinal, n.name);\nEND $function$")
                .Annotation("MlOps:Function:mlops_fill_zeros(shares double precision[])", "RETURNS double precision[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT ARRAY(\n        SELECT CASE WHEN s.share > 0 THEN s.share WHEN l.smallest <= 0.0001 THEN l.smallest * 1e-6 ELSE 0.0001 END\n        FROM unnest(shares) WITH ORDINALITY AS s (share, at) ORDER BY s.at)\n    FROM (SELECT min(s.share) AS smallest FROM unnest(shares) AS s (share) WHERE s.share > 0) AS l\n$function$")
                .Annotation("MlOps:Function:mlops_find_access_token(hash bytea)", "RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\nRETURN (\n    SELECT jsonb_build_object(\n        'id', a.id, 'tenant', a.tenant_id, 'name', a.name, 'scopes', a.scopes,\n        'expires', a.expires_at)\n    FROM ml_access_tokens AS a\n    WHERE a.secret_hash = hash AND a.revoked_at IS NULL\n        AND (a.expires_at IS NULL OR a.expires_at > now())\n        AND (pg_has_role(session_user, 'mlops_app', 'USAGE') OR pg_has_role(session_user, 'mlops_service', 'USAGE'))\n        AND NOT EXISTS (SELECT 1 FROM ml_tenants AS t WHERE t.id = a.tenant_id AND t.status <> 'active')\n        AND (NOT pg_has_role(session_user, 'mlops_bound', 'USAGE')\n            OR EXISTS (SELECT 1 FROM ml_logins AS l WHERE l.login = session_user AND l.tenant_id = a.tenant_id)\n            OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper)))")
                .Annotation("MlOps:Function:mlops_find_generation()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    SELECT g.experiment_id, g.number\n    INTO NEW.experiment_id, NEW.generation_number FROM evolution_generations AS g\n    WHERE g.tenant_id = NEW.tenant_id AND g.id = NEW.generation_id;\n    IF NOT FOUND THEN\n        RAISE foreign_key_violation USING\n            MESSAGE = format('There is no generation with the id %s.', NEW.generation_id),\n            HINT = 'Insert the generation first, and take the id that the INSERT returns.';\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_find_rejection_reasons()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    found jsonb := (SELECT NEW.decision_details->name\n        FROM unnest(ARRAY['rejection_reasons', 'failure_reasons', 'gate_failures', 'failures', 'reasons', 'failure_reason', 'reason'])\n            WITH ORDINALITY AS names (name, place)\n        WHERE jsonb_typeof(NEW.decision_details->name) IN ('array', 'string') AND NEW.decision_details->name NOT IN ('[]', '\"\"')\n        ORDER BY place LIMIT 1);\nBEGIN\n    found := COALESCE(found, NULLIF(NULLIF(NEW.decision_details, '{}'), 'null'));\n    NEW.rejection_reasons := CASE jsonb_typeof(found)\n        WHEN 'array' THEN ARRAY(\n            SELECT left(reason, 1000) FROM jsonb_array_elements_text(found) AS reason WHERE reason <> '')\n        WHEN 'string' THEN ARRAY[left(found #>> '{}', 1000)]\n        WHEN 'object' THEN ARRAY[left(found::text, 1000)]\n        ELSE NEW.rejection_reasons END;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_fixed_bins(edges double precision[])", "RETURNS double precision[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF cardinality(edges) > 0 IS NOT TRUE OR array_ndims(edges) <> 1\n        OR EXISTS (\n            SELECT FROM (SELECT e.edge, lag(e.edge) OVER (ORDER BY e.at) AS last FROM unnest(edges) WITH ORDINALITY AS e (edge, at)) AS e\n            WHERE e.edge IS NULL OR e.edge IN ('NaN', 'Infinity', '-Infinity') OR e.edge < e.last)\n    THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The edges must be one or more finite numbers in ascending order; they were %s.', coalesce(edges::text, 'null'));\n    END IF;\n    RETURN ARRAY(SELECT DISTINCT e.edge FROM unnest(edges) AS e (edge) ORDER BY e.edge);\nEND $function$")
                .Annotation("MlOps:Function:mlops_gamma_upper(a double precision, x double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    exponent double precision;\n    sum double precision := 1;\n    term double precision := 1;\n    n integer := 1;\n    numerator double precision := 'Infinity';\n    denominator double precision;\n    fraction double precision;\n    factor double precision;\nBEGIN\n    IF NOT (a > 0 AND a < 1e300::float8 AND x >= 0) OR x = 'NaN' THEN\n        RETURN NULL;\n    ELSIF x < 1e-300::float8 AND a >= 0.1::float8 OR x = 0 THEN\n        RETURN 1;\n    ELSIF x / 1000 > a + 2 THEN\n        RETURN 0;\n    END IF;\n\n    exponent := -mlops_stirling_error(a) - mlops_deviance(a, x) - ln(2 * pi() * a) / 2;\n    IF x < a + 1 THEN\n        WHILE term > sum * 1e-17::float8 LOOP\n            term := term * x / (a + n);\n            sum := sum + term;\n            n := n + 1;\n        END LOOP;\n        RETURN greatest(0, 1 - mlops_exp(exponent + ln(sum)));\n    END IF;\n\n    denominator := 1 / (x + 1 - a);\n    fraction := denominator;\n    LOOP\n        denominator := n * (a - n) * denominator + x + 1 - a + 2 * n;\n        denominator := 1 / CASE WHEN abs(denominator) < 1e-300::float8 THEN 1e-300::float8 ELSE denominator END;\n        numerator := x + 1 - a + 2 * n + n * (a - n) / numerator;\n        IF abs(numerator) < 1e-300::float8 THEN\n            numerator := 1e-300;\n        END IF;\n        factor := denominator * numerator;\n        fraction := fraction * factor;\n        EXIT WHEN abs(factor - 1) <= 4e-16::float8;\n        n := n + 1;\n    END LOOP;\n    RETURN mlops_exp(exponent + ln(a * fraction));\nEND $function$")
                .Annotation("MlOps:Function:mlops_hash_values(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], is_number boolean)", "RETURNS TABLE (at integer, i integer, reference_hash bigint, current_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    RETURN QUERY EXECUTE (\n        SELECT format(\n            $sql$\n            SELECT s.at, u.i::integer, max(u.hash) FILTER (WHERE NOT s.is_current), max(u.hash) FILTER (WHERE s.is_current)\n            FROM (SELECT r.at, r.is_current, ARRAY[%s] AS hashes FROM (%s) AS r GROUP BY r.at, r.is_current) AS s,\n                unnest(s.hashes) WITH ORDINALITY AS u (hash, i)\n            GROUP BY s.at, u.i\n            $sql$,\n            string_agg(format('bit_xor(%s(r.v%s, uuid_hash_extended(r.id, 0)))',\n                CASE WHEN is_number THEN 'hashfloat8extended' ELSE 'hashtextextended' END, n), ', ' ORDER BY n),\n            sample)\n        FROM generate_series(1, features) AS n)\n    USING service, from_time, to_time, reference_from, reference_to, segment_names;\nEND $function$")
                .Annotation("MlOps:Function:mlops_hellinger(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (\n        SELECT sqrt(sum((sqrt(p.r) - sqrt(p.c)) * (sqrt(p.r) - sqrt(p.c))) / 2) FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .Annotation("MlOps:Function:mlops_js(reference bigint[], current bigint[], in_bits boolean DEFAULT false)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (\n        SELECT sqrt(greatest(0, sum(\n            CASE WHEN p.r = 0 THEN 0 ELSE p.r * ln(p.r / ((p.r + p.c) / 2)) END\n            + CASE WHEN p.c = 0 THEN 0 ELSE p.c * ln(p.c / ((p.r + p.c) / 2)) END)) / 2 / CASE WHEN in_bits THEN ln(2) ELSE 1 END)\n        FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .Annotation("MlOps:Function:mlops_keep_legal_hold()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    RAISE EXCEPTION 'A legal hold cannot be changed. Release it, and place another one.' USING ERRCODE = 'restrict_violation';\nEND $function$")
                .Annotation("MlOps:Function:mlops_kl(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (\n        SELECT greatest(0, sum(p.r / p.whole_r * ln(p.r / p.whole_r / (p.c / p.whole_c))))\n        FROM (SELECT u.r, u.c, sum(u.r) OVER () AS whole_r, sum(u.c) OVER () AS whole_c FROM unnest(s.r, s.c) AS u (r, c)) AS p) END\n    FROM (SELECT mlops_fill_zeros(mlops_shares(reference)), mlops_fill_zeros(mlops_shares(current))) AS s (r, c)\n$function$")
                .Annotation("MlOps:Function:mlops_kolmogorov_survival(distance double precision, count bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN NOT (distance >= 0 AND distance <= 1 AND count >= 1) THEN NULL\n        WHEN distance < 1e-100 OR count * distance * distance < 0.01 THEN 1\n        WHEN distance >= 0.5 OR count * distance * distance >= CASE WHEN count <= 140 THEN 4 ELSE 2.2 END\n            THEN least(1, 2 * mlops_smirnov_survival(distance, count))\n        WHEN count <= 140 OR count <= 1000 AND count * distance * sqrt(distance) <= 1.4\n            THEN 1 - mlops_durbin_cdf(distance, count)\n        ELSE 1 - mlops_pelz_good_cdf(distance, count) END\n$function$")
                .Annotation("MlOps:Function:mlops_ks_asymp(reference_size bigint, current_size bigint, distance bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN reference_size < 1 OR current_size < 1 THEN NULL ELSE mlops_kolmogorov_survival(\n        distance / (reference_size::float8 * current_size),\n        greatest(1, round(reference_size::float8 * current_size / (reference_size::float8 + current_size)))::bigint) END\n$function$")
                .Annotation("MlOps:Function:mlops_ks_exact(reference_size bigint, current_size bigint, distance bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    shares double precision[] := array_fill(0::float8, ARRAY[current_size::integer]);\n    share double precision;\n    start double precision := 0;\n    offset_of_x bigint;\nBEGIN\n    IF reference_size < 1 OR current_size < 1 OR distance < 0 THEN\n        RETURN NULL;\n    ELSIF distance = 0 THEN\n        RETURN 1;\n    END IF;\n    FOR x IN 0..reference_size LOOP\n        offset_of_x := x * current_size;\n        IF offset_of_x >= distance THEN\n            start := 1;\n        END IF;\n        share := start;\n        FOR y IN 1..current_size LOOP\n            share := CASE WHEN abs(offset_of_x - y * reference_size) >= distance THEN 1\n                ELSE (x * shares[y] + y * share) / (x + y) END;\n            shares[y] := share;\n        END LOOP;\n    END LOOP;\n    RETURN least(1, share);\nEND $function$")
                .Annotation("MlOps:Function:mlops_l_infinity(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (SELECT max(abs(p.r - p.c)) FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .Annotation("MlOps:Function:mlops_ln_beta_prefix(a double precision, b double precision, x double precision, y double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT mlops_stirling_error(a + b) - mlops_stirling_error(a) - mlops_stirling_error(b)\n        - mlops_deviance(a, (a + b) * x) - mlops_deviance(b, (a + b) * y) + ln(a / (a + b) * b / (2 * pi())) / 2\n$function$")
                .Annotation("MlOps:Function:mlops_mean_difference(reference_size bigint, reference_mean double precision, reference_deviation double precision,\n    current_size bigint, current_mean double precision, current_deviation double precision)", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nDECLARE\n    reference_error double precision := reference_deviation / sqrt(nullif(reference_size, 0));\n    current_error double precision := current_deviation / sqrt(nullif(current_size, 0));\n    unit double precision := greatest(reference_error, current_error);\n    distance double precision;\n    variance double precision;\n    degrees_of_freedom double precision;\nBEGIN\n    IF reference_size >= 2 AND current_size >= 2 AND unit > 0 AND unit < 'Infinity'\n        AND greatest(abs(reference_mean), abs(current_mean)) < 1e300::float8\n    THEN\n        reference_error := mlops_square(mlops_quotient(reference_error, unit));\n        current_error := mlops_square(mlops_quotient(current_error, unit));\n        variance := reference_error + current_error;\n        degrees_of_freedom := 1 / (mlops_square(reference_error / variance) / (reference_size - 1)\n            + mlops_square(current_error / variance) / (current_size - 1));\n        distance := current_mean - reference_mean;\n        statistic := sign(distance) * mlops_quotient(abs(distance), unit) / sqrt(variance);\n        p_value := mlops_student_t_two_sided(statistic, degrees_of_freedom);\n    END IF;\n    RETURN NEXT;\nEND $function$")
                .Annotation("MlOps:Function:mlops_missing_tenant()", "RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    RAISE insufficient_privilege USING\n        MESSAGE = 'The session has no tenant, so that it can neither read nor write rows of tenants.',\n        HINT = 'Run: SET mlops.tenant_id = ''<id of the tenant>''. An administrator can set it for all sessions of a login by ALTER ROLE.';\nEND $function$")
                .Annotation("MlOps:Function:mlops_moments(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, is_current boolean, count bigint, lowest double precision, highest double precision,\n    range double precision, unit_mean double precision, unit_deviation double precision, mean double precision, deviation double precision)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nDECLARE\n    ats integer[];\n    numbers integer[];\n    sides boolean[];\n    counts bigint[];\n    lows double precision[];\n    highs double precision[];\nBEGIN\n    SELECT array_agg(r.at), array_agg(r.i), array_agg(r.is_current), array_agg(r.count), array_agg(r.lowest), array_agg(r.highest)\n    INTO ats, numbers, sides, counts, lows, highs\n    FROM mlops_ranges(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS r;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.at, s.i, s.is_current, s.n, s.lowest, s.highest, s.range, m.mean, m.deviation,\n            s.lowest + CASE WHEN s.range > 1e-280 THEN m.mean * s.range ELSE 0 END,\n            CASE WHEN s.range > 1e-280 THEN m.deviation * s.range WHEN m.deviation IS NOT NULL THEN 0 END\n        FROM (SELECT s.*, mlops_range(s.lowest, s.highest) AS range\n            FROM unnest($7, $8, $9, $10, $11, $12) AS s (at, i, is_current, n, lowest, highest)) AS s\n        LEFT JOIN (\n            SELECT l.at, l.i, l.is_current, avg(l.share) AS mean, stddev_samp(l.share) AS deviation\n            FROM (\n                SELECT l.at, l.i, l.is_current, CASE WHEN l.v - s.lowest > s.least THEN (l.v - s.lowest) / s.range ELSE 0 END AS share\n                FROM (%s) AS l\n                JOIN (SELECT s.*, CASE WHEN s.range < 1e-290 THEN 0 ELSE s.range / 1e30 END AS least\n                    FROM (SELECT s.*, mlops_range(s.lowest, s.highest) AS range\n                        FROM unnest($7, $8, $9, $11, $12) AS s (at, i, is_current, lowest, highest)) AS s\n                    WHERE s.range <= 1e149) AS s\n                ON s.at = l.at AND s.i = l.i AND s.is_current = l.is_current\n                WHERE l.v > '-Infinity' AND l.v < 'Infinity') AS l\n            GROUP BY l.at, l.i, l.is_current) AS m\n        ON m.at = s.at AND m.i = s.i AND m.is_current = s.is_current\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, numbers, sides, counts, lows, highs;\nEND $function$")
                .Annotation("MlOps:Function:mlops_normal_survival(z double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN z = 'NaN' THEN NULL\n        WHEN z > 39 THEN 0\n        WHEN z >= 0 THEN mlops_gamma_upper(0.5, mlops_square(z) / 2) / 2\n        WHEN z > -39 THEN 1 - mlops_gamma_upper(0.5, mlops_square(z) / 2) / 2\n        ELSE 1 END\n$function$")
                .Annotation("MlOps:Function:mlops_normal_two_sided(z double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN abs(z) > 39 AND z <> 'NaN' THEN 0 ELSE mlops_gamma_upper(0.5, mlops_square(z) / 2) END\n$function$")
                .Annotation("MlOps:Function:mlops_number(value jsonb)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE jsonb_typeof(value)\n        WHEN 'number' THEN CASE\n            WHEN abs(value::numeric) > 1.7976931348623157e308 THEN sign(value::numeric)::double precision * 'Infinity'\n            WHEN abs(value::numeric) < 5e-324 THEN 0\n            ELSE value::double precision END\n        WHEN 'string' THEN CASE WHEN value #>> '{}' IN ('NaN', 'Infinity', '-Infinity') THEN (value #>> '{}')::double precision END END\n$function$")
                .Annotation("MlOps:Function:mlops_paired(champion uuid, challenger uuid, from_time timestamptz, to_time timestamptz, threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, segment_cap integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, predictions bigint, labelled bigint,\n    answered bigint, scored bigint, paired bigint, counts bigint[],\n    brier double precision[], log_loss double precision[], absolute double precision[], squared double precision[],\n    auc double precision[], rows_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH answers AS MATERIALIZED (\n            SELECT r.*, num_nulls(r.y, r.a, r.b) = 0 AS is_paired, r.y = $6 AS is_positive,\n                num_nulls(r.y, r.a, r.b) = 0 AND r.a BETWEEN 0 AND 1 AND r.b BETWEEN 0 AND 1 AS is_scored,\n                CASE WHEN greatest(abs(r.a), abs(r.y)) < 1e300 THEN abs(r.a - r.y) ELSE 'Infinity' END AS error_a,\n                CASE WHEN greatest(abs(r.b), abs(r.y)) < 1e300 THEN abs(r.b - r.y) ELSE 'Infinity' END AS error_b,\n                CASE WHEN r.y = $6 THEN r.a ELSE 1 - r.a END AS likelihood_a, CASE WHEN r.y = $6 THEN r.b ELSE 1 - r.b END AS likelihood_b\n            FROM (%s) AS r\n        ), segments AS (\n            SELECT k.key, CASE WHEN k.key IS NULL THEN 0 WHEN k.place <= $8 THEN k.place ELSE -1 END AS at\n            FROM (\n                SELECT r.key, row_number() OVER (ORDER BY r.key IS NULL, count(*) FILTER (WHERE r.is_paired) DESC, r.key COLLATE \"C\") AS place\n                FROM answers AS r\n                GROUP BY r.key) AS k\n            WHERE $7 IS NOT NULL\n        ), grouped AS (\n            SELECT -2::bigint AS at, r.* FROM answers AS r\n            UNION ALL\n            SELECT s.at, r.* FROM answers AS r JOIN segments AS s ON s.key = r.key\n            UNION ALL\n            SELECT 0, r.* FROM answers AS r WHERE r.key IS NULL AND $7 IS NOT NULL\n        ), losses AS (\n            SELECT r.at, r.key, r.id, r.y, r.a, r.b, r.is_paired, r.is_scored,\n                CASE WHEN r.is_scored THEN (CASE WHEN r.is_positive THEN 4 ELSE 0 END)\n                    + (CASE WHEN r.a >= $5 THEN 2 ELSE 0 END) + (CASE WHEN r.b >= $5 THEN 1 ELSE 0 END) END AS answer,\n                CASE WHEN r.is_scored THEN mlops_square(r.likelihood_a - 1) END AS brier_a,\n                CASE WHEN r.is_scored THEN mlops_square(r.likelihood_b - 1) END AS brier_b,\n                CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood_a, 1e-15), 0.999999999999999)) END AS loss_a,\n                CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood_b, 1e-15), 0.999999999999999)) END AS loss_b,\n                CASE WHEN r.is_paired AND r.error_a < 1e70 AND r.error_b < 1e70 THEN r.error_a END AS error_a,\n                CASE WHEN r.is_paired AND r.error_a < 1e70 AND r.error_b < 1e70 THEN r.error_b END AS error_b\n            FROM grouped AS r\n        ), summed AS (\n            SELECT r.at, min(r.key) FILTER (WHERE r.at > 0) AS name, count(*) AS n, count(r.y) AS labelled,\n                count(*) FILTER (WHERE r.y IS NOT NULL AND r.a IS NOT NULL) AS answered,\n                count(*) FILTER (WHERE r.y IS NOT NULL AND r.a BETWEEN 0 AND 1) AS scored,\n                count(*) FILTER (WHERE r.is_paired) AS paired,\n                ARRAY[\n                    count(*) FILTER (WHERE r.answer = 0), count(*) FILTER (WHERE r.answer = 1), count(*) FILTER (WHERE r.answer = 2),\n                    count(*) FILTER (WHERE r.answer = 3), count(*) FILTER (WHERE r.answer = 4), count(*) FILTER (WHERE r.answer = 5),\n                    count(*) FILTER (WHERE r.answer = 6), count(*) FILTER (WHERE r.answer = 7)] AS counts,\n                ARRAY[count(r.brier_a), avg(r.brier_a), avg(r.brier_b), var_samp(r.brier_a), var_samp(r.brier_b),\n                    covar_samp(r.brier_a, r.brier_b)] AS brier,\n                ARRAY[count(r.loss_a), avg(r.loss_a), avg(r.loss_b), var_samp(r.loss_a), var_samp(r.loss_b),\n                    covar_samp(r.loss_a, r.loss_b)] AS log_loss,\n                ARRAY[count(r.error_a), avg(r.error_a), avg(r.error_b), var_samp(r.error_a), var_samp(r.error_b),\n                    covar_samp(r.error_a, r.error_b)] AS absolute,\n                ARRAY[count(r.error_a), avg(mlops_square(r.error_a)), avg(mlops_square(r.error_b)), var_samp(mlops_square(r.error_a)),\n                    var_samp(mlops_square(r.error_b)), covar_samp(mlops_square(r.error_a), mlops_square(r.error_b))] AS squared,\n                count(r.error_a) = count(*) FILTER (WHERE r.is_paired) AS has_moments,\n                bit_xor(uuid_hash_extended(r.id, hashfloat8extended(coalesce(r.y, 'NaN'), hashfloat8extended(coalesce(r.a, 'NaN'),\n                    hashfloat8extended(coalesce(r.b, 'NaN'), 0))))) AS hash\n            FROM losses AS r\n            GROUP BY r.at\n        ), ranked AS (\n            SELECT r.at, r.is_positive,\n                CASE WHEN r.is_positive THEN r.other_up_to_a - r.other_at_a / 2.0 ELSE r.others - r.other_up_to_a + r.other_at_a / 2.0 END / r.others AS above_a,\n                CASE WHEN r.is_positive THEN r.other_up_to_b - r.other_at_b / 2.0 ELSE r.others - r.other_up_to_b + r.other_at_b / 2.0 END / r.others AS above_b\n            FROM (\n                SELECT r.at, r.is_positive,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER w ELSE sum(r.positive) OVER w END::double precision AS others,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER up_to_a ELSE sum(r.positive) OVER up_to_a END::double precision AS other_up_to_a,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER up_to_b ELSE sum(r.positive) OVER up_to_b END::double precision AS other_up_to_b,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER at_a ELSE sum(r.positive) OVER at_a END::double precision AS other_at_a,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER at_b ELSE sum(r.positive) OVER at_b END::double precision AS other_at_b\n                FROM (\n                    SELECT r.at, r.a, r.b, r.is_positive, CASE WHEN r.is_positive THEN 1 ELSE 0 END AS positive,\n                        CASE WHEN r.is_positive THEN 0 ELSE 1 END AS negative\n                    FROM grouped AS r\n                    WHERE r.is_scored) AS r\n                WINDOW w AS (PARTITION BY r.at), up_to_a AS (PARTITION BY r.at ORDER BY r.a), up_to_b AS (PARTITION BY r.at ORDER BY r.b),\n                    at_a AS (PARTITION BY r.at, r.a), at_b AS (PARTITION BY r.at, r.b)) AS r\n            WHERE r.others > 0\n        ), areas AS (\n            SELECT r.at, ARRAY[\n                count(*) FILTER (WHERE r.is_positive), count(*) FILTER (WHERE NOT r.is_positive),\n                avg(r.above_a) FILTER (WHERE r.is_positive), avg(r.above_b) FILTER (WHERE r.is_positive),\n                coalesce(var_samp(r.above_b - r.above_a) FILTER (WHERE r.is_positive), 0) / count(*) FILTER (WHERE r.is_positive)\n                    + coalesce(var_samp(r.above_b - r.above_a) FILTER (WHERE NOT r.is_positive), 0) / count(*) FILTER (WHERE NOT r.is_positive)] AS auc\n            FROM ranked AS r\n            GROUP BY r.at\n        )\n        SELECT s.name, CASE WHEN s.at = -2 THEN 'all' WHEN s.at > 0 THEN 'named' WHEN s.at = 0 THEN 'missing' ELSE 'others' END,\n            s.n, s.labelled, s.answered, s.scored, s.paired, s.counts,\n            CASE WHEN s.brier[1] > 1 THEN s.brier END, CASE WHEN s.log_loss[1] > 1 THEN s.log_loss END,\n            CASE WHEN s.absolute[1] > 1 AND s.has_moments THEN s.absolute END, CASE WHEN s.squared[1] > 1 AND s.has_moments THEN s.squared END,\n            u.auc, s.hash\n        FROM summed AS s\n        LEFT JOIN areas AS u ON u.at = s.at\n        ORDER BY s.at = -2 DESC, s.at < 0, s.at = 0, s.at\n        $sql$,\n        mlops_paired_rows_sql(segment))\n    USING champion, challenger, from_time, to_time, threshold, positive, segment, segment_cap;\nEND $function$")
                .Annotation("MlOps:Function:mlops_paired_rows_sql(segment text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT concat(\n        $sql$SELECT p.id AS id, p.actual_value AS y, p.predicted_value AS a, x.predicted_value AS b, $sql$,\n        CASE WHEN segment IS NULL THEN 'NULL::text' ELSE mlops_value_sql(segment, false, 's.place') END,\n        $sql$ AS key\n        FROM ml_predictions AS p\n        LEFT JOIN ml_shadow_scores AS x ON x.tenant_id = p.tenant_id AND x.prediction_id = p.id\n            AND x.model_version_id = $2\n        LEFT JOIN (\n    SELECT f.tenant_id AS tenant, f.schema_id AS schema,\n        max(t.number_count) AS number_count, max(t.category_count) AS category_count,\n        max(f.position) FILTER (WHERE f.type = 'category' AND f.name = $7) AS place\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    GROUP BY f.tenant_id, f.schema_id\n) AS s ON s.tenant = p.tenant_id AND s.schema = p.feature_schema_id AND coalesce(array_upper(p.features, 1), s.number_count) = s.number_count AND coalesce(array_upper(p.categories, 1), s.category_count) = s.category_count\n        WHERE p.model_version_id = $1 AND p.created_at >= $3 AND p.created_at < $4\n            $sql$, $sql$AND p.tenant_id = $sql$ || quote_literal(nullif(current_setting('mlops.tenant_id', true), '')::uuid) || '::uuid')\n$function$")
                .Annotation("MlOps:Function:mlops_pelz_good_cdf(distance double precision, count bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    z2 double precision := count * distance * distance;\n    z double precision := sqrt(z2);\n    z4 double precision := z2 * z2;\n    z6 double precision := z2 * z2 * z2;\n    limits double precision := 0;\n    first double precision := 0;\n    second double precision := 0;\n    third double precision := 0;\n    second_whole double precision := 0;\n    third_whole double precision := 0;\n    half double precision;\n    whole double precision;\n    weight double precision;\nBEGIN\n    FOR term IN 0..19 LOOP\n        half := pi() * pi() * (term + 0.5::float8) * (term + 0.5::float8);\n        IF half / (2 * z2) < 600 THEN\n            weight := exp(-half / (2 * z2));\n            limits := limits + weight;\n            first := first + weight * (half - z2);\n            second := second + weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * half + (1 - 2 * z2) * half * half);\n            third := third + weight * (-30 * z6 - 90 * z6 * z2 + (135 * z4 - 96 * z6) * half\n                + (212 * z4 - 60 * z2) * half * half + (5 - 30 * z2) * half * half * half);\n        END IF;\n        whole := pi() * pi() * term * term;\n        IF whole / (2 * z2) < 600 THEN\n            weight := exp(-whole / (2 * z2));\n            second_whole := second_whole + weight * whole;\n            third_whole := third_whole + weight * (3 * whole * z2 - whole * whole);\n        END IF;\n    END LOOP;\n    -- Each sum is half of one over all whole numbers, which the factor 2 completes.\n    RETURN 2 * sqrt(pi() / 2) * (limits / z + first / (6 * z4) / sqrt(count)\n        + (second / (72 * z6 * z) - second_whole / (36 * z2 * z)) / count\n        + (third / (6480 * z6 * z4) + third_whole / (216 * z6)) / count / sqrt(count));\nEND $function$")
                .Annotation("MlOps:Function:mlops_performance(service text, from_time timestamptz, to_time timestamptz, threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, segment_cap integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, labelled bigint, unlabelled bigint,\n    scored bigint, true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,\n    accuracy double precision, \"precision\" double precision, recall double precision, f1 double precision,\n    auc double precision, brier double precision, log_loss double precision,\n    calibration_counts bigint[], calibration_scores double precision[], calibration_shares double precision[],\n    errors bigint, mean_absolute_error double precision, root_mean_square_error double precision, mean_error double precision,\n    intervals bigint, covered bigint, coverage double precision,\n    selectable bigint, selected bigint, selection_rate double precision, false_positive_rate double precision, false_negative_rate double precision,\n    selection_gap double precision, false_positive_gap double precision, false_negative_gap double precision)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    sample text;\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    IF (threshold BETWEEN 0 AND 1) IS NOT TRUE OR positive IS NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The threshold must be from 0 to 1, and the positive label must be given; they were %s and %s.',\n            coalesce(threshold::text, 'null'), coalesce(positive::text, 'null'));\n    END IF;\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, true, service, from_time, to_time, NULL, NULL) AS s;\n    sample := mlops_sample_sql(ARRAY['predicted_value', 'actual_value', 'confidence_lower', 'confidence_upper'], true, segment, 'current');\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH counted AS (\n            SELECT r.at, count(*) AS n, count(r.v2) AS labelled,\n                count(*) FILTER (WHERE r.is_scored) AS scored,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND r.is_positive) AS tp,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND NOT r.is_positive) AS fp,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND r.is_positive) AS fn,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND NOT r.is_positive) AS tn,\n                avg(mlops_square(r.likelihood - 1)) FILTER (WHERE r.is_scored) AS brier,\n                avg(-ln(least(greatest(r.likelihood, 1e-15), 0.999999999999999))) FILTER (WHERE r.is_scored) AS log_loss,\n                count(r.error) AS errors,\n                sum(r.error) FILTER (WHERE abs(r.error) < 1e290) AS sum,\n                sum(abs(r.error)) FILTER (WHERE abs(r.error) < 1e290) AS absolute_sum,\n                sum(mlops_square(r.error)) FILTER (WHERE abs(r.error) < 1e140) AS square_sum,\n                max(abs(r.error)) AS max_error,\n                count(*) FILTER (WHERE r.has_interval) AS intervals,\n                count(*) FILTER (WHERE r.has_interval AND r.v2 BETWEEN r.v3 AND r.v4) AS covered,\n                count(*) FILTER (WHERE r.is_selectable) AS selectable,\n                count(*) FILTER (WHERE r.is_selectable AND r.is_selected) AS selected\n            FROM (\n                SELECT r.*, r.v1 BETWEEN 0 AND 1 AS is_selectable, r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL AS is_scored,\n                    r.v1 >= $10 AS is_selected, r.v2 = $11 AS is_positive,\n                    CASE WHEN r.v1 BETWEEN 0 AND 1 THEN CASE WHEN r.v2 = $11 THEN r.v1 ELSE 1 - r.v1 END END AS likelihood,\n                    r.v1 - r.v2 AS error, num_nulls(r.v2, r.v3, r.v4) = 0 AS has_interval\n                FROM (%1$s) AS r) AS r\n            GROUP BY r.at\n        ), calibrated AS (\n            SELECT s.at, array_agg(coalesce(c.n, 0) ORDER BY b.bin) AS counts, array_agg(c.score ORDER BY b.bin) AS scores, array_agg(c.share ORDER BY b.bin) AS shares\n            FROM unnest($7) AS s (at)\n            CROSS JOIN generate_series(0, 9) AS b (bin)\n            LEFT JOIN (\n                SELECT r.at, least(floor(r.v1 * 10), 9) AS bin, count(*) AS n, avg(r.v1) AS score, avg(CASE WHEN r.v2 = $11 THEN 1 ELSE 0 END::double precision) AS share\n                FROM (%1$s) AS r\n                WHERE r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL\n                GROUP BY 1, 2) AS c\n            ON c.at = s.at AND c.bin = b.bin\n            GROUP BY s.at\n        ), ranked AS (\n            SELECT r.at, sum(r.positives * (2 * r.negatives_up_to - r.negatives)) / nullif(2 * sum(r.positives) * sum(r.negatives), 0) AS auc\n            FROM (\n                SELECT r.at, r.positives, r.negatives, sum(r.negatives) OVER (PARTITION BY r.at ORDER BY r.v1) AS negatives_up_to\n                FROM (\n                    SELECT r.at, r.v1, (count(*) FILTER (WHERE r.v2 = $11))::double precision AS positives,\n                        (count(*) FILTER (WHERE r.v2 <> $11))::double precision AS negatives\n                    FROM (%1$s) AS r\n                    WHERE r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL\n                    GROUP BY r.at, r.v1) AS r) AS r\n            GROUP BY r.at\n        ), rated AS (\n            SELECT c.at, mlops_share(c.selected, c.selectable) AS selection, mlops_share(c.fp, c.fp + c.tn) AS false_positive,\n                mlops_share(c.fn, c.tp + c.fn) AS false_negative\n            FROM counted AS c\n        ), compared AS (\n            SELECT CASE WHEN count(t.selection) > 1 THEN max(t.selection) - min(t.selection) END AS selection,\n                CASE WHEN count(t.false_positive) > 1 THEN max(t.false_positive) - min(t.false_positive) END AS false_positive,\n                CASE WHEN count(t.false_negative) > 1 THEN max(t.false_negative) - min(t.false_negative) END AS false_negative\n            FROM rated AS t\n        )\n        SELECT s.name, s.kind, coalesce(c.n, 0), coalesce(c.labelled, 0), coalesce(c.n - c.labelled, 0),\n            coalesce(c.scored, 0), coalesce(c.tp, 0), coalesce(c.fp, 0), coalesce(c.fn, 0), coalesce(c.tn, 0),\n            mlops_share(c.tp + c.tn, c.scored), mlops_share(c.tp, c.tp + c.fp), mlops_share(c.tp, c.tp + c.fn), mlops_share(2 * c.tp, 2 * c.tp + c.fp + c.fn),\n            r.auc, c.brier, c.log_loss, k.counts, k.scores, k.shares, coalesce(c.errors, 0),\n            CASE WHEN c.max_error >= 1e290 THEN NULL ELSE c.absolute_sum / nullif(c.errors, 0) END,\n            CASE WHEN c.max_error >= 1e140 THEN NULL ELSE sqrt(c.square_sum / nullif(c.errors, 0)) END,\n            CASE WHEN c.max_error >= 1e290 THEN NULL ELSE c.sum / nullif(c.errors, 0) END,\n            coalesce(c.intervals, 0), coalesce(c.covered, 0), mlops_share(c.covered, c.intervals),\n            coalesce(c.selectable, 0), coalesce(c.selected, 0), t.selection, t.false_positive, t.false_negative,\n            p.selection, p.false_positive, p.false_negative\n        FROM unnest($7, $8, $9) AS s (at, kind, name)\n        CROSS JOIN compared AS p\n        LEFT JOIN rated AS t ON t.at = s.at\n        LEFT JOIN counted AS c ON c.at = s.at\n        LEFT JOIN calibrated AS k ON k.at = s.at\n        LEFT JOIN ranked AS r ON r.at = s.at\n        ORDER BY s.at < 1, abs(s.at)\n        $sql$,\n        sample)\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, threshold, positive;\nEND $function$")
                .Annotation("MlOps:Function:mlops_profile(service text, feature text, from_time timestamptz, to_time timestamptz, segment text DEFAULT NULL, segment_cap integer DEFAULT 20, probabilities double precision[] DEFAULT '{0.01,0.05,0.25,0.5,0.75,0.95,0.99}', edges double precision[] DEFAULT NULL)", "RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, missing bigint, not_a_number bigint, infinite bigint, finite bigint,\n    mean double precision, deviation double precision, minimum double precision, maximum double precision,\n    quantiles double precision[], bin_edges double precision[], bin_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET extra_float_digits = 1 AS $function$\nDECLARE\n    sample text;\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\n    bin_ats integer[];\n    bins text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    PERFORM mlops_require_feature(feature, true, 'feature of the profile');\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, NULL, NULL) AS s;\n    sample := mlops_sample_sql(ARRAY[feature], true, segment, 'current');\n    IF edges IS NOT NULL THEN\n        bin_ats := ats;\n        bins := ARRAY(SELECT mlops_fixed_bins(edges)::text FROM unnest(ats));\n    ELSE\n        SELECT array_agg(r.at), array_agg(coalesce(mlops_equal_bins(r.lowest, r.highest, mlops_sturges(r.count)), '{}')::text)\n        INTO bin_ats, bins\n        FROM mlops_ranges(sample, 1, service, from_time, to_time, NULL, NULL, named) AS r;\n    END IF;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.name, s.kind, coalesce(c.n, 0), coalesce(c.n - c.present, 0), coalesce(c.nan, 0), coalesce(c.present - c.nan - c.finite, 0),\n            coalesce(c.finite, 0), m.mean, m.deviation, m.lowest, m.highest,\n            coalesce(q.quantiles, array_fill(NULL::double precision, ARRAY[cardinality($10)])), b.bin_edges, b.current_counts\n        FROM unnest($7, $8, $9) AS s (at, kind, name)\n        LEFT JOIN (\n            SELECT r.at, count(*) AS n, count(r.v1) AS present, count(*) FILTER (WHERE r.v1 = 'NaN') AS nan,\n                count(*) FILTER (WHERE r.v1 > '-Infinity' AND r.v1 < 'Infinity') AS finite\n            FROM (%s) AS r\n            GROUP BY r.at) AS c ON c.at = s.at\n        LEFT JOIN mlops_moments($11, 1, $1, $2, $3, $4, $5, $6) AS m ON m.at = s.at\n        LEFT JOIN mlops_quantiles($11, 1, $1, $2, $3, $4, $5, $6, $10) AS q ON q.at = s.at\n        LEFT JOIN mlops_count_bins($11, 1, $1, $2, $3, $4, $5, $6, $12, (SELECT array_agg(ARRAY[t.bins]) FROM unnest($13) AS t (bins)), $14) AS b ON b.at = s.at\n        ORDER BY s.at < 1, abs(s.at)\n        $sql$,\n        sample)\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, probabilities, sample, bin_ats, bins,\n        CASE WHEN edges IS NULL THEN 'closed' ELSE 'open' END;\nEND $function$")
                .Annotation("MlOps:Function:mlops_psi(reference bigint[], current bigint[], least_share double precision DEFAULT NULL)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(reference) = cardinality(current) AND cardinality(s.r) = cardinality(s.c) THEN\n        (SELECT sum((p.r - p.c) * ln(p.r / p.c)) FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT CASE WHEN least_share IS NULL THEN mlops_fill_zeros(mlops_shares(reference)) ELSE mlops_shares(reference, least_share) END,\n        CASE WHEN least_share IS NULL THEN mlops_fill_zeros(mlops_shares(current)) ELSE mlops_shares(current, least_share) END) AS s (r, c)\n$function$")
                .Annotation("MlOps:Function:mlops_quantiles(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], probabilities double precision[])", "RETURNS TABLE (at integer, i integer, is_current boolean, quantiles double precision[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT l.at, l.i, l.is_current, ARRAY(SELECT q.quantile * 4 FROM unnest(l.quantiles) WITH ORDINALITY AS q (quantile, place) ORDER BY q.place)\n        FROM (\n            SELECT l.at, l.i, l.is_current, percentile_cont($7) WITHIN GROUP (ORDER BY CASE WHEN abs(l.v) < 1e-305 THEN 0 ELSE l.v / 4 END) AS quantiles\n            FROM (%s) AS l\n            WHERE l.v > '-Infinity' AND l.v < 'Infinity'\n            GROUP BY l.at, l.i, l.is_current) AS l\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, probabilities;\nEND $function$")
                .Annotation("MlOps:Function:mlops_quotient(part double precision, whole double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN whole > 1 AND part < whole * 1e-300 THEN 0\n        WHEN whole < 1 AND part > whole * 1.7976931348623157e308 THEN NULL\n        ELSE part / nullif(whole, 0) END\n$function$")
                .Annotation("MlOps:Function:mlops_range(lowest double precision, highest double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN lowest < -1 AND highest > 1 AND highest / 2 - lowest / 2 > 8.988465674311579e307\n        THEN 'Infinity' ELSE highest - lowest END\n$function$")
                .Annotation("MlOps:Function:mlops_ranges(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, is_current boolean, count bigint, lowest double precision, highest double precision)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    ats integer[];\n    numbers integer[];\n    sides boolean[];\n    counts bigint[];\n    lows double precision[];\n    highs double precision[];\n    filtered integer[];\nBEGIN\n    EXECUTE format(\n        $sql$\n        SELECT array_agg(r.at), array_agg(r.i), array_agg(r.is_current), array_agg(r.n), array_agg(r.low), array_agg(r.high),\n            array_agg(DISTINCT r.i) FILTER (WHERE r.low = '-Infinity' OR r.high >= 'Infinity')\n        FROM (%s) AS r (at, i, is_current, n, low, high)\n        $sql$,\n        mlops_ranges_sql(sample, features, '{}'))\n    INTO ats, numbers, sides, counts, lows, highs, filtered\n    USING service, from_time, to_time, reference_from, reference_to, segment_names;\n    IF filtered IS NULL THEN\n        RETURN QUERY SELECT r.* FROM unnest(ats, numbers, sides, counts, lows, highs) AS r;\n    ELSE\n        RETURN QUERY EXECUTE mlops_ranges_sql(sample, features, filtered)\n        USING service, from_time, to_time, reference_from, reference_to, segment_names;\n    END IF;\nEND $function$")
                .Annotation("MlOps:Function:mlops_ranges_sql(sample text, features integer, filtered integer[])", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT format(\n        $sql$\n        SELECT r.at::integer, u.i::integer, r.is_current, u.n, CASE WHEN u.n > 0 THEN u.lowest END, CASE WHEN u.n > 0 THEN u.highest END\n        FROM (SELECT r.at, r.is_current, ARRAY[%s] AS counts, ARRAY[%s] AS lowest, ARRAY[%s] AS highest FROM (%s) AS r GROUP BY r.at, r.is_current) AS r,\n            unnest(r.counts, r.lowest, r.highest) WITH ORDINALITY AS u (n, lowest, highest, i)\n        $sql$,\n        string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$count(*) FILTER (WHERE r.v%s > '-Infinity' AND r.v%1$s < 'Infinity')$sql$ ELSE 'count(r.v%s)' END, n), ', ' ORDER BY n),\n        string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$min(r.v%s) FILTER (WHERE r.v%1$s > '-Infinity')$sql$ ELSE 'min(r.v%s)' END, n), ', ' ORDER BY n),\n        string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$max(r.v%s) FILTER (WHERE r.v%1$s < 'Infinity')$sql$ ELSE 'max(r.v%s)' END, n), ', ' ORDER BY n),\n        sample)\n    FROM generate_series(1, features) AS n\n$function$")
                .Annotation("MlOps:Function:mlops_require_feature(feature text, is_number boolean, used_as text)", "RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nDECLARE\n    wanted text := CASE WHEN is_number THEN 'number' ELSE 'category' END;\n    known text;\n    session_tenant uuid := nullif(current_setting('mlops.tenant_id', true), '')::uuid;\nBEGIN\n    IF feature LIKE 'context:_%'\n        OR feature = ANY (CASE WHEN is_number THEN ARRAY['predicted_value', 'actual_value', 'confidence']\n            ELSE ARRAY['model_version', 'prediction_type', 'risk_level', 'source', 'target_entity_type'] END)\n        OR EXISTS (SELECT FROM ml_schema_features AS f WHERE f.name = feature AND f.type = wanted\n            AND (session_tenant IS NULL OR f.tenant_id = session_tenant))\n    THEN\n        RETURN;\n    END IF;\n    SELECT string_agg(n.name, ', ' ORDER BY n.name) INTO known\n    FROM (SELECT DISTINCT f.name AS name FROM ml_schema_features AS f\n        WHERE f.type = wanted AND (session_tenant IS NULL OR f.tenant_id = session_tenant)\n        ORDER BY 1 LIMIT 100) AS n;\n    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n        'No row has the %s %L, which the %s names. Known are %s, context:KEY%s.', wanted, feature, used_as,\n        CASE WHEN is_number THEN 'predicted_value, actual_value, confidence'\n            ELSE 'model_version, prediction_type, risk_level, source, target_entity_type' END,\n        coalesce(', ' || known, ''));\nEND $function$")
                .Annotation("MlOps:Function:mlops_require_method(method text, edges double precision[])", "RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF (method = ANY (mlops_drift_methods(true) || mlops_drift_methods(false))) IS NOT TRUE THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The method %L is unknown. For numbers there are %s. For categories there are %s.', method,\n            array_to_string(mlops_drift_methods(true), ', '), array_to_string(mlops_drift_methods(false), ', '));\n    ELSIF (method IN ('hellinger_edges', 'js_edges_bit', 'psi_edges')) <> (edges IS NOT NULL) THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The methods hellinger_edges, js_edges_bit and psi_edges need edges, and no other one takes any; the method was %L.', method);\n    END IF;\nEND $function$")
                .Annotation("MlOps:Function:mlops_require_segment(segment text, segment_cap integer)", "RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF segment IS NOT NULL THEN\n        PERFORM mlops_require_feature(segment, false, 'segment');\n        IF (segment_cap >= 1) IS NOT TRUE THEN\n            RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',\n                MESSAGE = format('The cap of segments must be 1 or more; it was %s.', coalesce(segment_cap::text, 'null'));\n        END IF;\n    END IF;\nEND $function$")
                .Annotation("MlOps:Function:mlops_require_service(service text)", "RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF service IS NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'The service must be given; it was null.';\n    END IF;\nEND $function$")
                .Annotation("MlOps:Function:mlops_require_window(window_name text, from_time timestamptz, to_time timestamptz)", "RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF (from_time < to_time) IS NOT TRUE THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The %s must end after it begins; it was from %s to %s.', window_name,\n            coalesce(from_time::text, 'null'), coalesce(to_time::text, 'null'));\n    END IF;\nEND $function$")
                .Annotation("MlOps:Function:mlops_rows_sql(features text[], is_number boolean, segment text, windows text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT string_agg(\n        concat(\n            'SELECT ', concat_ws(', ', $sql$p.id AS id, p.model_version AS version$sql$, part.is_current || ' AS is_current', part.columns), $sql$\n            FROM ml_predictions AS p\n            LEFT JOIN (\n                SELECT f.tenant_id AS tenant, f.schema_id AS schema,\n                    max(t.number_count) AS number_count, max(t.category_count) AS category_count, $sql$, part.places, $sql$\n                FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n                GROUP BY f.tenant_id, f.schema_id\n            ) AS s ON s.tenant = p.tenant_id AND s.schema = p.feature_schema_id AND coalesce(array_upper(p.features, 1), s.number_count) = s.number_count AND coalesce(array_upper(p.categories, 1), s.category_count) = s.category_count\n            WHERE p.service_name = $1 AND $sql$, part.condition,\n            $sql$ AND p.tenant_id = $sql$ || quote_literal(nullif(current_setting('mlops.tenant_id', true), '')::uuid) || '::uuid'),\n        ' UNION ALL ')\n    FROM (\n        SELECT i.*, c.*\n        FROM (VALUES\n            ('current', 'true', $sql$(p.created_at >= $2 AND p.created_at < $3)$sql$),\n            ('both', $sql$(p.created_at >= $2 AND p.created_at < $3)$sql$, $sql$((p.created_at >= $2 AND p.created_at < $3) OR (p.created_at >= $4 AND p.created_at < $5))$sql$),\n            ('overlapping', 'true', $sql$(p.created_at >= $2 AND p.created_at < $3)$sql$),\n            ('overlapping', 'false', $sql$(p.created_at >= $4 AND p.created_at < $5)$sql$)) AS i (windows, is_current, condition)\n        CROSS JOIN (\n            SELECT string_agg(mlops_value_sql(w.name, w.is_number, 's.a' || w.at) || ' AS ' || w.alias, ', ' ORDER BY w.at) AS columns,\n                string_agg(\n                    format($sql$max(f.position) FILTER (WHERE f.name = %L AND f.type = %L) AS a%s$sql$,\n                        w.name, CASE WHEN w.is_number THEN 'number' ELSE 'category' END, w.at),\n                    ', ' ORDER BY w.at) AS places\n            FROM (\n                SELECT u.name, mlops_rows_sql.is_number, u.at, 'v' || u.at AS alias FROM unnest(features) WITH ORDINALITY AS u (name, at)\n                UNION ALL SELECT mlops_rows_sql.segment, false, 0, 'key' WHERE mlops_rows_sql.segment IS NOT NULL) AS w) AS c\n        WHERE i.windows = mlops_rows_sql.windows) AS part\n$function$")
                .Annotation("MlOps:Function:mlops_sample_sql(features text[], is_number boolean, segment text, windows text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT concat(\n        'SELECT ',\n        '(', CASE WHEN segment IS NULL THEN '1' ELSE 'CASE WHEN r.key IS NULL THEN 0 ELSE coalesce(g.at, -1) END' END,\n        ')::integer AS at, r.* FROM (', mlops_rows_sql(features, is_number, segment, windows), ') AS r',\n        CASE WHEN segment IS NOT NULL THEN ' LEFT JOIN unnest($6) WITH ORDINALITY AS g (name, at) ON g.name = r.key' END)\n$function$")
                .Annotation("MlOps:Function:mlops_segments(segment text, segment_cap integer, by_scores boolean, service text,\n    from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz)", "RETURNS TABLE (at integer, kind text, name text) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    IF segment IS NULL THEN\n        RETURN QUERY SELECT 1, 'all', NULL::text;\n        RETURN;\n    END IF;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT t.at, CASE WHEN t.at > 0 THEN 'named' WHEN t.at = 0 THEN 'missing' ELSE 'others' END, min(t.key) FILTER (WHERE t.at > 0)\n        FROM (\n            SELECT k.key, CASE WHEN k.key IS NULL THEN 0 WHEN k.place <= $7 THEN k.place::integer ELSE -1 END AS at\n            FROM (\n                SELECT r.key, row_number() OVER (ORDER BY r.key IS NULL, %s DESC, r.key COLLATE \"C\") AS place\n                FROM (%s) AS r\n                GROUP BY r.key) AS k) AS t\n        GROUP BY t.at\n        $sql$,\n        CASE WHEN by_scores THEN 'count(*) FILTER (WHERE r.v1 BETWEEN 0 AND 1)' ELSE 'count(*)' END,\n        mlops_rows_sql(CASE WHEN by_scores THEN ARRAY['predicted_value'] ELSE '{}' END, true, segment,\n            mlops_windows(from_time, to_time, reference_from, reference_to)))\n    USING service, from_time, to_time, reference_from, reference_to, NULL::text[], segment_cap;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_labelled_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.labelled_at := NEW.created_at;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_alerts_acknowledged_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at THEN\n        NEW.acknowledged_login := CASE WHEN NEW.acknowledged_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.acknowledged_login := OLD.acknowledged_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_alerts_resolved_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.resolved_at IS DISTINCT FROM OLD.resolved_at THEN\n        NEW.resolved_login := CASE WHEN NEW.resolved_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.resolved_login := OLD.resolved_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_audit_log_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.login := OLD.login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_legal_holds_placed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.placed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.placed_login := OLD.placed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_legal_holds_released_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.released_at IS DISTINCT FROM OLD.released_at THEN\n        NEW.released_login := CASE WHEN NEW.released_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.released_login := OLD.released_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_predictions_label_received_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.label_received_at := CASE WHEN NEW.labelled_at IS DISTINCT FROM OLD.labelled_at THEN now() ELSE OLD.label_received_at END;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_retraining_policies_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_retraining_requests_closed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN\n        NEW.closed_login := CASE WHEN NEW.closed_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.closed_login := OLD.closed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_ml_retraining_requests_requested_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.requested_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.requested_login := OLD.requested_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_aliases_closed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_to IS DISTINCT FROM OLD.valid_to THEN\n        NEW.closed_login := CASE WHEN NEW.valid_to IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.closed_login := OLD.closed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_aliases_set_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_from IS DISTINCT FROM OLD.valid_from THEN\n        NEW.set_login := CASE WHEN NEW.valid_from IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.set_login := OLD.set_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_stage_transitions_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_stage_transitions_link()", "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET extra_float_digits = 1 SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $function$\nDECLARE\n    head_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_heads');\n    link_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_links');\n    last_position bigint;\n    last_hash text;\n    next_hash text;\nBEGIN\n    IF NOT EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_roles AS o ON o.oid = c.relowner WHERE c.oid = TG_RELID AND o.rolname = current_user) THEN\n        RAISE insufficient_privilege USING\n            MESSAGE = format('%I.%I is not a table of %I, who owns the function that links its rows.', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user),\n            HINT = 'Give the table and its functions one owner, with REASSIGN OWNED for instance.';\n    END IF;\n    -- Writers of one chain wait here for one another.\n    LOOP\n        EXECUTE format('SELECT h.position, h.hash FROM %s AS h WHERE h.tenant_id = $1 AND h.chain = $2 FOR NO KEY UPDATE', head_table) INTO last_position, last_hash USING NEW.tenant_id, coalesce(NEW.model_name, '');\n        EXIT WHEN last_position IS NOT NULL;\n        EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash) VALUES ($1, $2, 0, '''') ON CONFLICT DO NOTHING', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, '');\n    END LOOP;\n    next_hash := encode(sha256(convert_to(concat_ws(E'\\n', last_hash, 'StageTransition', (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(NEW.id)),\n            ('CreatedAt', to_jsonb(NEW.created_at)),\n            ('ModelVersionId', to_jsonb(NEW.model_version_id)),\n            ('ModelName', to_jsonb(NEW.model_name)),\n            ('Version', to_jsonb(NEW.model_version)),\n            ('FromStage', to_jsonb(NEW.from_stage)),\n            ('ToStage', to_jsonb(NEW.to_stage)),\n            ('ChangedBy', to_jsonb(NEW.changed_by)),\n            ('ChangedLogin', to_jsonb(NEW.changed_login)),\n            ('Reason', to_jsonb(NEW.reason)),\n            ('DecisionId', to_jsonb(NEW.decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL)), 'UTF8')), 'hex');\n    EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash, previous_hash, kind, row_id) VALUES ($1, $2, $3, $4, $5, $6, $7)', link_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash, last_hash, 'StageTransition'::text, NEW.id;\n    EXECUTE format('UPDATE %s AS h SET position = $3, hash = $4 WHERE h.tenant_id = $1 AND h.chain = $2', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash;\n    RETURN NULL;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_model_versions_promoted_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.promoted_at IS DISTINCT FROM OLD.promoted_at THEN\n        NEW.promoted_login := CASE WHEN NEW.promoted_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.promoted_login := OLD.promoted_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_retraining_decisions_decided_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.decided_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.decided_login := OLD.decided_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_retraining_decisions_link()", "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET extra_float_digits = 1 SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $function$\nDECLARE\n    head_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_heads');\n    link_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_links');\n    last_position bigint;\n    last_hash text;\n    next_hash text;\nBEGIN\n    IF NOT EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_roles AS o ON o.oid = c.relowner WHERE c.oid = TG_RELID AND o.rolname = current_user) THEN\n        RAISE insufficient_privilege USING\n            MESSAGE = format('%I.%I is not a table of %I, who owns the function that links its rows.', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user),\n            HINT = 'Give the table and its functions one owner, with REASSIGN OWNED for instance.';\n    END IF;\n    -- Writers of one chain wait here for one another.\n    LOOP\n        EXECUTE format('SELECT h.position, h.hash FROM %s AS h WHERE h.tenant_id = $1 AND h.chain = $2 FOR NO KEY UPDATE', head_table) INTO last_position, last_hash USING NEW.tenant_id, coalesce(NEW.model_name, '');\n        EXIT WHEN last_position IS NOT NULL;\n        EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash) VALUES ($1, $2, 0, '''') ON CONFLICT DO NOTHING', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, '');\n    END LOOP;\n    next_hash := encode(sha256(convert_to(concat_ws(E'\\n', last_hash, 'RetrainingDecision', (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(NEW.id)),\n            ('CreatedAt', to_jsonb(NEW.created_at)),\n            ('Timestamp', to_jsonb(NEW.timestamp)),\n            ('TriggerReason', to_jsonb(NEW.trigger_reason)),\n            ('Action', to_jsonb(NEW.action)),\n            ('ModelName', to_jsonb(NEW.model_name)),\n            ('CandidateVersionId', to_jsonb(NEW.candidate_version_id)),\n            ('DriftContext', to_jsonb(NEW.drift_context)),\n            ('DataContext', to_jsonb(NEW.data_context)),\n            ('DecisionDetails', to_jsonb(NEW.decision_details)),\n            ('RejectionReasons', to_jsonb(NEW.rejection_reasons)),\n            ('LabeledSamples', to_jsonb(NEW.labeled_samples)),\n            ('CoveragePct', to_jsonb(NEW.coverage_pct)),\n            ('EvidenceHash', to_jsonb(NEW.evidence_hash)),\n            ('DecidedBy', to_jsonb(NEW.decided_by)),\n            ('DecidedLogin', to_jsonb(NEW.decided_login)),\n            ('AnswersDecisionId', to_jsonb(NEW.answers_decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL)), 'UTF8')), 'hex');\n    EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash, previous_hash, kind, row_id) VALUES ($1, $2, $3, $4, $5, $6, $7)', link_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash, last_hash, 'RetrainingDecision'::text, NEW.id;\n    EXECUTE format('UPDATE %s AS h SET position = $3, hash = $4 WHERE h.tenant_id = $1 AND h.chain = $2', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash;\n    RETURN NULL;\nEND $function$")
                .Annotation("MlOps:Function:mlops_set_updated_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.updated_at := clock_timestamp();\n    RETURN NEW;\nEND $function$")
                .Annotation("MlOps:Function:mlops_share(part bigint, whole bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT part / nullif(whole, 0)::double precision\n$function$")
                .Annotation("MlOps:Function:mlops_shares(counts bigint[], least_share double precision DEFAULT 0)", "RETURNS double precision[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN t.total > 0\n        THEN ARRAY(SELECT greatest(c.n / t.total, least_share) FROM unnest(counts) WITH ORDINALITY AS c (n, at) ORDER BY c.at) END\n    FROM (SELECT sum(c.n)::double precision AS total FROM unnest(counts) AS c (n)) AS t\n$function$")
                .Annotation("MlOps:Function:mlops_sketch(service text, from_time timestamptz, to_time timestamptz, features text[], is_number boolean, bins text[],\n    segment text, segment_names text[])", "RETURNS TABLE (version text, at integer, i integer, filled integer[], counts integer[], missing integer, mean double precision,\n    squared_deviations double precision, lowest double precision, highest double precision, values_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nBEGIN\n    RETURN QUERY EXECUTE (\n        SELECT format(\n            $sql$\n            WITH read AS MATERIALIZED (\n                SELECT r.version::text AS version, r.at, uuid_hash_extended(r.id, 0) AS id_hash, %s\n                FROM (%s OFFSET 0) AS r\n            ), summed AS (\n                SELECT r.version, r.at, count(*) AS n, %s\n                FROM read AS r\n                GROUP BY r.version, r.at\n            ), counted AS (\n                SELECT c.version, c.at, c.code / 2000 + 1 AS i, array_agg(c.code %% 2000 ORDER BY c.code) AS filled,\n                    array_agg(c.n::integer ORDER BY c.code) AS counts\n                FROM (\n                    SELECT r.version, r.at, u.code, count(*) AS n\n                    FROM read AS r\n                    CROSS JOIN LATERAL unnest(ARRAY[%s]) AS u (code)\n                    WHERE u.code IS NOT NULL\n                    GROUP BY r.version, r.at, u.code) AS c\n                GROUP BY 1, 2, 3\n            )\n            SELECT s.version, s.at, u.i, coalesce(c.filled, '{}'), coalesce(c.counts, '{}'), (s.n - u.size)::integer,\n                CASE WHEN u.lowest > -1e149 AND u.highest < 1e149 THEN u.mean END,\n                CASE WHEN u.lowest > -1e149 AND u.highest < 1e149 THEN u.variance * u.size END,\n                u.lowest, u.highest, coalesce(u.hash, 0)\n            FROM summed AS s\n            CROSS JOIN LATERAL (VALUES %s) AS u (i, size, mean, variance, lowest, highest, hash)\n            LEFT JOIN counted AS c ON c.i = u.i AND c.at = s.at AND c.version IS NOT DISTINCT FROM s.version\n            $sql$,\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN $sql$r.v%1$s, CASE WHEN r.v%1$s > '-Infinity' AND r.v%1$s < 'Infinity' THEN r.v%1$s END AS f%1$s$sql$\n                    ELSE 'r.v%1$s' END, n), ', ' ORDER BY n),\n            mlops_sample_sql(features, is_number, segment, 'current'),\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN 'count(r.f%1$s) AS size%1$s, avg(r.f%1$s) FILTER (WHERE abs(r.f%1$s) < 1e149) AS mean%1$s, '\n                        || 'var_pop(r.f%1$s) FILTER (WHERE abs(r.f%1$s) < 1e149) AS variance%1$s, min(r.f%1$s) AS lowest%1$s, '\n                        || 'max(r.f%1$s) AS highest%1$s, bit_xor(hashfloat8extended(r.v%1$s, r.id_hash)) AS hash%1$s'\n                    ELSE 'count(r.v%1$s) AS size%1$s, bit_xor(hashtextextended(r.v%1$s, r.id_hash)) AS hash%1$s' END, n), ', ' ORDER BY n),\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN '%3$s + width_bucket(r.f%1$s, %2$L::double precision[])'\n                    ELSE '%3$s + CASE WHEN r.v%1$s IS NOT NULL THEN coalesce(array_position(%2$L::text[], r.v%1$s) - 1, cardinality(%2$L::text[])) END'\n                    END, n, bins[n], (n - 1) * 2000), ', ' ORDER BY n),\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN '(%1$s, s.size%1$s, s.mean%1$s, s.variance%1$s, s.lowest%1$s, s.highest%1$s, s.hash%1$s)'\n                    ELSE '(%1$s, s.size%1$s, NULL::double precision, NULL::double precision, NULL::double precision, NULL::double precision, s.hash%1$s)'\n                    END, n), ', ' ORDER BY n))\n        FROM generate_series(1, cardinality(features)) AS n)\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, segment_names;\nEND $function$")
                .Annotation("MlOps:Function:mlops_sketch_counts(monitor text, from_time timestamptz, to_time timestamptz, by_segment boolean DEFAULT false, version text DEFAULT NULL)", "RETURNS TABLE (feature_name text, segment_kind text, segment_name text, edges double precision[], compared_edges double precision[],\n    categories text[], counts bigint[], missing bigint, mean double precision, deviation double precision,\n    lowest double precision, highest double precision, values_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nDECLARE\n    session_tenant uuid := nullif(current_setting('mlops.tenant_id', true), '')::uuid;\n    watching uuid;\n    owner uuid;\n    spans uuid[];\n    complete uuid[];\n    gap timestamptz;\n    most integer;\nBEGIN\n    PERFORM mlops_require_window('window', from_time, to_time);\n    SELECT m.id, m.tenant_id INTO watching, owner\n    FROM ml_monitors AS m WHERE m.name = monitor AND (session_tenant IS NULL OR m.tenant_id = session_tenant);\n    IF session_tenant IS NULL AND (SELECT count(*) FROM ml_monitors AS m WHERE m.name = monitor) > 1 THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'Several tenants have a monitor %L. Name one: SET mlops.tenant_id = ''...''.', monitor);\n    ELSIF watching IS NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',\n            MESSAGE = format('There is no monitor %L.', monitor);\n    ELSIF date_trunc('hour', from_time, 'UTC') <> from_time OR date_trunc('hour', to_time, 'UTC') <> to_time THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'A window of sketches must begin and end with a whole hour; it was from %s to %s.', from_time, to_time);\n    END IF;\n    SELECT array_agg(s.id) INTO spans\n    FROM ml_sketched_spans AS s\n    WHERE s.tenant_id = owner AND s.monitor_id = watching\n        AND s.starts_at >= from_time AND s.starts_at < to_time\n        AND s.starts_at + s.hours * interval '1 hour' <= to_time\n        AND (s.hours = 24 OR NOT EXISTS (\n            SELECT FROM ml_sketched_spans AS h\n            WHERE h.tenant_id = owner AND h.monitor_id = watching AND h.hours = 24\n                AND h.starts_at = date_trunc('day', s.starts_at, 'UTC')\n                AND h.starts_at >= from_time AND h.starts_at + interval '24 hours' <= to_time));\n    SELECT min(g.hour) INTO gap\n    FROM generate_series(from_time, to_time - interval '1 hour', interval '1 hour') AS g (hour)\n    WHERE NOT EXISTS (\n        SELECT FROM ml_sketched_spans AS s\n        WHERE s.tenant_id = owner AND s.monitor_id = watching AND s.hours = 1\n            AND s.starts_at = g.hour);\n    IF gap IS NOT NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = format(\n            'The monitor %L has no sketch of the hour of %s. It makes those of its windows and of their references.', monitor, gap);\n    END IF;\n    SELECT max(coalesce(cardinality(b.edges), cardinality(b.categories)) + 1) INTO most\n    FROM ml_feature_bins AS b\n    WHERE b.tenant_id = owner AND b.monitor_id = watching AND NOT b.are_segments;\n    IF most IS NULL THEN\n        RETURN;\n    END IF;\n    SELECT array_agg(c.bins) INTO complete\n    FROM (\n        SELECT k.bins_id AS bins\n        FROM ml_feature_sketches AS k\n        WHERE k.tenant_id = owner AND k.span_id = ANY (spans)\n        GROUP BY k.bins_id\n        HAVING count(DISTINCT k.span_id) = (\n            SELECT count(*) FROM ml_sketched_spans AS s\n            WHERE s.tenant_id = owner AND s.id = ANY (spans) AND s.num_predictions > 0)) AS c;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH chosen AS NOT MATERIALIZED (\n            SELECT k.bins_id AS bins, CASE WHEN $2 THEN k.segment_kind::text END AS kind,\n                CASE WHEN $2 THEN k.segment_name::text END AS name, k.counts AS counts,\n                k.size AS size, k.missing AS missing, k.mean AS mean,\n                k.squared_deviations AS deviations, k.lowest AS lowest, k.highest AS highest,\n                k.values_hash AS hash\n            FROM ml_feature_sketches AS k\n            WHERE k.tenant_id = $1 AND k.span_id = ANY ($3) AND ($4 IS NULL OR k.model_version = $4)\n                AND k.bins_id = ANY ($5)\n        ), summed AS (\n            SELECT c.bins, c.kind, c.name, ARRAY[%s]::bigint[] AS counts, sum(c.missing) AS missing, sum(c.size) AS size,\n                CASE WHEN count(*) FILTER (WHERE c.size > 0) = count(c.mean)\n                    THEN sum(c.mean * (c.size::double precision)) / nullif(sum(c.size), 0) END AS mean,\n                min(c.lowest) AS lowest, max(c.highest) AS highest, bit_xor(c.hash) AS hash,\n                array_agg(c.size) AS sizes, array_agg(c.mean) AS means, array_agg(c.deviations) AS deviations\n            FROM chosen AS c\n            GROUP BY c.bins, c.kind, c.name\n        )\n        SELECT b.feature_name::text, t.kind, t.name, b.edges, b.compared_edges, b.categories::text[],\n            t.counts[1:coalesce(cardinality(b.edges), cardinality(b.categories)) + 1],\n            t.missing::bigint, t.mean, sqrt(d.deviations / nullif(t.size, 0)), t.lowest, t.highest, t.hash\n        FROM summed AS t\n        JOIN ml_feature_bins AS b ON b.tenant_id = $1 AND b.id = t.bins\n        CROSS JOIN LATERAL (\n            SELECT sum(u.deviations + u.size * (u.mean - t.mean) ^ 2) AS deviations\n            FROM unnest(t.sizes, t.means, t.deviations) AS u (size, mean, deviations)) AS d\n        $sql$,\n        (SELECT string_agg(format('coalesce(sum(c.counts[%s]), 0)', n), ', ' ORDER BY n) FROM generate_series(1, most) AS n))\n    USING owner, by_segment, spans, version, complete;\nEND $function$")
                .Annotation("MlOps:Function:mlops_smirnov_survival(distance double precision, count bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    step bigint := greatest(1, count / 4096);\n    at bigint := step;\n    total double precision;\n    below double precision;\n    above double precision;\nBEGIN\n    IF distance >= 1 OR 2 * count * distance * distance > 746 THEN\n        RETURN 0;\n    END IF;\n    total := mlops_exp(count * ln(1 - distance));\n    WHILE at < count LOOP\n        below := distance + at / count::float8;\n        above := (count - at) / count::float8 - distance;\n        EXIT WHEN above <= 0;\n        total := total + mlops_exp(\n            mlops_ln_beta_prefix(at, count - at, below, above) + ln(distance / below * count / at / (count - at)));\n        at := at + step;\n    END LOOP;\n    RETURN total * step;\nEND $function$")
                .Annotation("MlOps:Function:mlops_square(x double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN abs(x) < 1e-150 THEN 0 ELSE x * x END\n$function$")
                .Annotation("MlOps:Function:mlops_stirling_error(z double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    error double precision := 0;\n    square double precision;\nBEGIN\n    WHILE z < 16 LOOP\n        error := error + (z + 0.5::float8) * ln((z + 1) / z) - 1;\n        z := z + 1;\n    END LOOP;\n    square := z * z;\n    RETURN error + (1 / 12::float8 - (1 / 360::float8 - (1 / 1260::float8 - (1 / 1680::float8\n        - (1 / 1188::float8 - 691 / 360360::float8 / square) / square) / square) / square) / square) / z;\nEND $function$")
                .Annotation("MlOps:Function:mlops_store_ai_gm_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'ai-gm');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_ai_gm_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_ai_gm_ml_predictions (tenant_id, id, campaign_id, decision, scene) VALUES (NEW.tenant_id, NEW.id, NEW.campaign_id, NEW.decision, NEW.scene);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_code_roach_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'code-roach');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_code_roach_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_code_roach_ml_predictions (tenant_id, id, code_metrics, file_path, project_id) VALUES (NEW.tenant_id, NEW.id, NEW.code_metrics, NEW.file_path, NEW.project_id);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_daisy_chain_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'daisy-chain');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_daisy_chain_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_daisy_chain_ml_predictions (tenant_id, id, success_probability, task_id, task_type) VALUES (NEW.tenant_id, NEW.id, NEW.success_probability, NEW.task_id, NEW.task_type);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_first_mate_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'first-mate');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_first_mate_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_first_mate_ml_predictions (tenant_id, id, roll_type, stat_info, user_id) VALUES (NEW.tenant_id, NEW.id, NEW.roll_type, NEW.stat_info, NEW.user_id);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_game_app_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'game-app');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_game_app_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_game_app_ml_predictions (tenant_id, id, narrative_id, scenario, session_id) VALUES (NEW.tenant_id, NEW.id, NEW.narrative_id, NEW.scenario, NEW.session_id);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_ml_models()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    known uuid;\nBEGIN\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.baseline_metrics := COALESCE(NEW.baseline_metrics, '{}');\n    NEW.status := COALESCE(NEW.status, 'active');\n    NEW.tags := COALESCE(NEW.tags, '{}');\n    NEW.updated_at := COALESCE(NEW.updated_at, now());\n    IF NEW.version IS NULL AND NEW.hyperparameters IS NOT NULL THEN\n        RAISE not_null_violation USING\n            MESSAGE = format('Model %s has hyperparameters and no version, which they belong to.', quote_literal(NEW.name)),\n            HINT = 'Give a version too.';\n    END IF;\n    IF NEW.version IS NOT NULL THEN\n        known := (SELECT id FROM mlops_clients.stored_ml_models WHERE tenant_id = NEW.tenant_id AND name = NEW.name);\n    END IF;\n    IF known IS NULL THEN\n        INSERT INTO mlops_clients.stored_ml_models (tenant_id, id, baseline_metrics, created_at, description, framework, model_type, name, owner, status, tags, updated_at) VALUES (NEW.tenant_id, NEW.id, NEW.baseline_metrics, NEW.created_at, NEW.description, NEW.framework, NEW.model_type, NEW.name, NEW.owner, NEW.status, NEW.tags, NEW.updated_at);\n    ELSE\n        NEW.id := known;\n    END IF;\n    IF NEW.version IS NOT NULL THEN\n        INSERT INTO mlops_clients.stored_model_versions (tenant_id, id, model_name, model_version, hyperparameters,\n            stage_changed_at, created_at, updated_at)\n        VALUES (NEW.tenant_id, mlops_uuid7(NEW.created_at), NEW.name, NEW.version, NEW.hyperparameters, NEW.created_at, NEW.created_at, NEW.created_at);\n    END IF;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n    INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_model_training_sessions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    version record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, nullif(current_setting('mlops.tenant_id', true), '')::uuid);\n    SELECT m.name AS model, v.id AS id, v.model_version AS name INTO version FROM mlops_clients.stored_ml_models AS m\n    LEFT JOIN mlops_clients.stored_model_versions AS v ON v.tenant_id = m.tenant_id AND v.model_name = m.name\n        AND (NEW.model_version_id IS NULL OR v.id = NEW.model_version_id)\n        AND (NEW.model_version IS NULL OR v.model_version = NEW.model_version)\n    WHERE m.tenant_id = NEW.tenant_id AND NEW.model_id IN (m.id, v.id)\n    ORDER BY v.id = NEW.model_id DESC NULLS LAST, v.stage = 'Production' DESC NULLS LAST,\n        v.created_at DESC NULLS LAST LIMIT 1;\nIF version.model IS NULL THEN\n    RAISE foreign_key_violation USING\n        MESSAGE = format('There is no model with the id %s.', NEW.model_id),\n        HINT = 'Insert the model first, and take the id that the INSERT returns.';\nEND IF;\n    IF version.id IS NULL THEN\n        RAISE foreign_key_violation USING\n            MESSAGE = format('Model %s has no version that could be trained.', quote_literal(version.model)),\n            HINT = 'Insert its version first, into ml_models or model_versions.';\n    END IF;\n    NEW.model_version_id := version.id;\n    NEW.model_name := version.model;\n    NEW.model_version := version.name;\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.status := COALESCE(NEW.status, 'queued');\n    NEW.completed_epochs := COALESCE(NEW.completed_epochs, 0);\n    INSERT INTO ml_training_jobs (tenant_id, id, created_at, model_version_id, dataset_id, hyperparameters, status, total_epochs, completed_epochs, worker, started_at, heartbeat_at, ended_at, error)\n    VALUES (NEW.tenant_id, NEW.id, NEW.created_at, NEW.model_version_id, NEW.dataset_id, NEW.hyperparameters, NEW.status, NEW.total_epochs, NEW.completed_epochs, NEW.worker, NEW.started_at, NEW.heartbeat_at, NEW.ended_at, NEW.error);\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_model_versions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    known record;\n    incumbent record;\n    wanted text := NEW.stage;\n    mover text := COALESCE(NEW.promoted_by, session_user);\n    moved_at timestamptz;\nBEGIN\n    NEW.status := COALESCE(\n        NEW.status, CASE COALESCE(wanted, 'None') WHEN 'None' THEN 'training' ELSE 'active' END);\n    -- A version is often written down after its promotion.\n    NEW.created_at := LEAST(COALESCE(NEW.created_at, now()), NEW.promoted_at);\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.metrics := COALESCE(NEW.metrics, '{}');\n    NEW.stage := COALESCE(NEW.stage, 'None');\n    NEW.stage_changed_at := COALESCE(NEW.stage_changed_at, now());\n    NEW.status := COALESCE(NEW.status, 'training');\n    NEW.updated_at := COALESCE(NEW.updated_at, now());\n    INSERT INTO mlops_clients.stored_ml_models (tenant_id, name, model_type, framework)\n    VALUES (NEW.tenant_id, NEW.model_name, 'unknown', 'unknown') ON CONFLICT DO NOTHING;\n    -- Changes of the stages of a model wait for one another.\n    PERFORM 1 FROM mlops_clients.stored_ml_models WHERE tenant_id = NEW.tenant_id AND name = NEW.model_name FOR NO KEY UPDATE;\n    SELECT id AS id, stage AS stage, status AS status, stage_changed_at AS since INTO known FROM mlops_clients.stored_model_versions\n        WHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND model_version = NEW.model_version;\n    -- A row without a stage tells more of a version, and leaves it where it is.\n    wanted := COALESCE(wanted, known.stage, 'None');\n    IF known.id IS NULL THEN\n        moved_at := COALESCE(NEW.promoted_at, NEW.created_at);\n        NEW.stage := 'None';\n        NEW.stage_changed_at := NEW.created_at;\n        NEW.promoted_at := NULL;\n        NEW.promoted_by := NULL;\n        INSERT INTO mlops_clients.stored_model_versions (tenant_id, id, artifact_checksum, artifact_reference, artifact_size_bytes, brier_score, created_at, encrypted_model, encryption_key_id, f1_score, failure_reason, feature_schema_id, hyperparameters, input_schema, metrics, mlflow_run_id, model_name, output_schema, parameters, promoted_at, promoted_by, promoted_login, stage, stage_changed_at, status, updated_at, model_version) VALUES (NEW.tenant_id, NEW.id, NEW.artifact_checksum, NEW.artifact_reference, NEW.artifact_size_bytes, NEW.brier_score, NEW.created_at, NEW.encrypted_model, NEW.encryption_key_id, NEW.f1_score, NEW.failure_reason, NEW.feature_schema_id, NEW.hyperparameters, NEW.input_schema, NEW.metrics, NEW.mlflow_run_id, NEW.model_name, NEW.output_schema, NEW.parameters, NEW.promoted_at, NEW.promoted_by, NEW.promoted_login, NEW.stage, NEW.stage_changed_at, NEW.status, NEW.updated_at, NEW.model_version);\n        SELECT NEW.id AS id, NEW.stage AS stage, NEW.status AS status, NEW.created_at AS since INTO known;\n    ELSE\n        moved_at := COALESCE(NEW.promoted_at, now());\n        NEW.id := known.id;\n        UPDATE mlops_clients.stored_model_versions SET\n            status = CASE WHEN known.status = 'training' AND wanted <> 'None' THEN 'active' ELSE status END,\n            metrics = metrics || NEW.metrics,\n            mlflow_run_id = COALESCE(NEW.mlflow_run_id, mlflow_run_id),\n            hyperparameters = COALESCE(NEW.hyperparameters, hyperparameters),\n            parameters = COALESCE(NEW.parameters, parameters),\n            f1_score = COALESCE(NEW.f1_score, f1_score),\n            brier_score = COALESCE(NEW.brier_score, brier_score)\n        WHERE tenant_id = NEW.tenant_id AND id = known.id;\n    END IF;\n    IF wanted <> known.stage THEN\n        IF known.status = 'failed' OR known.stage || '>' || wanted <> ALL (ARRAY['None>Staging', 'None>Production', 'None>Archived', 'Staging>Production', 'Staging>Archived', 'Production>Archived', 'Archived>Staging', 'Archived>Production']) THEN\n            RAISE check_violation USING MESSAGE = format(\n                'Version %s of model %s is %s, in stage %s, and cannot move to %s.',\n                NEW.model_version, quote_literal(NEW.model_name), known.status, known.stage, wanted);\n        END IF;\n        IF moved_at < known.since THEN\n    RAISE check_violation USING MESSAGE = format(\n        'Version %s of model %s moved to %s at %s and cannot move to %s earlier, at %s.',\n        NEW.model_version, quote_literal(NEW.model_name), known.stage, known.since, wanted, moved_at),\n        HINT = 'If both times are right, the clocks of two machines differ, or a time without zone was of another one than the session''s.';\nEND IF;\n        IF wanted = 'Production' THEN\n            SELECT id AS id, model_version AS version, stage AS stage, stage_changed_at AS since\n                INTO incumbent FROM mlops_clients.stored_model_versions\n                WHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name\n                    AND stage = 'Production';\n            IF incumbent.id IS NOT NULL THEN\n                IF moved_at < incumbent.since THEN\n    RAISE check_violation USING MESSAGE = format(\n        'Version %s of model %s moved to %s at %s and cannot move to %s earlier, at %s.',\n        incumbent.version, quote_literal(NEW.model_name), incumbent.stage, incumbent.since, 'Archived', moved_at),\n        HINT = 'If both times are right, the clocks of two machines differ, or a time without zone was of another one than the session''s.';\nEND IF;\n                UPDATE mlops_clients.stored_model_versions SET stage = 'Archived', stage_changed_at = moved_at,\n    status = CASE 'Archived' WHEN 'Archived' THEN 'retired' ELSE 'active' END\nWHERE tenant_id = NEW.tenant_id AND id = incumbent.id;\n                INSERT INTO model_stage_transitions (tenant_id, id, model_version_id,\n    model_name, model_version, from_stage, to_stage,\n    changed_by, reason, created_at)\nVALUES (NEW.tenant_id, mlops_uuid7(moved_at), incumbent.id, NEW.model_name, incumbent.version, incumbent.stage, 'Archived', mover, 'INSERT INTO model_versions', moved_at);\n                UPDATE ml_serving_periods SET served_to = moved_at\nWHERE tenant_id = NEW.tenant_id AND model_version_id = incumbent.id\n    AND served_to IS NULL;\n            END IF;\n            UPDATE mlops_clients.stored_model_versions SET stage = wanted, stage_changed_at = moved_at,\n    status = CASE wanted WHEN 'Archived' THEN 'retired' ELSE 'active' END, promoted_at = moved_at, promoted_by = mover\nWHERE tenant_id = NEW.tenant_id AND id = known.id;\n            NEW.promoted_at := moved_at;\n            NEW.promoted_by := mover;\n            INSERT INTO ml_serving_periods (tenant_id, id, model_name,\n                model_version_id, model_version, served_from,\n                promoted_at, created_at, updated_at)\n            VALUES (NEW.tenant_id, mlops_uuid7(moved_at), NEW.model_name, known.id, NEW.model_version, moved_at,\n                moved_at, moved_at, moved_at);\n            UPDATE model_aliases SET valid_to = moved_at, closed_by = mover\nWHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND alias = 'champion' AND valid_to IS NULL AND model_version_id <> known.id;\n            INSERT INTO model_aliases (tenant_id, id, model_name,\n                alias, model_version_id, model_version,\n                set_by, valid_from, created_at, updated_at)\n            SELECT NEW.tenant_id, mlops_uuid7(moved_at), NEW.model_name, 'champion', known.id,\n                NEW.model_version, mover, moved_at, moved_at, moved_at\n            WHERE NOT EXISTS (SELECT 1 FROM model_aliases WHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND alias = 'champion' AND valid_to IS NULL);\n        ELSE\n            UPDATE mlops_clients.stored_model_versions SET stage = wanted, stage_changed_at = moved_at,\n    status = CASE wanted WHEN 'Archived' THEN 'retired' ELSE 'active' END\nWHERE tenant_id = NEW.tenant_id AND id = known.id;\n            IF known.stage = 'Production' THEN\n                UPDATE ml_serving_periods SET served_to = moved_at\nWHERE tenant_id = NEW.tenant_id AND model_version_id = known.id\n    AND served_to IS NULL;\n                UPDATE model_aliases SET valid_to = moved_at, closed_by = mover\nWHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND alias = 'champion' AND valid_to IS NULL AND model_version_id = known.id;\n            END IF;\n        END IF;\n        INSERT INTO model_stage_transitions (tenant_id, id, model_version_id,\n    model_name, model_version, from_stage, to_stage,\n    changed_by, reason, created_at)\nVALUES (NEW.tenant_id, mlops_uuid7(moved_at), known.id, NEW.model_name, NEW.model_version, known.stage, wanted, mover, 'INSERT INTO model_versions', moved_at);\n    END IF;\n    NEW.stage := wanted;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_oracle_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'oracle');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_oracle_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_oracle_ml_predictions (tenant_id, id, knowledge_id, query, relevance_scores) VALUES (NEW.tenant_id, NEW.id, NEW.knowledge_id, NEW.query, NEW.relevance_scores);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_policy_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'policy');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_policy_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_policy_ml_predictions (tenant_id, id, compliance_state, policy_id, resource_id, time_to_violation) VALUES (NEW.tenant_id, NEW.id, NEW.compliance_state, NEW.policy_id, NEW.resource_id, NEW.time_to_violation);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_store_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    version record;\n    number double precision;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    IF NEW.model_id IS NOT NULL THEN\n        SELECT m.name AS model, v.id AS id, v.model_version AS name INTO version FROM mlops_clients.stored_ml_models AS m\n    LEFT JOIN mlops_clients.stored_model_versions AS v ON v.tenant_id = m.tenant_id AND v.model_name = m.name\n        AND (NEW.model_version_id IS NULL OR v.id = NEW.model_version_id)\n        AND (NEW.model_version IS NULL OR v.model_version = NEW.model_version)\n    WHERE m.tenant_id = NEW.tenant_id AND NEW.model_id IN (m.id, v.id)\n    ORDER BY v.id = NEW.model_id DESC NULLS LAST, v.stage = 'Production' DESC NULLS LAST,\n        v.created_at DESC NULLS LAST LIMIT 1;\nIF version.model IS NULL THEN\n    RAISE foreign_key_violation USING\n        MESSAGE = format('There is no model with the id %s.', NEW.model_id),\n        HINT = 'Insert the model first, and take the id that the INSERT returns.';\nEND IF;\n        NEW.model_version_id := COALESCE(NEW.model_version_id, version.id);\n        NEW.model_version := COALESCE(NEW.model_version, version.name);\n        NEW.service_name := COALESCE(NEW.service_name, version.model);\n    END IF;\n    NEW.service_name := COALESCE(NEW.service_name, 'unknown');\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n    -- A value is a number, or a document with one of these members, or with one member alone.\n    number := CASE jsonb_typeof(NEW.predicted_value)\n        WHEN 'number' THEN NEW.predicted_value::double precision\n        WHEN 'object' THEN COALESCE(\n            (SELECT (NEW.predicted_value->>name)::double precision\n                FROM unnest(ARRAY['value', 'probability', 'prediction', 'score', 'predicted_value']) WITH ORDINALITY AS names (name, place)\n                WHERE jsonb_typeof(NEW.predicted_value->name) = 'number' ORDER BY place LIMIT 1),\n            (SELECT CASE WHEN count(*) = 1 AND min(jsonb_typeof(value)) = 'number' THEN min(value::text)::double precision END\n                FROM jsonb_each(NEW.predicted_value)))\n        END;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(number - NEW.actual_value)) <= 1e-6) IS NOT TRUE THEN\n        RAISE check_violation USING\n            MESSAGE = format('The error %s is not the distance from the predicted to the actual value.', NEW.error),\n            HINT = 'Leave the error out: the database computes it.';\n    END IF;\n    INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, confidence, context, created_at, inference_time_ms, labelled_at, model_version, model_version_id, prediction_type, risk_level, service_name, source, target_entity_id, target_entity_type,\n        predicted_value, output, confidence_lower, confidence_upper)\n    VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.confidence, NEW.context, NEW.created_at, NEW.inference_time_ms, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.prediction_type, NEW.risk_level, NEW.service_name, NEW.source, NEW.target_entity_id, NEW.target_entity_type,\n        number, CASE WHEN jsonb_typeof(NEW.predicted_value) <> 'number' THEN NEW.predicted_value END,\n        CASE jsonb_typeof(NEW.confidence_interval) WHEN 'object' THEN (NEW.confidence_interval->>'lower')::double precision WHEN 'array' THEN (NEW.confidence_interval->>0)::double precision END, CASE jsonb_typeof(NEW.confidence_interval) WHEN 'object' THEN (NEW.confidence_interval->>'upper')::double precision WHEN 'array' THEN (NEW.confidence_interval->>1)::double precision END)\n    RETURNING error, labelled_at INTO NEW.error, NEW.labelled_at;\n    RETURN NEW;\nEND\n$function$")
                .Annotation("MlOps:Function:mlops_student_t_two_sided(t double precision, degrees_of_freedom double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    size double precision := abs(t);\n    ratio double precision;\nBEGIN\n    IF NOT (degrees_of_freedom > 0) OR degrees_of_freedom = 'NaN' OR t = 'NaN' THEN\n        RETURN NULL;\n    ELSIF degrees_of_freedom > 1e15::float8 THEN\n        RETURN mlops_normal_two_sided(t);\n    ELSIF size < 1e-150::float8 THEN\n        RETURN 1;\n    ELSIF size >= 1 AND size / degrees_of_freedom >= 1e308::float8 / size THEN\n        RETURN 0;\n    END IF;\n    ratio := t / degrees_of_freedom * t;\n    RETURN mlops_beta(degrees_of_freedom / 2, 0.5, 1 / (1 + ratio), 1 / (1 + 1 / ratio));\nEND $function$")
                .Annotation("MlOps:Function:mlops_sturges(count bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN count > 0 THEN log(2::numeric, count::numeric)::double precision + 1 END\n$function$")
                .Annotation("MlOps:Function:mlops_total_variation(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (SELECT sum(abs(p.r - p.c)) / 2 FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .Annotation("MlOps:Function:mlops_two_proportion_z(reference_trials bigint, reference_successes bigint, current_trials bigint, current_successes bigint)", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT t.z, mlops_normal_two_sided(t.z)\n    FROM (\n        SELECT (current_successes / nullif(current_trials, 0)::double precision\n            - reference_successes / nullif(reference_trials, 0)::double precision) / sqrt(nullif(v.variance, 0)) AS z\n        FROM (\n            SELECT p.pooled * (1 - p.pooled)\n                * (1 / nullif(reference_trials, 0)::double precision + 1 / nullif(current_trials, 0)::double precision) AS variance\n            FROM (\n                SELECT (reference_successes::double precision + current_successes)\n                    / nullif(reference_trials::double precision + current_trials, 0) AS pooled) AS p\n            WHERE reference_trials >= 2 AND current_trials >= 2\n                AND reference_successes BETWEEN 0 AND reference_trials AND current_successes BETWEEN 0 AND current_trials) AS v) AS t\n    RIGHT JOIN (SELECT) AS one ON true\n$function$")
                .Annotation("MlOps:Function:mlops_unpaired(first_version uuid, other_version uuid, from_time timestamptz, to_time timestamptz, threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, segment_cap integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, of_other boolean, predictions bigint, labelled bigint, answered bigint,\n    true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,\n    brier double precision[], log_loss double precision[], absolute double precision[], squared double precision[],\n    auc double precision[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH answers AS MATERIALIZED (\n            SELECT r.*, num_nulls(r.y, r.a) = 0 AS is_answered, r.y = $6 AS is_positive, r.y IS NOT NULL AND r.a BETWEEN 0 AND 1 AS is_scored,\n                CASE WHEN greatest(abs(r.a), abs(r.y)) < 1e300 THEN abs(r.a - r.y) ELSE 'Infinity' END AS error,\n                CASE WHEN r.y = $6 THEN r.a ELSE 1 - r.a END AS likelihood\n            FROM (%s) AS r\n        ), segments AS (\n            SELECT k.key, CASE WHEN k.place <= $8 THEN k.place ELSE -1 END AS at\n            FROM (\n                SELECT r.key, row_number() OVER (ORDER BY count(*) FILTER (WHERE r.is_answered) DESC, r.key COLLATE \"C\") AS place\n                FROM answers AS r\n                WHERE r.key IS NOT NULL\n                GROUP BY r.key) AS k\n        ), grouped AS (\n            SELECT -2::bigint AS at, r.* FROM answers AS r\n            UNION ALL\n            SELECT s.at, r.* FROM answers AS r JOIN segments AS s ON s.key = r.key\n            UNION ALL\n            SELECT 0, r.* FROM answers AS r WHERE r.key IS NULL AND $7 IS NOT NULL\n        ), losses AS (\n            SELECT r.at, r.key, r.of_other, r.y, r.is_answered, r.is_scored, r.is_positive, r.a >= $5 AS is_selected,\n                CASE WHEN r.is_scored THEN mlops_square(r.likelihood - 1) END AS brier,\n                CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood, 1e-15), 0.999999999999999)) END AS loss,\n                CASE WHEN r.is_answered AND r.error < 1e70 THEN r.error END AS error\n            FROM grouped AS r\n        ), summed AS (\n            SELECT r.at, r.of_other, min(r.key) FILTER (WHERE r.at > 0) AS name, count(*) AS n, count(r.y) AS labelled,\n                count(*) FILTER (WHERE r.is_answered) AS answered,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND r.is_positive) AS tp,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND NOT r.is_positive) AS fp,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND r.is_positive) AS fn,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND NOT r.is_positive) AS tn,\n                ARRAY[count(r.brier), avg(r.brier), var_samp(r.brier)] AS brier,\n                ARRAY[count(r.loss), avg(r.loss), var_samp(r.loss)] AS log_loss,\n                ARRAY[count(r.error), avg(r.error), var_samp(r.error)] AS absolute,\n                ARRAY[count(r.error), avg(mlops_square(r.error)), var_samp(mlops_square(r.error))] AS squared,\n                count(r.error) = count(*) FILTER (WHERE r.is_answered) AS has_moments\n            FROM losses AS r\n            GROUP BY r.at, r.of_other\n        ), ranked AS (\n            SELECT r.at, r.of_other, r.positives, r.negatives, sum(r.positives) OVER w AS all_positives, sum(r.negatives) OVER w AS all_negatives,\n                sum(r.positives) OVER up_to - r.positives / 2 AS positives_below, sum(r.negatives) OVER up_to - r.negatives / 2 AS negatives_below\n            FROM (\n                SELECT r.at, r.of_other, r.a, (count(*) FILTER (WHERE r.is_positive))::double precision AS positives,\n                    (count(*) FILTER (WHERE NOT r.is_positive))::double precision AS negatives\n                FROM grouped AS r\n                WHERE r.is_scored\n                GROUP BY r.at, r.of_other, r.a) AS r\n            WINDOW w AS (PARTITION BY r.at, r.of_other), up_to AS (PARTITION BY r.at, r.of_other ORDER BY r.a)\n        ), placed AS (\n            SELECT r.*, r.negatives_below / r.all_negatives AS above_negatives, r.positives_below / r.all_positives AS above_positives\n            FROM ranked AS r\n            WHERE r.all_positives > 0 AND r.all_negatives > 0\n        ), means AS (\n            SELECT r.at, r.of_other, max(r.all_positives) AS positives, max(r.all_negatives) AS negatives,\n                sum(r.positives * r.above_negatives) / max(r.all_positives) AS area\n            FROM placed AS r\n            GROUP BY r.at, r.of_other\n        ), areas AS (\n            SELECT m.at, m.of_other, ARRAY[m.positives, m.negatives, m.area,\n                coalesce(sum(r.positives * mlops_square(r.above_negatives - m.area)) / nullif(m.positives - 1, 0), 0) / m.positives\n                    + coalesce(sum(r.negatives * mlops_square(r.above_positives - (1 - m.area))) / nullif(m.negatives - 1, 0), 0) / m.negatives] AS auc\n            FROM placed AS r\n            JOIN means AS m ON m.at = r.at AND m.of_other = r.of_other\n            GROUP BY m.at, m.of_other, m.positives, m.negatives, m.area\n        )\n        SELECT s.name, CASE WHEN s.at = -2 THEN 'all' WHEN s.at > 0 THEN 'named' WHEN s.at = 0 THEN 'missing' ELSE 'others' END,\n            s.of_other, s.n, s.labelled, s.answered, s.tp, s.fp, s.fn, s.tn,\n            CASE WHEN s.brier[1] > 1 THEN s.brier END, CASE WHEN s.log_loss[1] > 1 THEN s.log_loss END,\n            CASE WHEN s.absolute[1] > 1 AND s.has_moments THEN s.absolute END, CASE WHEN s.squared[1] > 1 AND s.has_moments THEN s.squared END,\n            u.auc\n        FROM summed AS s\n        LEFT JOIN areas AS u ON u.at = s.at AND u.of_other = s.of_other\n        ORDER BY s.at = -2 DESC, s.at < 0, s.at = 0, s.at, s.of_other\n        $sql$,\n        mlops_unpaired_rows_sql(segment))\n    USING first_version, other_version, from_time, to_time, threshold, positive, segment, segment_cap;\nEND $function$")
                .Annotation("MlOps:Function:mlops_unpaired_rows_sql(segment text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT concat(\n        $sql$SELECT p.model_version_id = $2 AS of_other, p.actual_value AS y, p.predicted_value AS a, $sql$,\n        CASE WHEN segment IS NULL THEN 'NULL::text' ELSE mlops_value_sql(segment, false, 's.place') END,\n        $sql$ AS key\n        FROM ml_predictions AS p\n        LEFT JOIN (\n    SELECT f.tenant_id AS tenant, f.schema_id AS schema,\n        max(t.number_count) AS number_count, max(t.category_count) AS category_count,\n        max(f.position) FILTER (WHERE f.type = 'category' AND f.name = $7) AS place\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    GROUP BY f.tenant_id, f.schema_id\n) AS s ON s.tenant = p.tenant_id AND s.schema = p.feature_schema_id AND coalesce(array_upper(p.features, 1), s.number_count) = s.number_count AND coalesce(array_upper(p.categories, 1), s.category_count) = s.category_count\n        WHERE p.model_version_id IN ($1, $2) AND p.created_at >= $3 AND p.created_at < $4\n            $sql$, $sql$AND p.tenant_id = $sql$ || quote_literal(nullif(current_setting('mlops.tenant_id', true), '')::uuid) || '::uuid')\n$function$")
                .Annotation("MlOps:Function:mlops_uuid7(at timestamptz)", "RETURNS uuid LANGUAGE sql VOLATILE STRICT PARALLEL SAFE\nRETURN encode(set_bit(set_bit(overlay(\n    uuid_send(gen_random_uuid()) PLACING substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),\n    52, 1), 53, 1), 'hex')::uuid")
                .Annotation("MlOps:Function:mlops_value_sql(feature text, is_number boolean, place text)", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN feature LIKE 'context:%' AND is_number\n            THEN $sql$mlops_number(p.context -> $sql$ || quote_literal(substr(feature, 9)) || ')'\n        WHEN feature LIKE 'context:%' THEN $sql$p.context ->> $sql$ || quote_literal(substr(feature, 9))\n        WHEN is_number THEN CASE feature\n            WHEN 'predicted_value' THEN $sql$p.predicted_value$sql$\n            WHEN 'actual_value' THEN $sql$p.actual_value$sql$\n            WHEN 'confidence' THEN $sql$p.confidence$sql$\n            WHEN 'confidence_lower' THEN $sql$p.confidence_lower$sql$\n            WHEN 'confidence_upper' THEN $sql$p.confidence_upper$sql$\n            ELSE $sql$p.features[$sql$ || place || ']' END\n        ELSE CASE feature\n            WHEN 'model_version' THEN $sql$p.model_version::text$sql$\n            WHEN 'prediction_type' THEN $sql$p.prediction_type::text$sql$\n            WHEN 'risk_level' THEN $sql$p.risk_level::text$sql$\n            WHEN 'source' THEN $sql$p.source::text$sql$\n            WHEN 'target_entity_type' THEN $sql$p.target_entity_type::text$sql$\n            ELSE $sql$p.categories[$sql$ || place || ']' END END\n$function$")
                .Annotation("MlOps:Function:mlops_values_sql(sample text, features integer)", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT format('SELECT r.at, r.is_current, unnest(ARRAY[%s]) AS i, unnest(ARRAY[%s]) AS v FROM (%s) AS r',\n        string_agg(n::text, ', ' ORDER BY n), string_agg('r.v' || n, ', ' ORDER BY n), sample)\n    FROM generate_series(1, features) AS n\n$function$")
                .Annotation("MlOps:Function:mlops_verify_chains(only_chain text DEFAULT NULL)", "RETURNS TABLE (chain text, length bigint, head text, fault text, fault_position bigint, fault_kind text, fault_row uuid)\nLANGUAGE sql STABLE SET timezone = 'UTC' SET extra_float_digits = 1 SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $function$\n    WITH found_links AS MATERIALIZED (\n        SELECT l.chain AS chain, l.position AS place, l.kind AS kind, l.row_id AS row_id,\n            l.previous_hash AS previous_hash, l.hash AS hash,\n            lag(l.position, 1, 0::bigint) OVER w AS place_before, lag(l.hash, 1, '') OVER w AS hash_before\n        FROM ml_chain_links AS l\n        WHERE l.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END AND (only_chain IS NULL OR l.chain = only_chain)\n        WINDOW w AS (PARTITION BY l.chain ORDER BY l.position)\n    ), found_stored AS MATERIALIZED (\n        SELECT 'StageTransition'::text AS kind, r.id AS row_id, coalesce(r.model_name, '') AS chain, (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(r.id)),\n            ('CreatedAt', to_jsonb(r.created_at)),\n            ('ModelVersionId', to_jsonb(r.model_version_id)),\n            ('ModelName', to_jsonb(r.model_name)),\n            ('Version', to_jsonb(r.model_version)),\n            ('FromStage', to_jsonb(r.from_stage)),\n            ('ToStage', to_jsonb(r.to_stage)),\n            ('ChangedBy', to_jsonb(r.changed_by)),\n            ('ChangedLogin', to_jsonb(r.changed_login)),\n            ('Reason', to_jsonb(r.reason)),\n            ('DecisionId', to_jsonb(r.decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL) AS content\n        FROM model_stage_transitions AS r\n        WHERE r.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END\n            AND (only_chain IS NULL OR coalesce(r.model_name, '') = only_chain\n                OR r.id IN (SELECT k.row_id FROM found_links AS k WHERE k.kind = 'StageTransition'))\nUNION ALL\n        SELECT 'RetrainingDecision'::text AS kind, r.id AS row_id, coalesce(r.model_name, '') AS chain, (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(r.id)),\n            ('CreatedAt', to_jsonb(r.created_at)),\n            ('Timestamp', to_jsonb(r.timestamp)),\n            ('TriggerReason', to_jsonb(r.trigger_reason)),\n            ('Action', to_jsonb(r.action)),\n            ('ModelName', to_jsonb(r.model_name)),\n            ('CandidateVersionId', to_jsonb(r.candidate_version_id)),\n            ('DriftContext', to_jsonb(r.drift_context)),\n            ('DataContext', to_jsonb(r.data_context)),\n            ('DecisionDetails', to_jsonb(r.decision_details)),\n            ('RejectionReasons', to_jsonb(r.rejection_reasons)),\n            ('LabeledSamples', to_jsonb(r.labeled_samples)),\n            ('CoveragePct', to_jsonb(r.coverage_pct)),\n            ('EvidenceHash', to_jsonb(r.evidence_hash)),\n            ('DecidedBy', to_jsonb(r.decided_by)),\n            ('DecidedLogin', to_jsonb(r.decided_login)),\n            ('AnswersDecisionId', to_jsonb(r.answers_decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL) AS content\n        FROM retraining_decisions AS r\n        WHERE r.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END\n            AND (only_chain IS NULL OR coalesce(r.model_name, '') = only_chain\n                OR r.id IN (SELECT k.row_id FROM found_links AS k WHERE k.kind = 'RetrainingDecision'))\n    ), found_unlinked AS (\n        SELECT s.* FROM found_stored AS s\n        WHERE NOT EXISTS (\n            SELECT 1 FROM ml_chain_links AS l WHERE l.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END AND l.row_id = s.row_id AND l.kind = s.kind)\n    ), found_ends AS (\n        SELECT coalesce(h.chain, k.chain) AS chain, h.place AS head_place, h.hash AS head_hash,\n            coalesce(k.place, 0) AS place, coalesce(k.hash, '') AS hash, k.links\n        FROM (\n            SELECT h.chain AS chain, h.position AS place, h.hash AS hash\n            FROM ml_chain_heads AS h\n            WHERE h.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END AND (only_chain IS NULL OR h.chain = only_chain)) AS h\n        FULL JOIN (\n            SELECT DISTINCT ON (k.chain) k.chain, k.place, k.hash, count(*) OVER (PARTITION BY k.chain) AS links\n            FROM found_links AS k ORDER BY k.chain, k.place DESC) AS k ON k.chain = h.chain\n    ), found_faults AS (\n        SELECT k.chain, k.place, k.kind, k.row_id, CASE\n            WHEN k.place <> k.place_before + 1 THEN 'links_missing'\n            WHEN k.previous_hash <> k.hash_before THEN 'link_changed'\n            WHEN s.row_id IS NULL THEN 'row_missing'\n            WHEN s.chain <> k.chain OR k.hash <> encode(sha256(convert_to(concat_ws(E'\\n', k.previous_hash, k.kind, s.content), 'UTF8')), 'hex') THEN 'row_changed'\n            END AS fault\n        FROM found_links AS k LEFT JOIN found_stored AS s ON s.kind = k.kind AND s.row_id = k.row_id\n        UNION ALL\n        SELECT e.chain, e.place + 1, NULL, NULL, CASE\n            WHEN e.head_place IS NULL THEN 'head_missing'\n            WHEN e.head_place > e.place THEN 'tail_missing'\n            WHEN e.head_place < e.place OR e.head_hash <> e.hash THEN 'head_changed'\n            END\n        FROM found_ends AS e\n        UNION ALL\n        SELECT u.chain, NULL, u.kind, u.row_id, 'row_unlinked' FROM found_unlinked AS u\n    ), first_of_each AS (\n        SELECT DISTINCT ON (f.chain) f.* FROM found_faults AS f\n        WHERE f.fault IS NOT NULL\n        ORDER BY f.chain, f.place NULLS LAST, f.kind, f.row_id\n    )\n    SELECT c.chain, coalesce(e.links, 0), coalesce(e.hash, ''), f.fault, f.place, f.kind, f.row_id\n    FROM (SELECT e.chain FROM found_ends AS e UNION SELECT u.chain FROM found_unlinked AS u) AS c\n    LEFT JOIN found_ends AS e ON e.chain = c.chain\n    LEFT JOIN first_of_each AS f ON f.chain = c.chain\n    ORDER BY c.chain COLLATE \"C\"\n$function$")
                .Annotation("MlOps:Function:mlops_windows(from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz)", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN reference_from IS NULL THEN 'current' WHEN from_time < reference_to AND reference_from < to_time THEN 'overlapping' ELSE 'both' END\n$function$")
                .Annotation("MlOps:Role:mlops_app", "Tenant")
                .Annotation("MlOps:Role:mlops_bound", "Tenant")
                .Annotation("MlOps:Role:mlops_owner", "Owner")
                .Annotation("MlOps:Role:mlops_reader", "Tenant")
                .Annotation("MlOps:Role:mlops_service", "AllTenants")
                .Annotation("MlOps:View:feature_store", "{\"Query\":\"SELECT v.tenant_id, v.id, f.id AS feature_id, v.feature_name, v.kind,\\n    f.value_type, v.entity_id, v.value, v.event_time, v.known_at,\\n    v.quality_score, v.completeness_score, v.created_at\\nFROM ml_feature_store AS v\\nJOIN ml_features AS f ON f.tenant_id = v.tenant_id AND f.name = v.feature_name\",\"Reads\":[\"ml_feature_store\",\"ml_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:m_daily_patterns", "{\"Query\":\"SELECT o.tenant_id, (o.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, o.pattern_id, count(*) AS occurrences\\nFROM pattern_occurrences AS o\\nWHERE o.created_at \\u003C= now()\\nGROUP BY 1, 2, 3\",\"Reads\":[\"pattern_occurrences\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"pattern_id\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_daily_predictions", "{\"Query\":\"SELECT p.tenant_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, p.service_name,\\n    COALESCE(p.model_version, \\u0027\\u0027) AS model_version,\\n    count(*) AS predictions, count(p.actual_value) AS labelled, avg(p.confidence) AS avg_confidence,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, stddev(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS error_stddev,\\n    avg(CASE WHEN abs(p.inference_time_ms) \\u003E 1e140 THEN sign(p.inference_time_ms) * 1e140 ELSE p.inference_time_ms END) AS avg_inference_time_ms\\nFROM ml_predictions AS p\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"service_name\",\"model_version\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_experiment_progress", "{\"Query\":\"SELECT g.tenant_id, g.experiment_id, g.number AS generation, e.name AS experiment,\\n    e.status, g.population_size, g.best_fitness, g.mean_fitness, g.diversity,\\n    max(g.best_fitness) OVER (\\n        PARTITION BY g.tenant_id, g.experiment_id ORDER BY g.number) AS best_so_far\\nFROM evolution_generations AS g\\nJOIN evolution_experiments AS e ON e.tenant_id = g.tenant_id AND e.id = g.experiment_id\",\"Reads\":[\"evolution_experiments\",\"evolution_generations\"],\"UniqueKey\":[\"tenant_id\",\"experiment_id\",\"generation\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_telemetry_by_hour", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027hour\\u0027, m.created_at, \\u0027UTC\\u0027) AS hour, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u002730 days\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"hour\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_telemetry_by_minute", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027minute\\u0027, m.created_at, \\u0027UTC\\u0027) AS minute, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u00271 day\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"minute\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:m_version_accuracy", "{\"Query\":\"SELECT p.tenant_id, p.model_version_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day,\\n    v.model_name, v.model_version, count(*) AS predictions, count(p.actual_value) AS labelled,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, sqrt(avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END ^ 2)) AS root_mean_square_error\\nFROM ml_predictions AS p\\nJOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nGROUP BY 1, 2, 3, 4, 5\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":[\"tenant_id\",\"model_version_id\",\"day\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .Annotation("MlOps:View:mlops_clients.ai_gm_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.campaign_id, s.decision, s.scene,\\n    p.id AS prediction_id\\nFROM ai_gm_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"ai_gm_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_ai_gm_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.code_roach_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.code_metrics, s.file_path, s.project_id,\\n    p.id AS prediction_id\\nFROM code_roach_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"code_roach_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_code_roach_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.daisy_chain_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.success_probability, s.task_id, s.task_type,\\n    p.id AS prediction_id\\nFROM daisy_chain_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"daisy_chain_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_daisy_chain_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.first_mate_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.roll_type, s.stat_info, s.user_id,\\n    p.id AS prediction_id\\nFROM first_mate_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"first_mate_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_first_mate_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.game_app_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.narrative_id, s.scenario, s.session_id,\\n    p.id AS prediction_id\\nFROM game_app_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"game_app_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_game_app_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.ml_models", "{\"Query\":\"SELECT tenant_id, id, baseline_metrics, created_at, description, framework, model_type, name, owner, status, tags, updated_at, NULL::text AS version, NULL::jsonb AS hyperparameters FROM ml_models\",\"Reads\":[\"ml_models\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_ml_models\"}")
                .Annotation("MlOps:View:mlops_clients.ml_predictions", "{\"Query\":\"SELECT tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, error, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, received_at, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type FROM ml_predictions\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.model_versions", "{\"Query\":\"SELECT tenant_id, id, artifact_checksum, artifact_reference, artifact_size_bytes, brier_score, created_at, encrypted_model, encryption_key_id, f1_score, failure_reason, feature_schema_id, hyperparameters, input_schema, metrics, mlflow_run_id, model_name, output_schema, parameters, promoted_at, promoted_by, promoted_login, stage, stage_changed_at, status, updated_at, model_version FROM model_versions\",\"Reads\":[\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_model_versions\"}")
                .Annotation("MlOps:View:mlops_clients.oracle_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.knowledge_id, s.query, s.relevance_scores,\\n    p.id AS prediction_id\\nFROM oracle_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"ml_predictions\",\"oracle_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_oracle_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.policy_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.compliance_state, s.policy_id, s.resource_id, s.time_to_violation,\\n    p.id AS prediction_id\\nFROM policy_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"ml_predictions\",\"policy_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_policy_ml_predictions\"}")
                .Annotation("MlOps:View:mlops_clients.stored_ai_gm_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, campaign_id, decision, scene FROM ai_gm_ml_predictions\",\"Reads\":[\"ai_gm_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_code_roach_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, code_metrics, file_path, project_id FROM code_roach_ml_predictions\",\"Reads\":[\"code_roach_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_daisy_chain_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, success_probability, task_id, task_type FROM daisy_chain_ml_predictions\",\"Reads\":[\"daisy_chain_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_first_mate_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, roll_type, stat_info, user_id FROM first_mate_ml_predictions\",\"Reads\":[\"first_mate_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_game_app_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, narrative_id, scenario, session_id FROM game_app_ml_predictions\",\"Reads\":[\"game_app_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_ml_models", "{\"Query\":\"SELECT tenant_id, id, baseline_metrics, created_at, description, framework, model_type, name, owner, status, tags, updated_at FROM ml_models\",\"Reads\":[\"ml_models\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, error, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, received_at, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type FROM ml_predictions\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_model_versions", "{\"Query\":\"SELECT tenant_id, id, artifact_checksum, artifact_reference, artifact_size_bytes, brier_score, created_at, encrypted_model, encryption_key_id, f1_score, failure_reason, feature_schema_id, hyperparameters, input_schema, metrics, mlflow_run_id, model_name, output_schema, parameters, production_slot, promoted_at, promoted_by, promoted_login, stage, stage_changed_at, status, updated_at, model_version FROM model_versions\",\"Reads\":[\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_oracle_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, knowledge_id, query, relevance_scores FROM oracle_ml_predictions\",\"Reads\":[\"oracle_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:mlops_clients.stored_policy_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, compliance_state, policy_id, resource_id, time_to_violation FROM policy_ml_predictions\",\"Reads\":[\"policy_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .Annotation("MlOps:View:model_training_sessions", "{\"Query\":\"SELECT j.tenant_id, j.id, m.id AS model_id, j.model_version_id,\\n    v.model_name, v.model_version, j.dataset_id, j.hyperparameters,\\n    j.status, j.total_epochs, j.completed_epochs, j.loss_curve,\\n    j.resource_usage, j.worker, j.started_at, j.heartbeat_at, j.ended_at,\\n    j.error, j.created_at, j.updated_at\\nFROM ml_training_jobs AS j\\nJOIN model_versions AS v ON v.tenant_id = j.tenant_id AND v.id = j.model_version_id\\nJOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_models\",\"ml_training_jobs\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_model_training_sessions\"}")
                .Annotation("MlOps:View:predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, m.id AS model_id, p.model_version_id,\\n    p.model_version, p.service_name, p.prediction_type,\\n    p.target_entity_type, p.target_entity_id,\\n    COALESCE(p.output, to_jsonb(p.predicted_value)) AS predicted_value,\\n    CASE WHEN p.confidence_lower IS NOT NULL\\n        THEN jsonb_build_object(\\u0027lower\\u0027, p.confidence_lower, \\u0027upper\\u0027, p.confidence_upper)\\n    END AS confidence_interval,\\n    p.confidence, p.actual_value, p.error, p.labelled_at,\\n    p.source,\\n    CASE WHEN jsonb_typeof(p.context) = \\u0027object\\u0027\\n        THEN COALESCE((SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\\n    WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id\\n        AND coalesce(array_upper(p.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(p.categories, 1), t.category_count) = t.category_count) || p.context, p.context)\\n        ELSE COALESCE(p.context, (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\\n    WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id\\n        AND coalesce(array_upper(p.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(p.categories, 1), t.category_count) = t.category_count)) END AS context,\\n    p.risk_level, p.inference_time_ms, p.created_at\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nLEFT JOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_feature_schemas\",\"ml_models\",\"ml_predictions\",\"ml_schema_features\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_predictions\"}")
                .Annotation("MlOps:View:schema_migrations", "{\"Query\":\"SELECT version, name, product_version FROM applied_migrations()\",\"Reads\":[],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_daily_patterns", "{\"Query\":\"SELECT * FROM m_daily_patterns WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_daily_patterns\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_daily_predictions", "{\"Query\":\"SELECT * FROM m_daily_predictions WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_daily_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_decision_history", "{\"Query\":\"SELECT d.tenant_id, d.id, d.timestamp, d.trigger_reason, d.action,\\n    d.model_name, d.candidate_version_id, d.drift_context, d.data_context,\\n    d.decision_details, d.rejection_reasons, d.labeled_samples, d.coverage_pct\\nFROM retraining_decisions AS d\\nORDER BY d.timestamp DESC\",\"Reads\":[\"retraining_decisions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_experiment_progress", "{\"Query\":\"SELECT * FROM m_experiment_progress WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_experiment_progress\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_index_usage", "{\"Query\":\"SELECT n.nspname AS schemaname, c.relname AS tablename, i.relname AS indexname,\\n    sum(pg_stat_get_numscans(part.relid))::bigint AS index_scans,\\n    sum(pg_stat_get_tuples_returned(part.relid))::bigint AS tuples_read,\\n    sum(pg_stat_get_tuples_fetched(part.relid))::bigint AS tuples_fetched,\\n    sum(pg_relation_size(part.relid))::bigint AS size_bytes, x.indisunique AS is_unique\\nFROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid\\nJOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace\\nCROSS JOIN LATERAL (\\n    SELECT relid::oid FROM pg_partition_tree(i.oid) WHERE isleaf UNION SELECT i.oid WHERE i.relkind = \\u0027i\\u0027) AS part (relid)\\nWHERE c.relkind IN (\\u0027r\\u0027, \\u0027p\\u0027) AND NOT i.relispartition AND c.relnamespace IN (SELECT relnamespace FROM pg_class WHERE oid IN (\\u0027ab_testing_experiments\\u0027::regclass))\\nGROUP BY n.nspname, c.relname, i.relname, x.indisunique\",\"Reads\":[\"ab_testing_experiments\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_model_performance", "{\"Query\":\"SELECT v.tenant_id, v.model_name, v.model_version, v.stage,\\n    v.f1_score, v.brier_score,\\n    count(p.id) AS predictions, count(p.actual_value) AS labelled,\\n    avg(p.confidence) AS avg_confidence, avg(p.error) AS avg_error,\\n    stddev(p.error) AS error_stddev, avg(p.inference_time_ms) AS avg_inference_time_ms\\nFROM model_versions AS v\\nLEFT JOIN ml_predictions AS p ON p.tenant_id = v.tenant_id AND p.model_version_id = v.id\\nGROUP BY v.tenant_id, v.id\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_model_timeline", "{\"Query\":\"SELECT t.tenant_id, t.model_name, t.model_version, t.from_stage, t.to_stage,\\n    t.to_stage AS stage, t.created_at AS changed_at, t.changed_by, t.reason, t.decision_id,\\n    v.f1_score, v.brier_score, v.mlflow_run_id, v.promoted_at, v.promoted_by\\nFROM model_stage_transitions AS t\\nJOIN model_versions AS v ON v.tenant_id = t.tenant_id AND v.id = t.model_version_id\\nORDER BY t.created_at DESC\",\"Reads\":[\"model_stage_transitions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_prediction_features", "{\"Query\":\"SELECT p.tenant_id, p.id, p.request_id, p.service_name, p.prediction_type,\\n    p.model_version, p.model_version_id, p.predicted_value, p.actual_value,\\n    s.name AS schema_name, s.version AS schema_version,\\n    (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\\n    WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id\\n        AND coalesce(array_upper(p.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(p.categories, 1), t.category_count) = t.category_count) AS features, p.created_at, p.received_at\\nFROM ml_predictions AS p\\nJOIN ml_feature_schemas AS s ON s.tenant_id = p.tenant_id AND s.id = p.feature_schema_id\",\"Reads\":[\"ml_feature_schemas\",\"ml_predictions\",\"ml_schema_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_recent_monitoring", "{\"Query\":\"SELECT r.tenant_id, r.id, r.timestamp, r.lookback_hours, r.num_predictions,\\n    r.positive_rate, r.probability_mean, r.probability_std, r.entropy,\\n    r.dataset_drift_detected, r.feature_drift_ratio, r.num_drifted_features,\\n    r.drift_summary_ref, r.drift_report_ref\\nFROM monitoring_metrics AS r\\nWHERE r.timestamp \\u003E now() - interval \\u00277 days\\u0027\\nORDER BY r.timestamp DESC\",\"Reads\":[\"monitoring_metrics\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_recent_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.service_name, p.prediction_type,\\n    p.predicted_value, p.actual_value, p.error, p.confidence,\\n    p.risk_level, p.inference_time_ms, p.created_at,\\n    v.model_name, COALESCE(v.model_version, p.model_version) AS model_version, v.stage\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nWHERE p.created_at \\u003E now() - interval \\u002724 hours\\u0027\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_table_sizes", "{\"Query\":\"SELECT n.nspname AS schemaname, c.relname AS tablename,\\n    pg_size_pretty(sum(pg_total_relation_size(part.relid))) AS size, sum(pg_total_relation_size(part.relid))::bigint AS size_bytes\\nFROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace\\nCROSS JOIN LATERAL (\\n    SELECT relid::oid FROM pg_partition_tree(c.oid) WHERE isleaf UNION SELECT c.oid WHERE c.relkind = \\u0027r\\u0027) AS part (relid)\\nWHERE c.relkind IN (\\u0027r\\u0027, \\u0027p\\u0027) AND NOT c.relispartition AND c.relnamespace IN (SELECT relnamespace FROM pg_class WHERE oid IN (\\u0027ab_testing_experiments\\u0027::regclass))\\nGROUP BY n.nspname, c.relname\",\"Reads\":[\"ab_testing_experiments\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .Annotation("MlOps:View:v_telemetry_by_hour", "{\"Query\":\"SELECT * FROM m_telemetry_by_hour WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_telemetry_by_hour\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_telemetry_by_minute", "{\"Query\":\"SELECT * FROM m_telemetry_by_minute WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_telemetry_by_minute\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .Annotation("MlOps:View:v_version_accuracy", "{\"Query\":\"SELECT * FROM m_version_accuracy WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_version_accuracy\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}");

            migrationBuilder.CreateTable(
                name: "ab_testing_experiments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    hypothesis = table.Column<string>(type: "text", nullable: true),
                    metric = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    metric_kind = table.Column<string>(type: "text", nullable: false),
                    alpha = table.Column<double>(type: "double precision", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0.05"),
                    planned_sample_size = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "5000"),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'draft'"),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    winner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    cancellation_reason = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ab_testing_experiments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ab_testing_experiments_alpha", "alpha between 0.000001 and 0.5");
                    table.CheckConstraint("ck_ab_testing_experiments_cancelled", "(status = 'cancelled') = (cancellation_reason is not null)");
                    table.CheckConstraint("ck_ab_testing_experiments_concluded", "(status = 'concluded') = (outcome is not null) and outcome <> 'sample_ratio_mismatch'");
                    table.CheckConstraint("ck_ab_testing_experiments_ended", "(status in ('concluded', 'cancelled')) = (ended_at is not null) and ended_at >= started_at");
                    table.CheckConstraint("ck_ab_testing_experiments_metric_kind", "metric_kind in ('conversion', 'value')");
                    table.CheckConstraint("ck_ab_testing_experiments_outcome", "outcome in ('undecided', 'treatment_better', 'control_better', 'sample_ratio_mismatch')");
                    table.CheckConstraint("ck_ab_testing_experiments_planned_sample_size", "planned_sample_size > 0");
                    table.CheckConstraint("ck_ab_testing_experiments_started", "status in ('draft', 'cancelled') or started_at is not null");
                    table.CheckConstraint("ck_ab_testing_experiments_status", "status in ('draft', 'running', 'concluded', 'cancelled')");
                    table.CheckConstraint("ck_ab_testing_experiments_winner", "(winner is not null) = (outcome is not distinct from 'treatment_better')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "capacity_planning_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    kind = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    samples = table.Column<int>(type: "integer", nullable: false),
                    growth_per_day = table.Column<double>(type: "double precision", nullable: false),
                    horizon_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    forecast = table.Column<double>(type: "double precision", nullable: false),
                    forecast_error = table.Column<double>(type: "double precision", nullable: false),
                    capacity = table.Column<double>(type: "double precision", nullable: true),
                    full_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capacity_planning_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_capacity_planning_metrics_capacity", "capacity > 0 and capacity < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_forecast_error", "forecast_error >= 0 and forecast_error < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_forecast_finite", "forecast > '-Infinity' and forecast < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_full_at", "full_at is null or capacity is not null");
                    table.CheckConstraint("ck_capacity_planning_metrics_growth_per_day_finite", "growth_per_day > '-Infinity' and growth_per_day < 'Infinity'");
                    table.CheckConstraint("ck_capacity_planning_metrics_kind", "kind in ('cpu', 'memory', 'disk', 'network', 'table', 'database')");
                    table.CheckConstraint("ck_capacity_planning_metrics_samples", "samples >= 3");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"capacity_planning_metrics\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "data_quality_checks",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    table_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_quality_checks", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_data_quality_checks_kind", "kind in ('completeness', 'range', 'freshness', 'uniqueness', 'referential', 'unified')");
                    table.CheckConstraint("ck_data_quality_checks_threshold_range", "threshold between 0 and 1");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "evolution_experiments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    problem_definition = table.Column<string>(type: "jsonb", nullable: false),
                    objective_function = table.Column<string>(type: "jsonb", nullable: false),
                    configuration = table.Column<string>(type: "jsonb", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'planned'"),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure_reason = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evolution_experiments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_evolution_experiments_ended", "(status in ('completed', 'failed', 'cancelled')) = (ended_at is not null) and ended_at >= started_at");
                    table.CheckConstraint("ck_evolution_experiments_failure_reason", "(status = 'failed') = (failure_reason is not null)");
                    table.CheckConstraint("ck_evolution_experiments_started", "status in ('planned', 'cancelled') or started_at is not null");
                    table.CheckConstraint("ck_evolution_experiments_status", "status in ('planned', 'running', 'paused', 'completed', 'failed', 'cancelled')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "identified_patterns",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    pattern_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    pattern_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    confidence_score = table.Column<double>(type: "double precision", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    characteristics = table.Column<string>(type: "jsonb", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'active'"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identified_patterns", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_identified_patterns_confidence_score_range", "confidence_score between 0 and 1");
                    table.CheckConstraint("ck_identified_patterns_status", "status in ('active', 'dismissed')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "learning_events",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    event_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    subject_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    subject_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    actor = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    payload = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learning_events", x => new { x.tenant_id, x.id });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "ml_access_tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_access_tokens", x => x.id);
                    table.CheckConstraint("ck_ml_access_tokens_expires_at", "created_at <= expires_at");
                    table.CheckConstraint("ck_ml_access_tokens_revoked", "(revoked_at is null) = (revoked_by is null) and created_at <= revoked_at");
                    table.CheckConstraint("ck_ml_access_tokens_scopes", "scopes between 1 and 15");
                    table.CheckConstraint("ck_ml_access_tokens_secret_hash", "octet_length(secret_hash) = 32");
                });

            migrationBuilder.CreateTable(
                name: "ml_alert_rules",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    metric = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    service_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    condition = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    clear_threshold = table.Column<double>(type: "double precision", nullable: true),
                    required_breaches = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "1"),
                    window_length = table.Column<TimeSpan>(type: "interval", nullable: false),
                    severity = table.Column<string>(type: "text", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false)
                        .Annotation("MlOps:SqlDefault", "true"),
                    silenced_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    silenced_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_alert_rules", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_alert_rules_alarm", "severity <> 'none'");
                    table.CheckConstraint("ck_ml_alert_rules_clear_threshold_finite", "clear_threshold > '-Infinity' and clear_threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_alert_rules_condition", "condition in ('above', 'below')");
                    table.CheckConstraint("ck_ml_alert_rules_required_breaches_range", "required_breaches between 1 and 1000");
                    table.CheckConstraint("ck_ml_alert_rules_severity", "severity in ('none', 'warning', 'critical')");
                    table.CheckConstraint("ck_ml_alert_rules_silenced", "(silenced_until is null) = (silenced_by is null)");
                    table.CheckConstraint("ck_ml_alert_rules_threshold_finite", "threshold > '-Infinity' and threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_alert_rules_threshold_order", "(case condition when 'above' then clear_threshold <= threshold when 'below' then clear_threshold >= threshold end) is not false");
                    table.CheckConstraint("ck_ml_alert_rules_window_length", "window_length > interval '0'");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_audit_log",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    actor = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject_type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    subject_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_audit_log", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_audit_log_action", "action in ('insert', 'update', 'delete')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_audit_log\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_audit_log_login()\"}");

            migrationBuilder.CreateTable(
                name: "ml_chain_heads",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    chain = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_chain_heads", x => new { x.tenant_id, x.chain });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_chain_links",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    chain = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    row_id = table.Column<Guid>(type: "uuid", nullable: false),
                    previous_hash = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_chain_links", x => new { x.tenant_id, x.chain, x.position });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_configurations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    resource_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    features = table.Column<string>(type: "jsonb", nullable: false),
                    policy_context = table.Column<string>(type: "jsonb", nullable: true),
                    baseline_config = table.Column<string>(type: "jsonb", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_configurations", x => new { x.tenant_id, x.id });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_dead_letters",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    kind = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    sql_state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "1"),
                    last_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    payload_sha256 = table.Column<string>(type: "text", nullable: true, computedColumnSql: "encode(sha256(replace(payload, '\\', '\\\\')::bytea), 'hex')", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_dead_letters", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_dead_letters_attempts", "attempts > 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_feature_schemas",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    number_count = table.Column<int>(type: "integer", nullable: false),
                    category_count = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feature_schemas", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_feature_schemas_counts", "number_count >= 0 and category_count >= 0 and number_count + category_count >= 1");
                    table.CheckConstraint("ck_ml_feature_schemas_version", "version >= 1");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_features",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    value_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    owner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    freshness = table.Column<TimeSpan>(type: "interval", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'active'"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_features", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_ml_features_tenant_id_name", x => new { x.tenant_id, x.name });
                    table.CheckConstraint("ck_ml_features_freshness", "freshness >= interval '0'");
                    table.CheckConstraint("ck_ml_features_kind", "kind in ('temporal', 'contextual', 'configuration', 'policy')");
                    table.CheckConstraint("ck_ml_features_status", "status in ('active', 'retired')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_health_snapshots",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    state = table.Column<string>(type: "text", nullable: false),
                    findings = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'[]'"),
                    duration = table.Column<TimeSpan>(type: "interval", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_health_snapshots", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_health_snapshots_duration", "duration >= interval '0'");
                    table.CheckConstraint("ck_ml_health_snapshots_findings", "jsonb_array_length(findings) > 0");
                    table.CheckConstraint("ck_ml_health_snapshots_state", "state in ('healthy', 'degraded', 'unhealthy')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_job_runs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    job = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    runner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'running'"),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "jsonb", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    duration = table.Column<TimeSpan>(type: "interval", nullable: true, computedColumnSql: "ended_at - created_at", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_job_runs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_job_runs_ended", "(status = 'running') = (ended_at is null) and ended_at >= created_at");
                    table.CheckConstraint("ck_ml_job_runs_error", "(status = 'failed') = (error is not null)");
                    table.CheckConstraint("ck_ml_job_runs_status", "status in ('running', 'succeeded', 'failed')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_label_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    min_agreement = table.Column<int>(type: "integer", nullable: false),
                    sources = table.Column<string[]>(type: "text[]", nullable: true),
                    correction_reason = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_label_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_label_policies_min_agreement_range", "min_agreement between 1 and 1000");
                    table.CheckConstraint("ck_ml_label_policies_sources", "sources is null or (cardinality(sources) > 0 and array_position(sources, null) is null)");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_legal_holds",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    prediction_id = table.Column<Guid>(type: "uuid", nullable: true),
                    placed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    placed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    released_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    released_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    release_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_legal_holds", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_legal_holds_released", "num_nonnulls(released_at, released_by, release_reason) in (0, 3) and created_at <= released_at");
                    table.CheckConstraint("ck_ml_legal_holds_scope", "num_nonnulls(model_name, window_start, prediction_id) <= 1");
                    table.CheckConstraint("ck_ml_legal_holds_window", "(window_start is null) = (window_end is null) and window_start < window_end");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:keep_legal_hold", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"WHEN (OLD.released_at IS NOT NULL\\n    OR (OLD.tenant_id, OLD.id, OLD.created_at, OLD.reason, OLD.placed_by) IS DISTINCT FROM\\n        (NEW.tenant_id, NEW.id, NEW.created_at, NEW.reason, NEW.placed_by)\\n    OR (OLD.model_name, OLD.window_start, OLD.window_end, OLD.prediction_id) IS DISTINCT FROM\\n        (NEW.model_name, NEW.window_start, NEW.window_end, NEW.prediction_id)) EXECUTE FUNCTION mlops_keep_legal_hold()\"}")
                .Annotation("MlOps:Trigger:set_placed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_legal_holds_placed_login()\"}")
                .Annotation("MlOps:Trigger:set_released_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_legal_holds_released_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_logins",
                columns: table => new
                {
                    login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_logins", x => x.login);
                })
                .Annotation("MlOps:BoundRole", "mlops_bound");

            migrationBuilder.CreateTable(
                name: "ml_models",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    framework = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    owner = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tags = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'{}'"),
                    baseline_metrics = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'{}'"),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'active'"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_models", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_ml_models_tenant_id_name", x => new { x.tenant_id, x.name });
                    table.CheckConstraint("ck_ml_models_status", "status in ('active', 'archived')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_retention_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    table_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    keep_days = table.Column<int>(type: "integer", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false)
                        .Annotation("MlOps:SqlDefault", "true"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_retention_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_retention_policies_action", "action in ('archive', 'aggregate', 'delete')");
                    table.CheckConstraint("ck_ml_retention_policies_keep_days_range", "keep_days between 1 and 36500");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_retraining_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    changed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    primary_metric = table.Column<string>(type: "text", nullable: false),
                    min_improvement = table.Column<double>(type: "double precision", nullable: false),
                    confidence = table.Column<double>(type: "double precision", nullable: false),
                    lookback = table.Column<TimeSpan>(type: "interval", nullable: false),
                    min_labeled_samples = table.Column<int>(type: "integer", nullable: false),
                    min_coverage_pct = table.Column<double>(type: "double precision", nullable: false),
                    min_answered_pct = table.Column<double>(type: "double precision", nullable: false),
                    guards = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'[]'"),
                    segment_feature = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    segment_cap = table.Column<int>(type: "integer", nullable: false),
                    min_segment_samples = table.Column<int>(type: "integer", nullable: false),
                    max_segment_loss = table.Column<double>(type: "double precision", nullable: false),
                    min_feature_drift_ratio = table.Column<double>(type: "double precision", nullable: false),
                    cool_down = table.Column<TimeSpan>(type: "interval", nullable: false),
                    requires_approval = table.Column<bool>(type: "boolean", nullable: false),
                    decision_threshold = table.Column<double>(type: "double precision", nullable: false),
                    positive_label = table.Column<double>(type: "double precision", nullable: false),
                    retrain_every = table.Column<TimeSpan>(type: "interval", nullable: true),
                    request_cool_down = table.Column<TimeSpan>(type: "interval", nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_retraining_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_retraining_policies_confidence", "confidence between 0.5 and 0.9999");
                    table.CheckConstraint("ck_ml_retraining_policies_cool_down", "cool_down >= interval '0'");
                    table.CheckConstraint("ck_ml_retraining_policies_decision_threshold_range", "decision_threshold between 0 and 1");
                    table.CheckConstraint("ck_ml_retraining_policies_lookback", "lookback > interval '0'");
                    table.CheckConstraint("ck_ml_retraining_policies_max_segment_loss", "max_segment_loss >= 0 and max_segment_loss < 'Infinity'");
                    table.CheckConstraint("ck_ml_retraining_policies_min_answered_pct_range", "min_answered_pct between 0 and 100");
                    table.CheckConstraint("ck_ml_retraining_policies_min_coverage_pct_range", "min_coverage_pct between 0 and 100");
                    table.CheckConstraint("ck_ml_retraining_policies_min_feature_drift_ratio_range", "min_feature_drift_ratio between 0 and 1");
                    table.CheckConstraint("ck_ml_retraining_policies_min_improvement_finite", "min_improvement > '-Infinity' and min_improvement < 'Infinity'");
                    table.CheckConstraint("ck_ml_retraining_policies_min_labeled_samples", "min_labeled_samples >= 0");
                    table.CheckConstraint("ck_ml_retraining_policies_min_segment_samples", "min_segment_samples >= 1");
                    table.CheckConstraint("ck_ml_retraining_policies_positive_label_finite", "positive_label > '-Infinity' and positive_label < 'Infinity'");
                    table.CheckConstraint("ck_ml_retraining_policies_primary_metric", "primary_metric in ('f1', 'accuracy', 'precision', 'recall', 'auc', 'brier', 'log_loss', 'mae', 'rmse')");
                    table.CheckConstraint("ck_ml_retraining_policies_replaced", "created_at <= replaced_at");
                    table.CheckConstraint("ck_ml_retraining_policies_request_cool_down", "request_cool_down >= interval '0'");
                    table.CheckConstraint("ck_ml_retraining_policies_retrain_every", "retrain_every > interval '0'");
                    table.CheckConstraint("ck_ml_retraining_policies_segment_cap_range", "segment_cap between 1 and 1000");
                    table.CheckConstraint("ck_ml_retraining_policies_version", "version > 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_policies_changed_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_slices",
                columns: table => new
                {
                    root = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    gone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_slices", x => new { x.root, x.name });
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT");

            migrationBuilder.CreateTable(
                name: "ml_tenants",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'active'"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_tenants", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_tenants_id", "id = tenant_id");
                    table.CheckConstraint("ck_ml_tenants_status", "status in ('active', 'suspended', 'closed')");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_writers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    host = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    process_id = table.Column<int>(type: "integer", nullable: false),
                    program = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    queue_length = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    oldest_age = table.Column<TimeSpan>(type: "interval", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'0'"),
                    journal_bytes = table.Column<long>(type: "bigint", nullable: true),
                    flush_latency = table.Column<TimeSpan>(type: "interval", nullable: true),
                    stored = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    dead_lettered = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    last_error_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_writers", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_writers_dead_lettered", "dead_lettered >= 0");
                    table.CheckConstraint("ck_ml_writers_error", "last_error is null or last_error_at is not null");
                    table.CheckConstraint("ck_ml_writers_flush_latency", "flush_latency >= interval '0'");
                    table.CheckConstraint("ck_ml_writers_journal_bytes", "journal_bytes >= 0");
                    table.CheckConstraint("ck_ml_writers_oldest_age", "oldest_age >= interval '0'");
                    table.CheckConstraint("ck_ml_writers_queue_length", "queue_length >= 0");
                    table.CheckConstraint("ck_ml_writers_stored", "stored >= 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "query_performance_logs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    fingerprint = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    query_text = table.Column<string>(type: "text", nullable: false),
                    duration_ms = table.Column<double>(type: "double precision", nullable: false),
                    row_count = table.Column<long>(type: "bigint", nullable: true),
                    application_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    plan = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_query_performance_logs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_query_performance_logs_duration_ms", "duration_ms >= 0 and duration_ms < 'Infinity'");
                    table.CheckConstraint("ck_query_performance_logs_row_count", "row_count >= 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"query_performance_logs\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "resource_utilization",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    kind = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    used = table.Column<double>(type: "double precision", nullable: false),
                    capacity = table.Column<double>(type: "double precision", nullable: true),
                    utilization = table.Column<double>(type: "double precision", nullable: true, computedColumnSql: "used / capacity", stored: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resource_utilization", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_resource_utilization_capacity", "capacity > 0 and capacity < 'Infinity'");
                    table.CheckConstraint("ck_resource_utilization_kind", "kind in ('cpu', 'memory', 'disk', 'network', 'table', 'database')");
                    table.CheckConstraint("ck_resource_utilization_used", "used >= 0 and used < 'Infinity'");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"resource_utilization\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "system_performance_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    source = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    metric_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: false),
                    unit = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_performance_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_system_performance_metrics_value_finite", "value > '-Infinity' and value < 'Infinity'");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"system_performance_metrics\",\"Column\":\"id\",\"Interval\":1,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "training_datasets",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    source = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    schema = table.Column<string>(type: "jsonb", nullable: false),
                    row_count = table.Column<long>(type: "bigint", nullable: false),
                    checksum = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    quality_score = table.Column<double>(type: "double precision", nullable: true),
                    feature_names = table.Column<string[]>(type: "text[]", nullable: false)
                        .Annotation("MlOps:SqlDefault", "ARRAY[]::text[]"),
                    features_known_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_datasets", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_training_datasets_quality_score_range", "quality_score between 0 and 1");
                    table.CheckConstraint("ck_training_datasets_row_count", "row_count >= 0");
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ab_testing_variants",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    planned_share = table.Column<double>(type: "double precision", nullable: false),
                    is_control = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ab_testing_variants", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ab_testing_variants_planned_share", "planned_share > 0 and planned_share <= 1");
                    table.ForeignKey(
                        name: "fk_ab_testing_variants_ab_testing_experiments_tenant_id_experi_",
                        columns: x => new { x.tenant_id, x.experiment_id },
                        principalTable: "ab_testing_experiments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "data_quality_results",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    check_id = table.Column<Guid>(type: "uuid", nullable: false),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    passed_rows = table.Column<long>(type: "bigint", nullable: false),
                    failed_rows = table.Column<long>(type: "bigint", nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    passed = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_quality_results", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_data_quality_results_passed", "passed = (score >= threshold)");
                    table.CheckConstraint("ck_data_quality_results_rows", "passed_rows >= 0 and failed_rows >= 0");
                    table.CheckConstraint("ck_data_quality_results_score_range", "score between 0 and 1");
                    table.CheckConstraint("ck_data_quality_results_share", "score = case when passed_rows = 0 and failed_rows = 0 then 1 else passed_rows / (passed_rows::double precision + failed_rows) end");
                    table.CheckConstraint("ck_data_quality_results_threshold_range", "threshold between 0 and 1");
                    table.CheckConstraint("ck_data_quality_results_window", "window_start < window_end");
                    table.ForeignKey(
                        name: "fk_data_quality_results_data_quality_checks_tenant_id_check_id",
                        columns: x => new { x.tenant_id, x.check_id },
                        principalTable: "data_quality_checks",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "evolution_generations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    population_size = table.Column<int>(type: "integer", nullable: true),
                    best_fitness = table.Column<double>(type: "double precision", nullable: true),
                    mean_fitness = table.Column<double>(type: "double precision", nullable: true),
                    worst_fitness = table.Column<double>(type: "double precision", nullable: true),
                    diversity = table.Column<double>(type: "double precision", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evolution_generations", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_evolution_generations_tenant_id_experiment_id_number_id", x => new { x.tenant_id, x.experiment_id, x.number, x.id });
                    table.CheckConstraint("ck_evolution_generations_best_fitness_finite", "best_fitness > '-Infinity' and best_fitness < 'Infinity'");
                    table.CheckConstraint("ck_evolution_generations_diversity", "diversity >= 0 and diversity < 'Infinity'");
                    table.CheckConstraint("ck_evolution_generations_number", "number >= 0");
                    table.CheckConstraint("ck_evolution_generations_order", "worst_fitness <= mean_fitness and mean_fitness <= best_fitness");
                    table.CheckConstraint("ck_evolution_generations_population_size", "population_size > 0");
                    table.CheckConstraint("ck_evolution_generations_summary", "num_nonnulls(population_size, best_fitness, mean_fitness, worst_fitness) in (0, 4)");
                    table.CheckConstraint("ck_evolution_generations_worst_fitness_finite", "worst_fitness > '-Infinity' and worst_fitness < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_evolution_generations_evolution_experiments_tenant_id_exper_",
                        columns: x => new { x.tenant_id, x.experiment_id },
                        principalTable: "evolution_experiments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "pattern_occurrences",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    pattern_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    source_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    location_data = table.Column<string>(type: "jsonb", nullable: true),
                    confidence_score = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pattern_occurrences", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_pattern_occurrences_confidence_score_range", "confidence_score between 0 and 1");
                    table.ForeignKey(
                        name: "fk_pattern_occurrences_identified_patterns_tenant_id_pattern_id",
                        columns: x => new { x.tenant_id, x.pattern_id },
                        principalTable: "identified_patterns",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"pattern_occurrences\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "recommendations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    recommendation_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    pattern_id = table.Column<Guid>(type: "uuid", nullable: true),
                    priority = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'medium'"),
                    description = table.Column<string>(type: "text", nullable: true),
                    action = table.Column<string>(type: "jsonb", nullable: true),
                    confidence_score = table.Column<double>(type: "double precision", nullable: true),
                    target_entity_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    target_entity_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'proposed'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    status_changed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    status_reason = table.Column<string>(type: "text", nullable: true),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recommendations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_recommendations_applied", "(status in ('applied', 'reverted')) = (applied_at is not null)");
                    table.CheckConstraint("ck_recommendations_confidence_score_range", "confidence_score between 0 and 1");
                    table.CheckConstraint("ck_recommendations_decided", "(status = 'proposed') = (status_changed_by is null)");
                    table.CheckConstraint("ck_recommendations_priority", "priority in ('low', 'medium', 'high', 'critical')");
                    table.CheckConstraint("ck_recommendations_reason", "status not in ('rejected', 'reverted') or status_reason is not null");
                    table.CheckConstraint("ck_recommendations_status", "status in ('proposed', 'accepted', 'rejected', 'applied', 'reverted')");
                    table.ForeignKey(
                        name: "fk_recommendations_identified_patterns_tenant_id_pattern_id",
                        columns: x => new { x.tenant_id, x.pattern_id },
                        principalTable: "identified_patterns",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "git_operation_learning_events",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    repository = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    operation = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    branch = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    commit_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    files_changed = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    lines_added = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    lines_removed = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_git_operation_learning_events", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_git_operation_learning_events_changes", "files_changed >= 0 and lines_added >= 0 and lines_removed >= 0");
                    table.ForeignKey(
                        name: "fk_git_operation_learning_events_learning_events_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "learning_events",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "user_session_learning_events",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    session_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    action = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    duration_ms = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_session_learning_events", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_user_session_learning_events_duration_ms", "duration_ms >= 0 and duration_ms < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_user_session_learning_events_learning_events_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "learning_events",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "ml_alert_states",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    rule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: true),
                    missing_reason = table.Column<string>(type: "text", nullable: true),
                    breaches = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    breached_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    evaluated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_alert_states", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_alert_states_breaches", "breaches between 0 and 1000 and (breaches > 0) = (breached_since is not null)");
                    table.CheckConstraint("ck_ml_alert_states_value_finite", "value > '-Infinity' and value < 'Infinity'");
                    table.CheckConstraint("ck_ml_alert_states_value_or_reason", "num_nonnulls(value, missing_reason) = 1");
                    table.ForeignKey(
                        name: "fk_ml_alert_states_ml_alert_rules_tenant_id_rule_id",
                        columns: x => new { x.tenant_id, x.rule_id },
                        principalTable: "ml_alert_rules",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_alerts",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    rule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    observation = table.Column<string>(type: "text", nullable: true),
                    remedy = table.Column<string>(type: "text", nullable: true),
                    severity = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    fired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    acknowledged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    acknowledged_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    acknowledged_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    resolved_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_alerts", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_alerts_acknowledged", "(acknowledged_at is null) = (acknowledged_by is null)");
                    table.CheckConstraint("ck_ml_alerts_alarm", "severity <> 'none'");
                    table.CheckConstraint("ck_ml_alerts_fired_at", "fired_at = created_at");
                    table.CheckConstraint("ck_ml_alerts_order", "fired_at <= acknowledged_at and fired_at <= resolved_at and acknowledged_at <= resolved_at");
                    table.CheckConstraint("ck_ml_alerts_resolved", "(resolved_at is null) = (resolved_by is null)");
                    table.CheckConstraint("ck_ml_alerts_severity", "severity in ('none', 'warning', 'critical')");
                    table.CheckConstraint("ck_ml_alerts_since", "since <= fired_at");
                    table.CheckConstraint("ck_ml_alerts_threshold_finite", "threshold > '-Infinity' and threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_alerts_value_finite", "value > '-Infinity' and value < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_ml_alerts_ml_alert_rules_tenant_id_rule_id",
                        columns: x => new { x.tenant_id, x.rule_id },
                        principalTable: "ml_alert_rules",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_acknowledged_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_acknowledged_login()\"}")
                .Annotation("MlOps:Trigger:set_resolved_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_resolved_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_feature_store",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    feature_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    entity_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    value = table.Column<string>(type: "jsonb", nullable: false),
                    event_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    known_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    quality_score = table.Column<double>(type: "double precision", nullable: true),
                    completeness_score = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feature_store", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_feature_store_completeness_score_range", "completeness_score between 0 and 1");
                    table.CheckConstraint("ck_ml_feature_store_kind", "kind in ('temporal', 'contextual', 'configuration', 'policy')");
                    table.CheckConstraint("ck_ml_feature_store_known_at", "known_at = created_at");
                    table.CheckConstraint("ck_ml_feature_store_quality_score_range", "quality_score between 0 and 1");
                    table.ForeignKey(
                        name: "fk_ml_feature_store_ml_features_tenant_id_feature_name",
                        columns: x => new { x.tenant_id, x.feature_name },
                        principalTable: "ml_features",
                        principalColumns: new[] { "tenant_id", "name" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_feature_store\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.CreateTable(
                name: "ml_schema_features",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    schema_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    expected_min = table.Column<double>(type: "double precision", nullable: true),
                    expected_max = table.Column<double>(type: "double precision", nullable: true),
                    feature_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_schema_features", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_schema_features_expected_max_finite", "expected_max > '-Infinity' and expected_max < 'Infinity'");
                    table.CheckConstraint("ck_ml_schema_features_expected_min_finite", "expected_min > '-Infinity' and expected_min < 'Infinity'");
                    table.CheckConstraint("ck_ml_schema_features_expected_range", "expected_min <= expected_max");
                    table.CheckConstraint("ck_ml_schema_features_numbers_have_ranges", "type = 'number' or num_nonnulls(expected_min, expected_max) = 0");
                    table.CheckConstraint("ck_ml_schema_features_places", "position between 1 and ordinal");
                    table.CheckConstraint("ck_ml_schema_features_type", "type in ('number', 'category')");
                    table.ForeignKey(
                        name: "fk_ml_schema_features_ml_feature_schemas_tenant_id_schema_id",
                        columns: x => new { x.tenant_id, x.schema_id },
                        principalTable: "ml_feature_schemas",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ml_schema_features_ml_features_tenant_id_feature_id",
                        columns: x => new { x.tenant_id, x.feature_id },
                        principalTable: "ml_features",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "model_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    mlflow_run_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'training'"),
                    stage = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'None'"),
                    stage_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    hyperparameters = table.Column<string>(type: "jsonb", nullable: true),
                    parameters = table.Column<string>(type: "jsonb", nullable: true),
                    metrics = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'{}'"),
                    f1_score = table.Column<double>(type: "double precision", nullable: true),
                    brier_score = table.Column<double>(type: "double precision", nullable: true),
                    artifact_reference = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    artifact_size_bytes = table.Column<long>(type: "bigint", nullable: true),
                    artifact_checksum = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    input_schema = table.Column<string>(type: "jsonb", nullable: true),
                    output_schema = table.Column<string>(type: "jsonb", nullable: true),
                    feature_schema_id = table.Column<Guid>(type: "uuid", nullable: true),
                    encrypted_model = table.Column<byte[]>(type: "bytea", nullable: true),
                    encryption_key_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    failure_reason = table.Column<string>(type: "text", nullable: true),
                    promoted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    promoted_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    promoted_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    production_slot = table.Column<Guid>(type: "uuid", nullable: false, computedColumnSql: "case when stage = 'Production' then '00000000-0000-0000-0000-000000000000'::uuid else id end", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_versions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_versions_artifact", "num_nonnulls(artifact_reference, artifact_size_bytes, artifact_checksum) in (0, 3)");
                    table.CheckConstraint("ck_model_versions_artifact_size_bytes", "artifact_size_bytes >= 0");
                    table.CheckConstraint("ck_model_versions_brier_score_range", "brier_score between 0 and 2");
                    table.CheckConstraint("ck_model_versions_encryption", "(encrypted_model is null) = (encryption_key_id is null)");
                    table.CheckConstraint("ck_model_versions_f1_score_range", "f1_score between 0 and 1");
                    table.CheckConstraint("ck_model_versions_failure_reason", "(status = 'failed') = (failure_reason is not null)");
                    table.CheckConstraint("ck_model_versions_promoted", "stage <> 'Production' or (promoted_at is not null and promoted_by is not null)");
                    table.CheckConstraint("ck_model_versions_stage", "stage in ('None', 'Staging', 'Production', 'Archived')");
                    table.CheckConstraint("ck_model_versions_stage_needs_training", "stage = 'None' or status in ('active', 'retired')");
                    table.CheckConstraint("ck_model_versions_status", "status in ('training', 'active', 'retired', 'failed')");
                    table.ForeignKey(
                        name: "fk_model_versions_ml_feature_schemas_tenant_id_feature_schema__",
                        columns: x => new { x.tenant_id, x.feature_schema_id },
                        principalTable: "ml_feature_schemas",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_versions_ml_models_tenant_id_model_name",
                        columns: x => new { x.tenant_id, x.model_name },
                        principalTable: "ml_models",
                        principalColumns: new[] { "tenant_id", "name" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_promoted_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_versions_promoted_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ab_testing_results",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    variant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    assignments = table.Column<long>(type: "bigint", nullable: false),
                    conversions = table.Column<long>(type: "bigint", nullable: true),
                    value_mean = table.Column<double>(type: "double precision", nullable: true),
                    value_variance = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ab_testing_results", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ab_testing_results_assignments", "assignments >= 0");
                    table.CheckConstraint("ck_ab_testing_results_conversions", "conversions between 0 and assignments");
                    table.CheckConstraint("ck_ab_testing_results_kind", "num_nonnulls(conversions, value_mean) = 1 and (value_mean is null) = (value_variance is null)");
                    table.CheckConstraint("ck_ab_testing_results_value_mean_finite", "value_mean > '-Infinity' and value_mean < 'Infinity'");
                    table.CheckConstraint("ck_ab_testing_results_value_variance", "value_variance >= 0 and value_variance < 'Infinity'");
                    table.CheckConstraint("ck_ab_testing_results_window", "window_start < window_end");
                    table.ForeignKey(
                        name: "fk_ab_testing_results_ab_testing_variants_tenant_id_variant_id",
                        columns: x => new { x.tenant_id, x.variant_id },
                        principalTable: "ab_testing_variants",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "evolution_individuals",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    generation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    generation_number = table.Column<int>(type: "integer", nullable: false),
                    genotype = table.Column<string>(type: "jsonb", nullable: false),
                    phenotype = table.Column<string>(type: "text", nullable: true),
                    fitness_score = table.Column<double>(type: "double precision", nullable: true),
                    parents = table.Column<Guid[]>(type: "uuid[]", nullable: false)
                        .Annotation("MlOps:SqlDefault", "ARRAY[]::uuid[]"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evolution_individuals", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_evolution_individuals_fitness_score_finite", "fitness_score > '-Infinity' and fitness_score < 'Infinity'");
                    table.CheckConstraint("ck_evolution_individuals_parents", "array_position(parents, id) is null");
                    table.ForeignKey(
                        name: "fk_evolution_individuals_evolution_generations_tenant_id_exper_",
                        columns: x => new { x.tenant_id, x.experiment_id, x.generation_number, x.generation_id },
                        principalTable: "evolution_generations",
                        principalColumns: new[] { "tenant_id", "experiment_id", "number", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:find_generation", "{\"When\":\"BEFORE INSERT\",\"Action\":\"WHEN (NEW.experiment_id IS NULL OR NEW.generation_number IS NULL) EXECUTE FUNCTION mlops_find_generation()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_alert_deliveries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    alert_id = table.Column<Guid>(type: "uuid", nullable: false),
                    notice = table.Column<string>(type: "text", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    sink = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_alert_deliveries", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_alert_deliveries_attempts", "attempts >= 0 and (attempts > 0 or num_nonnulls(delivered_at, last_error) = 0)");
                    table.CheckConstraint("ck_ml_alert_deliveries_notice", "notice in ('fired', 'resolved')");
                    table.CheckConstraint("ck_ml_alert_deliveries_outcome", "num_nonnulls(delivered_at, last_error) <= 1");
                    table.ForeignKey(
                        name: "fk_ml_alert_deliveries_ml_alerts_tenant_id_alert_id",
                        columns: x => new { x.tenant_id, x.alert_id },
                        principalTable: "ml_alerts",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_feature_baselines",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    feature_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    data_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    data_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    edges = table.Column<double[]>(type: "double precision[]", nullable: true),
                    compared_edges = table.Column<double[]>(type: "double precision[]", nullable: true),
                    categories = table.Column<string[]>(type: "text[]", nullable: true),
                    counts = table.Column<long[]>(type: "bigint[]", nullable: false)
                        .Annotation("MlOps:SqlDefault", "ARRAY[]::bigint[]"),
                    missing = table.Column<long>(type: "bigint", nullable: false),
                    lowest = table.Column<double>(type: "double precision", nullable: true),
                    highest = table.Column<double>(type: "double precision", nullable: true),
                    mean = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feature_baselines", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_feature_baselines_counts", "cardinality(counts) = coalesce(cardinality(edges), cardinality(categories)) + 1 and array_position(counts, null) is null and missing >= 0");
                    table.CheckConstraint("ck_ml_feature_baselines_data", "data_start < data_end");
                    table.CheckConstraint("ck_ml_feature_baselines_edges", "num_nonnulls(edges, categories) = 1 and num_nulls(edges, compared_edges) <> 1 and (edges @> compared_edges) is not false and array_position(categories, null) is null");
                    table.CheckConstraint("ck_ml_feature_baselines_mean_finite", "mean > '-Infinity' and mean < 'Infinity'");
                    table.CheckConstraint("ck_ml_feature_baselines_range", "num_nulls(lowest, highest) = case when edges is null then 2 else 0 end and (lowest <= highest and lowest > '-Infinity' and highest < 'Infinity') is not false");
                    table.ForeignKey(
                        name: "fk_ml_feature_baselines_model_versions_tenant_id_model_version_",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_monitors",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    every = table.Column<TimeSpan>(type: "interval", nullable: false),
                    lookback_hours = table.Column<int>(type: "integer", nullable: false),
                    delay = table.Column<TimeSpan>(type: "interval", nullable: false),
                    reference_kind = table.Column<string>(type: "text", nullable: false),
                    reference_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reference_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    baseline_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    features = table.Column<string[]>(type: "text[]", nullable: true),
                    segment_feature = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    segment_cap = table.Column<int>(type: "integer", nullable: false),
                    rules = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'[]'"),
                    drift_share = table.Column<double>(type: "double precision", nullable: false),
                    decision_threshold = table.Column<double>(type: "double precision", nullable: false),
                    positive_label = table.Column<double>(type: "double precision", nullable: false),
                    min_sample = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_monitors", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_monitors_decision_threshold_range", "decision_threshold between 0 and 1");
                    table.CheckConstraint("ck_ml_monitors_delay", "delay >= interval '0'");
                    table.CheckConstraint("ck_ml_monitors_drift_share_range", "drift_share between 0 and 1");
                    table.CheckConstraint("ck_ml_monitors_every", "every >= interval '1 second'");
                    table.CheckConstraint("ck_ml_monitors_features", "features is null or (cardinality(features) > 0 and array_position(features, null) is null)");
                    table.CheckConstraint("ck_ml_monitors_lookback_hours_range", "lookback_hours between 1 and 8784");
                    table.CheckConstraint("ck_ml_monitors_min_sample", "min_sample >= 1");
                    table.CheckConstraint("ck_ml_monitors_positive_label_finite", "positive_label > '-Infinity' and positive_label < 'Infinity'");
                    table.CheckConstraint("ck_ml_monitors_reference", "num_nonnulls(reference_start, reference_end) = case reference_kind when 'previous' then 0 else 2 end and (baseline_version_id is not null) = (reference_kind = 'baseline') and (reference_start < reference_end) is not false");
                    table.CheckConstraint("ck_ml_monitors_reference_kind", "reference_kind in ('previous', 'fixed', 'baseline')");
                    table.CheckConstraint("ck_ml_monitors_rules", "jsonb_array_length(rules) > 0");
                    table.CheckConstraint("ck_ml_monitors_segment_cap_range", "segment_cap between 1 and 1000");
                    table.ForeignKey(
                        name: "fk_ml_monitors_model_versions_tenant_id_baseline_version_id",
                        columns: x => new { x.tenant_id, x.baseline_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    prediction_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    predicted_value = table.Column<double>(type: "double precision", nullable: true),
                    actual_value = table.Column<double>(type: "double precision", nullable: true),
                    error = table.Column<double>(type: "double precision", nullable: true, computedColumnSql: "abs(predicted_value - actual_value)", stored: true),
                    confidence = table.Column<double>(type: "double precision", nullable: true),
                    confidence_lower = table.Column<double>(type: "double precision", nullable: true),
                    confidence_upper = table.Column<double>(type: "double precision", nullable: true),
                    output = table.Column<string>(type: "jsonb", nullable: true),
                    context = table.Column<string>(type: "jsonb", nullable: true),
                    request_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    feature_schema_id = table.Column<Guid>(type: "uuid", nullable: true),
                    features = table.Column<double?[]>(type: "double precision[]", nullable: true),
                    categories = table.Column<string[]>(type: "text[]", nullable: true),
                    attributions = table.Column<double?[]>(type: "double precision[]", nullable: true),
                    attribution_method = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                        .Annotation("MlOps:SqlDefault", "'ml_model'"),
                    target_entity_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    target_entity_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    shap_values = table.Column<string>(type: "jsonb", nullable: true),
                    attention_weights = table.Column<string>(type: "jsonb", nullable: true),
                    feature_importance = table.Column<string>(type: "jsonb", nullable: true),
                    recommendations = table.Column<string>(type: "jsonb", nullable: true),
                    risk_level = table.Column<string>(type: "text", nullable: true),
                    inference_time_ms = table.Column<double>(type: "double precision", nullable: true),
                    explanation = table.Column<string>(type: "text", nullable: true),
                    labelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    label_source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    label_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded_labels = table.Column<string>(type: "jsonb", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_predictions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_predictions_actual_value_finite", "actual_value > '-Infinity' and actual_value < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_answer", "predicted_value is not null or output is not null");
                    table.CheckConstraint("ck_ml_predictions_attributions", "(attributions is null) = (attribution_method is null)");
                    table.CheckConstraint("ck_ml_predictions_confidence_interval", "confidence_lower <= confidence_upper");
                    table.CheckConstraint("ck_ml_predictions_confidence_lower_finite", "confidence_lower > '-Infinity' and confidence_lower < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_confidence_range", "confidence between 0 and 1");
                    table.CheckConstraint("ck_ml_predictions_confidence_upper_finite", "confidence_upper > '-Infinity' and confidence_upper < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_feature_schema", "feature_schema_id is not null or num_nonnulls(features, categories, attributions) = 0");
                    table.CheckConstraint("ck_ml_predictions_inference_time_ms", "inference_time_ms >= 0 and inference_time_ms < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_label", "(actual_value is null) = (labelled_at is null)");
                    table.CheckConstraint("ck_ml_predictions_label_source", "label_source is null or actual_value is not null");
                    table.CheckConstraint("ck_ml_predictions_predicted_value_finite", "predicted_value > '-Infinity' and predicted_value < 'Infinity'");
                    table.CheckConstraint("ck_ml_predictions_risk_level", "risk_level in ('low', 'medium', 'high', 'critical')");
                    table.ForeignKey(
                        name: "fk_ml_predictions_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_label_received_at", "{\"When\":\"BEFORE UPDATE OF labelled_at, label_received_at\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_predictions_label_received_at()\"}")
                .Annotation("MlOps:Trigger:set_labelled_at", "{\"When\":\"BEFORE INSERT\",\"Action\":\"WHEN (NEW.labelled_at IS NULL AND NEW.actual_value IS NOT NULL) EXECUTE FUNCTION mlops_set_labelled_at()\"}")
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "ml_training_jobs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hyperparameters = table.Column<string>(type: "jsonb", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'queued'"),
                    total_epochs = table.Column<int>(type: "integer", nullable: false),
                    completed_epochs = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    loss_curve = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'[]'"),
                    resource_usage = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'{}'"),
                    worker = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    heartbeat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_training_jobs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_training_jobs_ended", "(status in ('queued', 'running')) = (ended_at is null)");
                    table.CheckConstraint("ck_ml_training_jobs_epochs", "total_epochs > 0 and completed_epochs between 0 and total_epochs");
                    table.CheckConstraint("ck_ml_training_jobs_error", "(status = 'failed') = (error is not null)");
                    table.CheckConstraint("ck_ml_training_jobs_heartbeat", "heartbeat_at >= started_at");
                    table.CheckConstraint("ck_ml_training_jobs_loss_curve", "jsonb_typeof(loss_curve) = 'array'");
                    table.CheckConstraint("ck_ml_training_jobs_order", "started_at <= ended_at");
                    table.CheckConstraint("ck_ml_training_jobs_started", "status = 'cancelled' or (status = 'queued') = (started_at is null)");
                    table.CheckConstraint("ck_ml_training_jobs_status", "status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')");
                    table.CheckConstraint("ck_ml_training_jobs_worker", "num_nonnulls(started_at, heartbeat_at, worker) in (0, 3)");
                    table.ForeignKey(
                        name: "fk_ml_training_jobs_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ml_training_jobs_training_datasets_tenant_id_dataset_id",
                        columns: x => new { x.tenant_id, x.dataset_id },
                        principalTable: "training_datasets",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "model_aliases",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    alias = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    set_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    set_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    valid_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    closed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_aliases", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_aliases_closed", "(valid_to is null) = (closed_by is null)");
                    table.CheckConstraint("ck_model_aliases_period", "valid_from <= valid_to");
                    table.ForeignKey(
                        name: "fk_model_aliases_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_closed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_closed_login()\"}")
                .Annotation("MlOps:Trigger:set_set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_set_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "model_evaluations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dataset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    metrics = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'{}'"),
                    confusion_matrix = table.Column<string>(type: "jsonb", nullable: true),
                    thresholds = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'{}'"),
                    evaluated_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_evaluations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_evaluations_confusion_matrix", "jsonb_typeof(confusion_matrix) = 'object'");
                    table.CheckConstraint("ck_model_evaluations_content", "metrics <> '{}' or confusion_matrix is not null");
                    table.ForeignKey(
                        name: "fk_model_evaluations_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_evaluations_training_datasets_tenant_id_dataset_id",
                        columns: x => new { x.tenant_id, x.dataset_id },
                        principalTable: "training_datasets",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "retraining_decisions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    trigger_reason = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    candidate_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    drift_context = table.Column<string>(type: "jsonb", nullable: true),
                    data_context = table.Column<string>(type: "jsonb", nullable: true),
                    decision_details = table.Column<string>(type: "jsonb", nullable: true),
                    rejection_reasons = table.Column<string[]>(type: "text[]", nullable: false)
                        .Annotation("MlOps:SqlDefault", "ARRAY[]::text[]"),
                    labeled_samples = table.Column<int>(type: "integer", nullable: true),
                    coverage_pct = table.Column<double>(type: "double precision", nullable: true),
                    evidence_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    decided_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    decided_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    answers_decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retraining_decisions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_retraining_decisions_action", "action in ('promote', 'reject', 'pending_approval')");
                    table.CheckConstraint("ck_retraining_decisions_answer", "not (answers_decision_id is not null and action = 'pending_approval')");
                    table.CheckConstraint("ck_retraining_decisions_coverage_pct_range", "coverage_pct between 0 and 100");
                    table.CheckConstraint("ck_retraining_decisions_labeled_samples", "labeled_samples >= 0");
                    table.CheckConstraint("ck_retraining_decisions_reasons", "(action = 'reject') = (cardinality(rejection_reasons) > 0)");
                    table.CheckConstraint("ck_retraining_decisions_trigger_reason", "trigger_reason in ('scheduled', 'drift', 'manual')");
                    table.ForeignKey(
                        name: "fk_retraining_decisions_model_versions_tenant_id_candidate_ver_",
                        columns: x => new { x.tenant_id, x.candidate_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_retraining_decisions_retraining_decisions_tenant_id_answers_",
                        columns: x => new { x.tenant_id, x.answers_decision_id },
                        principalTable: "retraining_decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:find_rejection_reasons", "{\"When\":\"BEFORE INSERT\",\"Action\":\"WHEN (NEW.action = \\u0027reject\\u0027 AND cardinality(NEW.rejection_reasons) = 0) EXECUTE FUNCTION mlops_find_rejection_reasons()\"}")
                .Annotation("MlOps:Trigger:link", "{\"When\":\"AFTER INSERT\",\"Action\":\"EXECUTE FUNCTION mlops_set_retraining_decisions_link()\"}")
                .Annotation("MlOps:Trigger:set_decided_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_retraining_decisions_decided_login()\"}");

            migrationBuilder.CreateTable(
                name: "code_evaluations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    individual_id = table.Column<Guid>(type: "uuid", nullable: false),
                    evaluator = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    passed = table.Column<bool>(type: "boolean", nullable: false),
                    quality_score = table.Column<double>(type: "double precision", nullable: true),
                    execution_time = table.Column<TimeSpan>(type: "interval", nullable: true),
                    memory_bytes = table.Column<long>(type: "bigint", nullable: true),
                    metrics = table.Column<string>(type: "jsonb", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'{}'"),
                    error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_evaluations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_code_evaluations_error", "passed = (error is null)");
                    table.CheckConstraint("ck_code_evaluations_execution_time", "execution_time >= interval '0'");
                    table.CheckConstraint("ck_code_evaluations_memory_bytes", "memory_bytes >= 0");
                    table.CheckConstraint("ck_code_evaluations_quality_score_range", "quality_score between 0 and 1");
                    table.ForeignKey(
                        name: "fk_code_evaluations_evolution_individuals_tenant_id_individual_",
                        columns: x => new { x.tenant_id, x.individual_id },
                        principalTable: "evolution_individuals",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "llm_interactions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    experiment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    individual_id = table.Column<Guid>(type: "uuid", nullable: true),
                    model = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    purpose = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tokens_in = table.Column<int>(type: "integer", nullable: false),
                    tokens_out = table.Column<int>(type: "integer", nullable: false),
                    tokens = table.Column<long>(type: "bigint", nullable: false, computedColumnSql: "tokens_in::bigint + tokens_out", stored: true),
                    cost = table.Column<decimal>(type: "numeric", nullable: false),
                    latency = table.Column<TimeSpan>(type: "interval", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_llm_interactions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_llm_interactions_cost_range", "cost between 0 and 1000000");
                    table.CheckConstraint("ck_llm_interactions_latency", "latency >= interval '0'");
                    table.CheckConstraint("ck_llm_interactions_tokens", "tokens_in >= 0 and tokens_out >= 0");
                    table.ForeignKey(
                        name: "fk_llm_interactions_evolution_experiments_tenant_id_experiment_",
                        columns: x => new { x.tenant_id, x.experiment_id },
                        principalTable: "evolution_experiments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_llm_interactions_evolution_individuals_tenant_id_individual_",
                        columns: x => new { x.tenant_id, x.individual_id },
                        principalTable: "evolution_individuals",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_feature_bins",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    monitor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    feature_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    are_segments = table.Column<bool>(type: "boolean", nullable: false),
                    edges = table.Column<double[]>(type: "double precision[]", nullable: true),
                    compared_edges = table.Column<double[]>(type: "double precision[]", nullable: true),
                    categories = table.Column<string[]>(type: "text[]", nullable: true),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reference_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reference_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feature_bins", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_feature_bins_categories", "array_position(categories, null) is null");
                    table.CheckConstraint("ck_ml_feature_bins_edges", "num_nonnulls(edges, categories) = 1 and num_nulls(edges, compared_edges) <> 1 and (edges @> compared_edges) is not false and (cardinality(compared_edges) > 0) is not false");
                    table.CheckConstraint("ck_ml_feature_bins_reference", "reference_start < reference_end");
                    table.CheckConstraint("ck_ml_feature_bins_segments", "not (are_segments and categories is null)");
                    table.ForeignKey(
                        name: "fk_ml_feature_bins_ml_monitors_tenant_id_monitor_id",
                        columns: x => new { x.tenant_id, x.monitor_id },
                        principalTable: "ml_monitors",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_jobs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    monitor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    every = table.Column<TimeSpan>(type: "interval", nullable: false),
                    every_offset = table.Column<TimeSpan>(type: "interval", nullable: false)
                        .Annotation("MlOps:SqlDefault", "'0'"),
                    next_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false)
                        .Annotation("MlOps:SqlDefault", "true"),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "jsonb", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_jobs", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_jobs_failures", "failures >= 0 and (failures > 0 or retry_at is null)");
                    table.CheckConstraint("ck_ml_jobs_kind", "kind in ('monitor', 'late_rows', 'evaluate_alerts', 'refresh_views', 'take_samples', 'check_quality', 'label_from_feedback', 'detect_patterns', 'request_retraining', 'check_health', 'make_slices', 'apply_retention', 'back_up')");
                    table.CheckConstraint("ck_ml_jobs_lease", "(run_id is null) = (leased_until is null)");
                    table.CheckConstraint("ck_ml_jobs_schedule", "every >= interval '1 second' and every_offset >= interval '0' and every_offset < every");
                    table.CheckConstraint("ck_ml_jobs_subject", "(kind = 'monitor') = (monitor_id is not null)");
                    table.ForeignKey(
                        name: "fk_ml_jobs_ml_monitors_tenant_id_monitor_id",
                        columns: x => new { x.tenant_id, x.monitor_id },
                        principalTable: "ml_monitors",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_reopened_windows",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    monitor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_reopened_windows", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_ml_reopened_windows_ml_monitors_tenant_id_monitor_id",
                        columns: x => new { x.tenant_id, x.monitor_id },
                        principalTable: "ml_monitors",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_sketched_spans",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    monitor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    hours = table.Column<int>(type: "integer", nullable: false),
                    num_predictions = table.Column<long>(type: "bigint", nullable: false),
                    rows_hash = table.Column<long>(type: "bigint", nullable: false),
                    bins_hash = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_sketched_spans", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_sketched_spans_hours", "hours in (1, 24)");
                    table.CheckConstraint("ck_ml_sketched_spans_num_predictions", "num_predictions >= 0");
                    table.CheckConstraint("ck_ml_sketched_spans_starts_at", "date_trunc(case hours when 1 then 'hour' else 'day' end, starts_at at time zone 'UTC') = starts_at at time zone 'UTC'");
                    table.ForeignKey(
                        name: "fk_ml_sketched_spans_ml_monitors_tenant_id_monitor_id",
                        columns: x => new { x.tenant_id, x.monitor_id },
                        principalTable: "ml_monitors",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "monitoring_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lookback_hours = table.Column<int>(type: "integer", nullable: false),
                    num_predictions = table.Column<int>(type: "integer", nullable: false),
                    positive_rate = table.Column<double>(type: "double precision", nullable: true),
                    probability_mean = table.Column<double>(type: "double precision", nullable: true),
                    probability_std = table.Column<double>(type: "double precision", nullable: true),
                    entropy = table.Column<double>(type: "double precision", nullable: true),
                    dataset_drift_detected = table.Column<bool>(type: "boolean", nullable: false)
                        .Annotation("MlOps:SqlDefault", "false"),
                    feature_drift_ratio = table.Column<double>(type: "double precision", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    num_drifted_features = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    drift_summary_ref = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    drift_report_ref = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    monitor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: true),
                    num_labelled = table.Column<int>(type: "integer", nullable: true),
                    predictions_hash = table.Column<long>(type: "bigint", nullable: true),
                    labels_hash = table.Column<long>(type: "bigint", nullable: true),
                    reference_hash = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_monitoring_metrics_counts", "num_predictions >= 0 and num_drifted_features >= 0");
                    table.CheckConstraint("ck_monitoring_metrics_feature_drift_ratio_range", "feature_drift_ratio between 0 and 1");
                    table.CheckConstraint("ck_monitoring_metrics_lookback_hours", "lookback_hours > 0");
                    table.CheckConstraint("ck_monitoring_metrics_positive_rate_range", "positive_rate between 0 and 1");
                    table.CheckConstraint("ck_monitoring_metrics_probability_mean_range", "probability_mean between 0 and 1");
                    table.CheckConstraint("ck_monitoring_metrics_revision", "num_nulls(monitor_id, revision, num_labelled, predictions_hash, labels_hash, reference_hash) in (0, 6) and (revision between 1 and 1000000) is not false and (num_labelled between 0 and num_predictions) is not false");
                    table.CheckConstraint("ck_monitoring_metrics_spread", "probability_std >= 0 and probability_std < 'Infinity' and entropy >= 0 and entropy < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_monitoring_metrics_ml_monitors_tenant_id_monitor_id",
                        columns: x => new { x.tenant_id, x.monitor_id },
                        principalTable: "ml_monitors",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ai_gm_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    scene = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    decision = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ai_gm_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_ai_gm_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "code_roach_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    file_path = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    code_metrics = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_roach_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_code_roach_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "daisy_chain_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    task_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    task_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    success_probability = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_daisy_chain_ml_predictions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_daisy_chain_ml_predictions_success_probability_range", "success_probability between 0 and 1");
                    table.ForeignKey(
                        name: "fk_daisy_chain_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "first_mate_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    roll_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    stat_info = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_first_mate_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_first_mate_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "game_app_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    narrative_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    scenario = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_game_app_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_game_app_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "ml_feedback",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    prediction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rating = table.Column<int>(type: "integer", nullable: true),
                    is_correct = table.Column<bool>(type: "boolean", nullable: true),
                    corrected_value = table.Column<double>(type: "double precision", nullable: true),
                    comment = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                        .Annotation("MlOps:SqlDefault", "'user'"),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feedback", x => new { x.tenant_id, x.prediction_id, x.id });
                    table.CheckConstraint("ck_ml_feedback_content", "num_nonnulls(rating, is_correct, corrected_value, comment) > 0");
                    table.CheckConstraint("ck_ml_feedback_corrected_value_finite", "corrected_value > '-Infinity' and corrected_value < 'Infinity'");
                    table.CheckConstraint("ck_ml_feedback_rating_range", "rating between 1 and 5");
                    table.ForeignKey(
                        name: "fk_ml_feedback_ml_predictions_tenant_id_prediction_id",
                        columns: x => new { x.tenant_id, x.prediction_id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"prediction_id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "ml_shadow_scores",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    prediction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    predicted_value = table.Column<double>(type: "double precision", nullable: true),
                    confidence = table.Column<double>(type: "double precision", nullable: true),
                    output = table.Column<string>(type: "jsonb", nullable: true),
                    inference_time_ms = table.Column<double>(type: "double precision", nullable: true),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_shadow_scores", x => new { x.tenant_id, x.prediction_id, x.model_version_id });
                    table.CheckConstraint("ck_ml_shadow_scores_answer", "predicted_value is not null or output is not null");
                    table.CheckConstraint("ck_ml_shadow_scores_confidence_range", "confidence between 0 and 1");
                    table.CheckConstraint("ck_ml_shadow_scores_inference_time_ms", "inference_time_ms >= 0 and inference_time_ms < 'Infinity'");
                    table.CheckConstraint("ck_ml_shadow_scores_predicted_value_finite", "predicted_value > '-Infinity' and predicted_value < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_ml_shadow_scores_ml_predictions_tenant_id_prediction_id",
                        columns: x => new { x.tenant_id, x.prediction_id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ml_shadow_scores_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"prediction_id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "oracle_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    query = table.Column<string>(type: "text", nullable: false),
                    knowledge_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    relevance_scores = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oracle_ml_predictions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_oracle_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "policy_ml_predictions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    policy_id = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    compliance_state = table.Column<string>(type: "text", nullable: false),
                    time_to_violation = table.Column<TimeSpan>(type: "interval", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_ml_predictions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_policy_ml_predictions_compliance_state", "compliance_state in ('unknown', 'compliant', 'at_risk', 'non_compliant')");
                    table.CheckConstraint("ck_policy_ml_predictions_time_to_violation", "time_to_violation >= interval '0'");
                    table.ForeignKey(
                        name: "fk_policy_ml_predictions_ml_predictions_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "ml_predictions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.CreateTable(
                name: "ml_retraining_requests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    trigger_reason = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    requested_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    requested_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    closed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    withdrawal_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_retraining_requests", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_retraining_requests_answered", "(answered_at is null) = (answer_version_id is null) and created_at <= answered_at");
                    table.CheckConstraint("ck_ml_retraining_requests_closed", "(closed_at is null) = (closed_by is null) and num_nonnulls(decision_id, withdrawal_reason) = num_nonnulls(closed_at) and greatest(created_at, answered_at) <= closed_at");
                    table.CheckConstraint("ck_ml_retraining_requests_decided", "decision_id is null or answer_version_id is not null");
                    table.CheckConstraint("ck_ml_retraining_requests_trigger_reason", "trigger_reason in ('scheduled', 'drift', 'manual')");
                    table.ForeignKey(
                        name: "fk_ml_retraining_requests_model_versions_tenant_id_answer_vers_",
                        columns: x => new { x.tenant_id, x.answer_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ml_retraining_requests_retraining_decisions_tenant_id_decis_",
                        columns: x => new { x.tenant_id, x.decision_id },
                        principalTable: "retraining_decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_closed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_requests_closed_login()\"}")
                .Annotation("MlOps:Trigger:set_requested_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_requests_requested_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "ml_serving_periods",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    served_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    served_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    promoted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    served = table.Column<NpgsqlRange<DateTime>>(type: "tstzrange", nullable: false, computedColumnSql: "tstzrange(served_from, served_to)", stored: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_serving_periods", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_serving_periods_promoted", "promoted_at <= served_from");
                    table.ForeignKey(
                        name: "fk_ml_serving_periods_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ml_serving_periods_retraining_decisions_tenant_id_decision__",
                        columns: x => new { x.tenant_id, x.decision_id },
                        principalTable: "retraining_decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Exclusion:ex_ml_serving_periods_no_overlaps", "{\"Equal\":[\"tenant_id\",\"model_name\"],\"From\":\"served_from\",\"To\":\"served_to\"}")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.CreateTable(
                name: "model_stage_transitions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    from_stage = table.Column<string>(type: "text", nullable: false),
                    to_stage = table.Column<string>(type: "text", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    changed_login = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_stage_transitions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_model_stage_transitions_from_stage", "from_stage in ('None', 'Staging', 'Production', 'Archived')");
                    table.CheckConstraint("ck_model_stage_transitions_moves", "from_stage <> to_stage");
                    table.CheckConstraint("ck_model_stage_transitions_to_stage", "to_stage in ('None', 'Staging', 'Production', 'Archived')");
                    table.ForeignKey(
                        name: "fk_model_stage_transitions_model_versions_tenant_id_model_vers_",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_model_stage_transitions_retraining_decisions_tenant_id_deci_",
                        columns: x => new { x.tenant_id, x.decision_id },
                        principalTable: "retraining_decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:link", "{\"When\":\"AFTER INSERT\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_stage_transitions_link()\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_stage_transitions_changed_login()\"}");

            migrationBuilder.CreateTable(
                name: "ml_feature_sketches",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    span_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bins_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    segment_kind = table.Column<string>(type: "text", nullable: true),
                    segment_name = table.Column<string>(type: "text", nullable: true),
                    counts = table.Column<int[]>(type: "integer[]", nullable: false)
                        .Annotation("MlOps:SqlDefault", "ARRAY[]::integer[]"),
                    size = table.Column<int>(type: "integer", nullable: false),
                    missing = table.Column<int>(type: "integer", nullable: false),
                    mean = table.Column<double>(type: "double precision", nullable: true),
                    squared_deviations = table.Column<double>(type: "double precision", nullable: true),
                    lowest = table.Column<double>(type: "double precision", nullable: true),
                    highest = table.Column<double>(type: "double precision", nullable: true),
                    values_hash = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_feature_sketches", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_feature_sketches_counts", "cardinality(counts) > 0 and array_position(counts, null) is null and size >= 0 and missing >= 0");
                    table.CheckConstraint("ck_ml_feature_sketches_mean_finite", "mean > '-Infinity' and mean < 'Infinity'");
                    table.CheckConstraint("ck_ml_feature_sketches_range", "num_nulls(lowest, highest) in (0, 2) and (lowest <= highest and lowest > '-Infinity' and highest < 'Infinity') is not false");
                    table.CheckConstraint("ck_ml_feature_sketches_segment", "(segment_name is not null) = coalesce(segment_kind = 'named', false)");
                    table.CheckConstraint("ck_ml_feature_sketches_segment_kind", "segment_kind in ('named', 'missing', 'others')");
                    table.CheckConstraint("ck_ml_feature_sketches_squared_deviations", "squared_deviations >= 0 and squared_deviations < 'Infinity'");
                    table.ForeignKey(
                        name: "fk_ml_feature_sketches_ml_feature_bins_tenant_id_bins_id",
                        columns: x => new { x.tenant_id, x.bins_id },
                        principalTable: "ml_feature_bins",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_ml_feature_sketches_ml_sketched_spans_tenant_id_span_id",
                        columns: x => new { x.tenant_id, x.span_id },
                        principalTable: "ml_sketched_spans",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_drift_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    model_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    model_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    monitoring_run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    feature_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    method_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    statistic = table.Column<double>(type: "double precision", nullable: false),
                    p_value = table.Column<double>(type: "double precision", nullable: true),
                    criterion = table.Column<string>(type: "text", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    critical_threshold = table.Column<double>(type: "double precision", nullable: true),
                    drifted = table.Column<bool>(type: "boolean", nullable: false),
                    alert_level = table.Column<string>(type: "text", nullable: false),
                    bins = table.Column<string>(type: "jsonb", nullable: true),
                    bin_edges = table.Column<double[]>(type: "double precision[]", nullable: true),
                    categories = table.Column<string[]>(type: "text[]", nullable: true),
                    reference_counts = table.Column<long[]>(type: "bigint[]", nullable: true),
                    current_counts = table.Column<long[]>(type: "bigint[]", nullable: true),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    segment_feature = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    segment_kind = table.Column<string>(type: "text", nullable: true),
                    segment_name = table.Column<string>(type: "text", nullable: true),
                    segment_cap = table.Column<int>(type: "integer", nullable: true),
                    reference_hash = table.Column<long>(type: "bigint", nullable: true),
                    current_hash = table.Column<long>(type: "bigint", nullable: true),
                    reference_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reference_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reference_size = table.Column<long>(type: "bigint", nullable: false),
                    current_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    current_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    current_size = table.Column<long>(type: "bigint", nullable: false),
                    vae_reconstruction_error = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_drift_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_drift_metrics_alert_level", "alert_level in ('none', 'warning', 'critical')");
                    table.CheckConstraint("ck_ml_drift_metrics_counts", "coalesce(cardinality(reference_counts) = cardinality(current_counts) and (categories is null or cardinality(categories) = cardinality(reference_counts)) and (bin_edges is null or abs(cardinality(bin_edges) - cardinality(reference_counts)) <= 1), num_nonnulls(bin_edges, categories, reference_counts, current_counts) = 0)");
                    table.CheckConstraint("ck_ml_drift_metrics_criterion", "criterion in ('statistic_at_least', 'p_value_at_most')");
                    table.CheckConstraint("ck_ml_drift_metrics_critical_threshold", "critical_threshold >= 0 and critical_threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_drifted", "drifted = (alert_level <> 'none')");
                    table.CheckConstraint("ck_ml_drift_metrics_evidence", "num_nulls(service_name, reference_hash, current_hash) in (0, 3)");
                    table.CheckConstraint("ck_ml_drift_metrics_kind", "kind in ('data', 'concept', 'attribution')");
                    table.CheckConstraint("ck_ml_drift_metrics_p_value_range", "p_value between 0 and 1");
                    table.CheckConstraint("ck_ml_drift_metrics_segment", "num_nulls(segment_feature, segment_kind, segment_cap) in (0, 3) and (segment_cap >= 1) is not false and (segment_feature <> '') is not false and (segment_name is not null) = coalesce(segment_kind = 'named', false) and (segment_feature is null or service_name is not null)");
                    table.CheckConstraint("ck_ml_drift_metrics_segment_kind", "segment_kind in ('named', 'missing', 'others')");
                    table.CheckConstraint("ck_ml_drift_metrics_sizes", "reference_size >= 0 and current_size >= 0");
                    table.CheckConstraint("ck_ml_drift_metrics_statistic_finite", "statistic > '-Infinity' and statistic < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_threshold", "threshold >= 0 and threshold < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_thresholds", "case criterion when 'statistic_at_least' then critical_threshold >= threshold else threshold <= 1 and (critical_threshold is null or critical_threshold <= threshold) end");
                    table.CheckConstraint("ck_ml_drift_metrics_vae_reconstruction_error", "vae_reconstruction_error >= 0 and vae_reconstruction_error < 'Infinity'");
                    table.CheckConstraint("ck_ml_drift_metrics_verdict", "alert_level = case when criterion = 'statistic_at_least' and statistic >= critical_threshold then 'critical' when criterion = 'statistic_at_least' and statistic >= threshold then 'warning' when criterion = 'statistic_at_least' then 'none' when p_value is null then 'no p-value' when p_value <= critical_threshold then 'critical' when p_value <= threshold then 'warning' else 'none' end");
                    table.CheckConstraint("ck_ml_drift_metrics_windows", "reference_start < reference_end and current_start < current_end");
                    table.ForeignKey(
                        name: "fk_ml_drift_metrics_model_versions_tenant_id_model_version_id",
                        columns: x => new { x.tenant_id, x.model_version_id },
                        principalTable: "model_versions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ml_drift_metrics_monitoring_metrics_tenant_id_monitoring_ru_",
                        columns: x => new { x.tenant_id, x.monitoring_run_id },
                        principalTable: "monitoring_metrics",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_performance_metrics",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    metric = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: false),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sample_count = table.Column<long>(type: "bigint", nullable: false),
                    monitoring_run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    segment_feature = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    segment_kind = table.Column<string>(type: "text", nullable: true),
                    segment_name = table.Column<string>(type: "text", nullable: true),
                    is_estimate = table.Column<bool>(type: "boolean", nullable: false)
                        .Annotation("MlOps:SqlDefault", "false"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_performance_metrics", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_performance_metrics_sample_count", "sample_count >= 0");
                    table.CheckConstraint("ck_ml_performance_metrics_segment", "num_nulls(segment_feature, segment_kind) in (0, 2) and (segment_name is not null) = coalesce(segment_kind = 'named', false)");
                    table.CheckConstraint("ck_ml_performance_metrics_segment_kind", "segment_kind in ('named', 'missing', 'others')");
                    table.CheckConstraint("ck_ml_performance_metrics_value_finite", "value > '-Infinity' and value < 'Infinity'");
                    table.CheckConstraint("ck_ml_performance_metrics_window", "window_start < window_end");
                    table.ForeignKey(
                        name: "fk_ml_performance_metrics_monitoring_metrics_tenant_id_monitor_",
                        columns: x => new { x.tenant_id, x.monitoring_run_id },
                        principalTable: "monitoring_metrics",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateTable(
                name: "ml_retraining_deliveries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "NULLIF(current_setting('mlops.tenant_id', true), '')::uuid"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                        .Annotation("MlOps:SqlDefault", "mlops_uuid7(now())"),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    sink = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("MlOps:SqlDefault", "0"),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                        .Annotation("MlOps:SqlDefault", "now()"),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ml_retraining_deliveries", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_ml_retraining_deliveries_attempts", "attempts >= 0 and (attempts > 0 or num_nonnulls(delivered_at, last_error) = 0)");
                    table.CheckConstraint("ck_ml_retraining_deliveries_outcome", "num_nonnulls(delivered_at, last_error) <= 1");
                    table.ForeignKey(
                        name: "fk_ml_retraining_deliveries_ml_retraining_requests_tenant_id_r_",
                        columns: x => new { x.tenant_id, x.request_id },
                        principalTable: "ml_retraining_requests",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.CreateIndex(
                name: "ix_ab_testing_experiments_tenant_id_name",
                table: "ab_testing_experiments",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ab_testing_results_tenant_id_variant_id_window_start",
                table: "ab_testing_results",
                columns: new[] { "tenant_id", "variant_id", "window_start" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ab_testing_variants_tenant_id_experiment_id_name",
                table: "ab_testing_variants",
                columns: new[] { "tenant_id", "experiment_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_ab_testing_variants_one_control",
                table: "ab_testing_variants",
                columns: new[] { "tenant_id", "experiment_id" },
                unique: true,
                filter: "is_control");

            migrationBuilder.CreateIndex(
                name: "ix_capacity_planning_metrics_tenant_id_kind_resource_created_at",
                table: "capacity_planning_metrics",
                columns: new[] { "tenant_id", "kind", "resource", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_code_evaluations_tenant_id_individual_id",
                table: "code_evaluations",
                columns: new[] { "tenant_id", "individual_id" });

            migrationBuilder.CreateIndex(
                name: "ix_data_quality_checks_tenant_id_name",
                table: "data_quality_checks",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_data_quality_results_tenant_id_check_id_created_at",
                table: "data_quality_results",
                columns: new[] { "tenant_id", "check_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_evolution_experiments_tenant_id_created_at",
                table: "evolution_experiments",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_evolution_generations_tenant_id_experiment_id_number",
                table: "evolution_generations",
                columns: new[] { "tenant_id", "experiment_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_evolution_individuals_tenant_id_experiment_id_generation_nu_",
                table: "evolution_individuals",
                columns: new[] { "tenant_id", "experiment_id", "generation_number", "generation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_identified_patterns_tenant_id_pattern_type_pattern_name",
                table: "identified_patterns",
                columns: new[] { "tenant_id", "pattern_type", "pattern_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_learning_events_tenant_id_event_type_created_at",
                table: "learning_events",
                columns: new[] { "tenant_id", "event_type", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_learning_events_tenant_id_subject_id_created_at",
                table: "learning_events",
                columns: new[] { "tenant_id", "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_interactions_tenant_id_created_at",
                table: "llm_interactions",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_interactions_tenant_id_experiment_id_created_at",
                table: "llm_interactions",
                columns: new[] { "tenant_id", "experiment_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_interactions_tenant_id_individual_id",
                table: "llm_interactions",
                columns: new[] { "tenant_id", "individual_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_access_tokens_secret_hash",
                table: "ml_access_tokens",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_access_tokens_tenant_id_name",
                table: "ml_access_tokens",
                columns: new[] { "tenant_id", "name" },
                unique: true,
                filter: "revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_alert_deliveries_waiting",
                table: "ml_alert_deliveries",
                columns: new[] { "tenant_id", "next_attempt_at" },
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_ml_alert_deliveries_once",
                table: "ml_alert_deliveries",
                columns: new[] { "tenant_id", "alert_id", "sink", "notice" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_alert_rules_tenant_id_name",
                table: "ml_alert_rules",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_ml_alert_states_subject",
                table: "ml_alert_states",
                columns: new[] { "tenant_id", "rule_id", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_alerts_tenant_id_rule_id_fired_at",
                table: "ml_alerts",
                columns: new[] { "tenant_id", "rule_id", "fired_at" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_alerts_one_open",
                table: "ml_alerts",
                columns: new[] { "tenant_id", "rule_id", "subject" },
                unique: true,
                filter: "resolved_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_audit_log_tenant_id_subject_type_subject_id_created_at",
                table: "ml_audit_log",
                columns: new[] { "tenant_id", "subject_type", "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_chain_links_tenant_id_row_id",
                table: "ml_chain_links",
                columns: new[] { "tenant_id", "row_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_configurations_tenant_id_resource_id",
                table: "ml_configurations",
                columns: new[] { "tenant_id", "resource_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_dead_letters_tenant_id_content_id_kind_payload_sha256",
                table: "ml_dead_letters",
                columns: new[] { "tenant_id", "content_id", "kind", "payload_sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_drift_metrics_alerts",
                table: "ml_drift_metrics",
                columns: new[] { "tenant_id", "created_at" },
                filter: "alert_level <> 'none'");

            migrationBuilder.CreateIndex(
                name: "ix_ml_drift_metrics_tenant_id_model_name_created_at",
                table: "ml_drift_metrics",
                columns: new[] { "tenant_id", "model_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_drift_metrics_tenant_id_model_version_id",
                table: "ml_drift_metrics",
                columns: new[] { "tenant_id", "model_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_drift_metrics_tenant_id_monitoring_run_id",
                table: "ml_drift_metrics",
                columns: new[] { "tenant_id", "monitoring_run_id" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_feature_baselines_feature",
                table: "ml_feature_baselines",
                columns: new[] { "tenant_id", "model_version_id", "feature_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_ml_feature_bins_feature",
                table: "ml_feature_bins",
                columns: new[] { "tenant_id", "monitor_id", "feature_name", "are_segments" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_feature_schemas_tenant_id_name_version",
                table: "ml_feature_schemas",
                columns: new[] { "tenant_id", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_feature_sketches_tenant_id_bins_id",
                table: "ml_feature_sketches",
                columns: new[] { "tenant_id", "bins_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_feature_sketches_tenant_id_span_id",
                table: "ml_feature_sketches",
                columns: new[] { "tenant_id", "span_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_feature_store_tenant_id_feature_name_entity_id_event_tim_",
                table: "ml_feature_store",
                columns: new[] { "tenant_id", "feature_name", "entity_id", "event_time", "known_at" },
                descending: new[] { false, false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_ml_feedback_tenant_id_created_at",
                table: "ml_feedback",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_feedback_tenant_id_received_at",
                table: "ml_feedback",
                columns: new[] { "tenant_id", "received_at" })
                .Annotation("Npgsql:IndexMethod", "brin")
                .Annotation("Npgsql:StorageParameter:autosummarize", true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_health_snapshots_tenant_id_created_at",
                table: "ml_health_snapshots",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_job_runs_tenant_id_job_created_at",
                table: "ml_job_runs",
                columns: new[] { "tenant_id", "job", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_jobs_tenant_id_monitor_id",
                table: "ml_jobs",
                columns: new[] { "tenant_id", "monitor_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_jobs_tenant_id_name",
                table: "ml_jobs",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_label_policies_tenant_id_service_name",
                table: "ml_label_policies",
                columns: new[] { "tenant_id", "service_name" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_ml_legal_holds_tenant_id_created_at",
                table: "ml_legal_holds",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_monitors_tenant_id_baseline_version_id",
                table: "ml_monitors",
                columns: new[] { "tenant_id", "baseline_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_monitors_tenant_id_name",
                table: "ml_monitors",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_performance_metrics_tenant_id_monitoring_run_id",
                table: "ml_performance_metrics",
                columns: new[] { "tenant_id", "monitoring_run_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_performance_metrics_tenant_id_service_name_metric_window_",
                table: "ml_performance_metrics",
                columns: new[] { "tenant_id", "service_name", "metric", "window_start" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_performance_metrics_window",
                table: "ml_performance_metrics",
                columns: new[] { "tenant_id", "service_name", "metric", "window_start", "window_end" },
                unique: true,
                filter: "monitoring_run_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_high_risk",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "created_at" },
                filter: "risk_level in ('high', 'critical')");

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_tenant_id_model_version_id",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "model_version_id" },
                filter: "model_version_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_tenant_id_received_at",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "received_at" })
                .Annotation("Npgsql:IndexMethod", "brin")
                .Annotation("Npgsql:StorageParameter:autosummarize", true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_tenant_id_request_id",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "request_id" },
                filter: "request_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_predictions_tenant_id_service_name_created_at",
                table: "ml_predictions",
                columns: new[] { "tenant_id", "service_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_reopened_windows_tenant_id_monitor_id_window_end",
                table: "ml_reopened_windows",
                columns: new[] { "tenant_id", "monitor_id", "window_end" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_retention_policies_tenant_id_table_name",
                table: "ml_retention_policies",
                columns: new[] { "tenant_id", "table_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_retraining_deliveries_waiting",
                table: "ml_retraining_deliveries",
                columns: new[] { "tenant_id", "next_attempt_at" },
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_ml_retraining_deliveries_once",
                table: "ml_retraining_deliveries",
                columns: new[] { "tenant_id", "request_id", "sink" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_ml_retraining_policies_one_current",
                table: "ml_retraining_policies",
                columns: new[] { "tenant_id", "name" },
                unique: true,
                filter: "replaced_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_ml_retraining_policies_version",
                table: "ml_retraining_policies",
                columns: new[] { "tenant_id", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_retraining_requests_tenant_id_answer_version_id",
                table: "ml_retraining_requests",
                columns: new[] { "tenant_id", "answer_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_retraining_requests_tenant_id_decision_id",
                table: "ml_retraining_requests",
                columns: new[] { "tenant_id", "decision_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_retraining_requests_tenant_id_model_name_created_at",
                table: "ml_retraining_requests",
                columns: new[] { "tenant_id", "model_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_retraining_requests_one_open",
                table: "ml_retraining_requests",
                columns: new[] { "tenant_id", "model_name" },
                unique: true,
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_feature_id",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "feature_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_schema_id_name",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "schema_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_schema_id_ordinal",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "schema_id", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_schema_features_tenant_id_schema_id_type_position",
                table: "ml_schema_features",
                columns: new[] { "tenant_id", "schema_id", "type", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_serving_periods_tenant_id_decision_id",
                table: "ml_serving_periods",
                columns: new[] { "tenant_id", "decision_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_serving_periods_tenant_id_model_name_served_from",
                table: "ml_serving_periods",
                columns: new[] { "tenant_id", "model_name", "served_from" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_serving_periods_tenant_id_model_version_id",
                table: "ml_serving_periods",
                columns: new[] { "tenant_id", "model_version_id" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_serving_periods_one_open",
                table: "ml_serving_periods",
                columns: new[] { "tenant_id", "model_name" },
                unique: true,
                filter: "served_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_ml_shadow_scores_tenant_id_model_version_id_prediction_id",
                table: "ml_shadow_scores",
                columns: new[] { "tenant_id", "model_version_id", "prediction_id" });

            migrationBuilder.CreateIndex(
                name: "ux_ml_sketched_spans_start",
                table: "ml_sketched_spans",
                columns: new[] { "tenant_id", "monitor_id", "starts_at", "hours" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ml_training_jobs_running",
                table: "ml_training_jobs",
                columns: new[] { "tenant_id", "heartbeat_at" },
                filter: "status = 'running'");

            migrationBuilder.CreateIndex(
                name: "ix_ml_training_jobs_tenant_id_dataset_id",
                table: "ml_training_jobs",
                columns: new[] { "tenant_id", "dataset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_training_jobs_tenant_id_model_version_id_created_at",
                table: "ml_training_jobs",
                columns: new[] { "tenant_id", "model_version_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ml_writers_tenant_id_seen_at",
                table: "ml_writers",
                columns: new[] { "tenant_id", "seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_model_aliases_tenant_id_model_name_alias_valid_from",
                table: "model_aliases",
                columns: new[] { "tenant_id", "model_name", "alias", "valid_from" });

            migrationBuilder.CreateIndex(
                name: "ix_model_aliases_tenant_id_model_version_id",
                table: "model_aliases",
                columns: new[] { "tenant_id", "model_version_id" });

            migrationBuilder.CreateIndex(
                name: "ux_model_aliases_one_open",
                table: "model_aliases",
                columns: new[] { "tenant_id", "model_name", "alias" },
                unique: true,
                filter: "valid_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_model_evaluations_tenant_id_dataset_id",
                table: "model_evaluations",
                columns: new[] { "tenant_id", "dataset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_evaluations_tenant_id_model_version_id_created_at",
                table: "model_evaluations",
                columns: new[] { "tenant_id", "model_version_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_model_stage_transitions_tenant_id_decision_id",
                table: "model_stage_transitions",
                columns: new[] { "tenant_id", "decision_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_stage_transitions_tenant_id_model_name_created_at",
                table: "model_stage_transitions",
                columns: new[] { "tenant_id", "model_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_model_stage_transitions_tenant_id_model_version_id",
                table: "model_stage_transitions",
                columns: new[] { "tenant_id", "model_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_versions_tenant_id_feature_schema_id",
                table: "model_versions",
                columns: new[] { "tenant_id", "feature_schema_id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_versions_tenant_id_model_name_model_version",
                table: "model_versions",
                columns: new[] { "tenant_id", "model_name", "model_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_model_versions_one_in_production",
                table: "model_versions",
                columns: new[] { "tenant_id", "model_name", "production_slot" },
                unique: true,
                filter: "stage = 'Production'");

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_metrics_tenant_id_timestamp",
                table: "monitoring_metrics",
                columns: new[] { "tenant_id", "timestamp" });

            migrationBuilder.CreateIndex(
                name: "ux_monitoring_metrics_timestamp",
                table: "monitoring_metrics",
                columns: new[] { "tenant_id", "timestamp" },
                unique: true,
                filter: "monitor_id is null");

            migrationBuilder.CreateIndex(
                name: "ux_monitoring_metrics_window",
                table: "monitoring_metrics",
                columns: new[] { "tenant_id", "monitor_id", "timestamp" },
                unique: true,
                filter: "monitor_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_pattern_occurrences_tenant_id_pattern_id_created_at",
                table: "pattern_occurrences",
                columns: new[] { "tenant_id", "pattern_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_query_performance_logs_tenant_id_fingerprint_created_at",
                table: "query_performance_logs",
                columns: new[] { "tenant_id", "fingerprint", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_proposed",
                table: "recommendations",
                columns: new[] { "tenant_id", "created_at" },
                filter: "status = 'proposed'");

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_tenant_id_pattern_id",
                table: "recommendations",
                columns: new[] { "tenant_id", "pattern_id" });

            migrationBuilder.CreateIndex(
                name: "ix_resource_utilization_tenant_id_kind_resource_created_at",
                table: "resource_utilization",
                columns: new[] { "tenant_id", "kind", "resource", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_decisions_tenant_id_candidate_version_id",
                table: "retraining_decisions",
                columns: new[] { "tenant_id", "candidate_version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_decisions_tenant_id_model_name_timestamp",
                table: "retraining_decisions",
                columns: new[] { "tenant_id", "model_name", "timestamp" });

            migrationBuilder.CreateIndex(
                name: "ix_retraining_decisions_tenant_id_timestamp",
                table: "retraining_decisions",
                columns: new[] { "tenant_id", "timestamp" });

            migrationBuilder.CreateIndex(
                name: "ux_retraining_decisions_one_answer",
                table: "retraining_decisions",
                columns: new[] { "tenant_id", "answers_decision_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_system_performance_metrics_tenant_id_source_metric_name_cre_",
                table: "system_performance_metrics",
                columns: new[] { "tenant_id", "source", "metric_name", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_training_datasets_tenant_id_name_version",
                table: "training_datasets",
                columns: new[] { "tenant_id", "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_session_learning_events_tenant_id_session_id",
                table: "user_session_learning_events",
                columns: new[] { "tenant_id", "session_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ab_testing_results")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ai_gm_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "capacity_planning_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"capacity_planning_metrics\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "code_evaluations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "code_roach_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "daisy_chain_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "data_quality_results")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "first_mate_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "game_app_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "git_operation_learning_events")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "llm_interactions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_access_tokens");

            migrationBuilder.DropTable(
                name: "ml_alert_deliveries")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_alert_states")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_audit_log")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_audit_log\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_audit_log_login()\"}");

            migrationBuilder.DropTable(
                name: "ml_chain_heads")
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_chain_links")
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_configurations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_dead_letters")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_drift_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_feature_baselines")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_feature_sketches")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_feature_store")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_feature_store\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "ml_feedback")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"prediction_id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "ml_health_snapshots")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_job_runs")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_jobs")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_label_policies")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_legal_holds")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:keep_legal_hold", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"WHEN (OLD.released_at IS NOT NULL\\n    OR (OLD.tenant_id, OLD.id, OLD.created_at, OLD.reason, OLD.placed_by) IS DISTINCT FROM\\n        (NEW.tenant_id, NEW.id, NEW.created_at, NEW.reason, NEW.placed_by)\\n    OR (OLD.model_name, OLD.window_start, OLD.window_end, OLD.prediction_id) IS DISTINCT FROM\\n        (NEW.model_name, NEW.window_start, NEW.window_end, NEW.prediction_id)) EXECUTE FUNCTION mlops_keep_legal_hold()\"}")
                .Annotation("MlOps:Trigger:set_placed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_legal_holds_placed_login()\"}")
                .Annotation("MlOps:Trigger:set_released_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_legal_holds_released_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_logins")
                .Annotation("MlOps:BoundRole", "mlops_bound");

            migrationBuilder.DropTable(
                name: "ml_performance_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_reopened_windows")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_retention_policies")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_retraining_deliveries")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_retraining_policies")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_policies_changed_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_schema_features")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_serving_periods")
                .Annotation("MlOps:Exclusion:ex_ml_serving_periods_no_overlaps", "{\"Equal\":[\"tenant_id\",\"model_name\"],\"From\":\"served_from\",\"To\":\"served_to\"}")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_shadow_scores")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"prediction_id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "ml_slices")
                .Annotation("MlOps:Grant:mlops_app", "SELECT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT");

            migrationBuilder.DropTable(
                name: "ml_tenants")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_training_jobs")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_writers")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "model_aliases")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_closed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_closed_login()\"}")
                .Annotation("MlOps:Trigger:set_set_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_aliases_set_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "model_evaluations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "model_stage_transitions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:link", "{\"When\":\"AFTER INSERT\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_stage_transitions_link()\"}")
                .Annotation("MlOps:Trigger:set_changed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_stage_transitions_changed_login()\"}");

            migrationBuilder.DropTable(
                name: "oracle_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "pattern_occurrences")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"pattern_occurrences\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "policy_ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "query_performance_logs")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"query_performance_logs\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "recommendations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "resource_utilization")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"resource_utilization\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "system_performance_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"system_performance_metrics\",\"Column\":\"id\",\"Interval\":1,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "user_session_learning_events")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":null}");

            migrationBuilder.DropTable(
                name: "ab_testing_variants")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "data_quality_checks")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "evolution_individuals")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:find_generation", "{\"When\":\"BEFORE INSERT\",\"Action\":\"WHEN (NEW.experiment_id IS NULL OR NEW.generation_number IS NULL) EXECUTE FUNCTION mlops_find_generation()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_alerts")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_acknowledged_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_acknowledged_login()\"}")
                .Annotation("MlOps:Trigger:set_resolved_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_alerts_resolved_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_feature_bins")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_sketched_spans")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "monitoring_metrics")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_retraining_requests")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_closed_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_requests_closed_login()\"}")
                .Annotation("MlOps:Trigger:set_requested_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_retraining_requests_requested_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_features")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "training_datasets")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_predictions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"ml_predictions\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}")
                .Annotation("MlOps:Trigger:set_label_received_at", "{\"When\":\"BEFORE UPDATE OF labelled_at, label_received_at\",\"Action\":\"EXECUTE FUNCTION mlops_set_ml_predictions_label_received_at()\"}")
                .Annotation("MlOps:Trigger:set_labelled_at", "{\"When\":\"BEFORE INSERT\",\"Action\":\"WHEN (NEW.labelled_at IS NULL AND NEW.actual_value IS NOT NULL) EXECUTE FUNCTION mlops_set_labelled_at()\"}");

            migrationBuilder.DropTable(
                name: "identified_patterns")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "learning_events")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:PartitionGrant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Slice", "{\"Root\":\"learning_events\",\"Column\":\"id\",\"Interval\":0,\"TimeColumn\":\"created_at\"}");

            migrationBuilder.DropTable(
                name: "ab_testing_experiments")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "evolution_generations")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_alert_rules")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_monitors")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "retraining_decisions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:find_rejection_reasons", "{\"When\":\"BEFORE INSERT\",\"Action\":\"WHEN (NEW.action = \\u0027reject\\u0027 AND cardinality(NEW.rejection_reasons) = 0) EXECUTE FUNCTION mlops_find_rejection_reasons()\"}")
                .Annotation("MlOps:Trigger:link", "{\"When\":\"AFTER INSERT\",\"Action\":\"EXECUTE FUNCTION mlops_set_retraining_decisions_link()\"}")
                .Annotation("MlOps:Trigger:set_decided_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_retraining_decisions_decided_login()\"}");

            migrationBuilder.DropTable(
                name: "evolution_experiments")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "model_versions")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:ReadByOwner", "mlops_owner")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_promoted_login", "{\"When\":\"BEFORE INSERT OR UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_model_versions_promoted_login()\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.DropTable(
                name: "ml_feature_schemas")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}");

            migrationBuilder.DropTable(
                name: "ml_models")
                .Annotation("MlOps:Grant:mlops_app", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:Grant:mlops_reader", "SELECT")
                .Annotation("MlOps:Grant:mlops_service", "SELECT, INSERT, UPDATE, DELETE")
                .Annotation("MlOps:RowSecurity", "{\"Column\":\"tenant_id\",\"BoundRole\":\"mlops_bound\"}")
                .Annotation("MlOps:Trigger:set_updated_at", "{\"When\":\"BEFORE UPDATE\",\"Action\":\"EXECUTE FUNCTION mlops_set_updated_at()\"}");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("MlOps:Function:applied_migrations()", "RETURNS TABLE (version text, name text, product_version text)\nLANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$\nBEGIN\n    IF to_regclass('public.mlops_migrations_history') IS NOT NULL THEN\n        RETURN QUERY EXECUTE\n            'SELECT split_part(\"MigrationId\", ''_'', 1), substr(\"MigrationId\", strpos(\"MigrationId\", ''_'') + 1), \"ProductVersion\"::text\n            FROM public.mlops_migrations_history ORDER BY \"MigrationId\"';\n    END IF;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_beta(a double precision, b double precision, x double precision, y double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN NOT (a > 0 AND a < 1e300 AND b > 0 AND b < 1e300 AND x >= 0 AND x <= 1 AND y >= 0 AND y <= 1) THEN NULL\n        WHEN x = 0 THEN 0\n        WHEN y = 0 THEN 1\n        WHEN (a + b) * y >= b THEN mlops_beta_fraction(a, b, x, y)\n        ELSE 1 - mlops_beta_fraction(b, a, y, x) END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_beta_fraction(a double precision, b double precision, x double precision, y double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    excess double precision := CASE WHEN x < y THEN a - (a + b) * x ELSE (a + b) * y - b END;\n    denominator double precision := 1 / greatest(a / (a + 1) * (excess + 1), 1e-300::float8);\n    numerator double precision := 'Infinity';\n    fraction double precision := denominator;\n    n integer := 1;\n    middle double precision;\n    change double precision;\n    part double precision;\n    factor double precision;\nBEGIN\n    LOOP\n        middle := a + 2 * n - 1;\n        change := n * (b - n) * x / middle;\n        part := CASE WHEN abs(change) < 1e-100::float8 OR x < 1e-100::float8 THEN 0\n            ELSE (a + n - 1) / middle * (a + b + n - 1) * change * x END;\n        change := n + change + (a + n) / (middle + 2) * (excess + 1 + n * (1 + y));\n        denominator := part * denominator + change;\n        denominator := 1 / CASE WHEN abs(denominator) < 1e-300::float8 THEN 1e-300::float8 ELSE denominator END;\n        numerator := change + part / numerator;\n        IF abs(numerator) < 1e-300::float8 THEN\n            numerator := 1e-300;\n        END IF;\n        factor := denominator * numerator;\n        fraction := fraction * factor;\n        EXIT WHEN abs(factor - 1) <= 4e-16::float8;\n        n := n + 1;\n    END LOOP;\n    RETURN mlops_exp(mlops_ln_beta_prefix(a, b, x, y) + ln(fraction));\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_bound_tenant()", "RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\nRETURN (\n    SELECT session.tenant FROM (SELECT current_setting('mlops.tenant_id')::uuid AS tenant) AS session\n    WHERE EXISTS (SELECT 1 FROM ml_logins WHERE login = session_user AND tenant_id = session.tenant)\n        OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper))")
                .OldAnnotation("MlOps:Function:mlops_bucket_limits(edges double precision[])", "RETURNS double precision[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT '-1.7976931348623157e308'::double precision || edges || 'Infinity'::double precision\n$function$")
                .OldAnnotation("MlOps:Function:mlops_categories(service text, feature text, from_time timestamptz, to_time timestamptz, segment text DEFAULT NULL, segment_cap integer DEFAULT 20, top integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, missing bigint, distinct_count bigint, categories text[], category_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    PERFORM mlops_require_feature(feature, false, 'feature of the profile');\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, NULL, NULL) AS s;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.name, s.kind, coalesce(c.n, 0)::bigint, coalesce(c.missing, 0)::bigint, coalesce(c.kinds, 0), coalesce(c.categories, '{}'), coalesce(c.counts, '{}')\n        FROM unnest($7, $8, $9) AS s (at, kind, name)\n        LEFT JOIN (\n            SELECT c.at, sum(c.n) AS n, sum(c.n) FILTER (WHERE c.v1 IS NULL) AS missing, count(c.v1) AS kinds,\n                array_agg(c.v1 ORDER BY c.place) FILTER (WHERE c.v1 IS NOT NULL AND c.place <= $10) AS categories,\n                array_agg(c.n ORDER BY c.place) FILTER (WHERE c.v1 IS NOT NULL AND c.place <= $10) AS counts\n            FROM (\n                SELECT r.at, r.v1, count(*) AS n, row_number() OVER (PARTITION BY r.at ORDER BY r.v1 IS NULL, count(*) DESC, r.v1 COLLATE \"C\") AS place\n                FROM (%s) AS r\n                GROUP BY r.at, r.v1) AS c\n            GROUP BY c.at) AS c\n        ON c.at = s.at\n        ORDER BY s.at < 1, abs(s.at)\n        $sql$,\n        mlops_sample_sql(ARRAY[feature], false, segment, 'current'))\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, top;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_category(prediction ml_predictions, feature text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.categories[f.position]\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'category'\n        AND coalesce(array_upper(prediction.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(prediction.categories, 1), t.category_count) = t.category_count\n$function$")
                .OldAnnotation("MlOps:Function:mlops_chi_square(reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT t.statistic, CASE t.cells WHEN 1 THEN 1 ELSE mlops_chi_square_survival(t.statistic, t.cells - 1) END\n    FROM (\n        SELECT count(*) AS cells, sum(\n            (c.r - c.expected) * (c.r - c.expected) / c.expected\n            + (c.c - (c.r + c.c - c.expected)) * (c.c - (c.r + c.c - c.expected)) / (c.r + c.c - c.expected)) AS statistic\n        FROM (\n            SELECT u.r, u.c, (u.r + u.c) * (sum(u.r) OVER () / sum(u.r + u.c) OVER ()) AS expected,\n                sum(u.r) OVER () AS whole_r, sum(u.c) OVER () AS whole_c\n            FROM unnest(reference::double precision[], current::double precision[]) AS u (r, c) WHERE u.r + u.c > 0) AS c\n        WHERE c.whole_r > 0 AND c.whole_c > 0 AND cardinality(reference) = cardinality(current)) AS t\n$function$")
                .OldAnnotation("MlOps:Function:mlops_chi_square_fit(reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT t.statistic, CASE WHEN t.statistic IS NULL THEN NULL WHEN t.cells = 1 THEN 1 ELSE mlops_chi_square_survival(t.statistic, t.cells - 1) END\n    FROM (\n        SELECT count(*) AS cells, CASE WHEN min(c.expected) > 0 THEN\n            sum((c.c - c.expected) * (c.c - c.expected) / CASE WHEN c.expected > 0 THEN c.expected ELSE 1 END) END AS statistic\n        FROM (\n            SELECT u.c, u.r * (sum(u.c) OVER () / nullif(sum(u.r) OVER (), 0)) AS expected\n            FROM unnest(reference::double precision[], current::double precision[]) AS u (r, c) WHERE u.r + u.c > 0) AS c\n        WHERE cardinality(reference) = cardinality(current)) AS t\n$function$")
                .OldAnnotation("MlOps:Function:mlops_chi_square_survival(x double precision, degrees_of_freedom double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT mlops_gamma_upper(degrees_of_freedom / 2, x / 2)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_compare_bins(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], method text, edges double precision[])", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nDECLARE\n    ats integer[];\n    bins text[];\nBEGIN\n    IF edges IS NOT NULL THEN\n        edges := mlops_fixed_bins(edges);\n    END IF;\n    WITH ranges AS (\n        SELECT r.at, r.i, min(r.lowest) AS lowest, max(r.highest) AS highest, sum(r.count)::bigint AS n\n        FROM mlops_ranges(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS r\n        GROUP BY r.at, r.i\n    ), chosen AS (\n        SELECT r.at, r.i, CASE\n            WHEN mlops_compare_bins.edges IS NOT NULL THEN mlops_compare_bins.edges\n            ELSE mlops_equal_bins(r.lowest, r.highest, mlops_sturges(r.n)) END AS edges\n        FROM ranges AS r\n        WHERE method NOT LIKE '%doane%' AND method <> 'psi_deciles'\n        UNION ALL\n        SELECT r.at, r.i, CASE WHEN d.quantiles IS NOT NULL THEN mlops_fixed_bins(d.quantiles) END\n        FROM ranges AS r\n        LEFT JOIN mlops_quantiles(\n            sample, features, service, from_time, to_time, reference_from, reference_to, segment_names,\n            '{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}') AS d ON d.at = r.at AND d.i = r.i AND NOT d.is_current\n        WHERE method = 'psi_deciles'\n        UNION ALL\n        SELECT r.at, r.i, d.edges\n        FROM ranges AS r\n        LEFT JOIN mlops_doane_bins(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS d ON d.at = r.at AND d.i = r.i\n        WHERE method LIKE '%doane%'\n    )\n    SELECT array_agg(c.at ORDER BY c.at), array_agg(c.edges ORDER BY c.at) INTO ats, bins\n    FROM (\n        SELECT c.at, array_agg(coalesce(c.edges, '{}')::text ORDER BY c.i) AS edges\n        FROM chosen AS c\n        GROUP BY c.at) AS c;\n    RETURN QUERY\n    SELECT b.at, b.i, method, t.statistic, t.p_value, b.reference_size, b.current_size, CASE WHEN t.statistic IS NOT NULL THEN b.bin_edges END,\n        NULL::text[], CASE WHEN t.statistic IS NOT NULL THEN b.reference_counts END, CASE WHEN t.statistic IS NOT NULL THEN b.current_counts END\n    FROM mlops_count_bins(\n        sample, features, service, from_time, to_time, reference_from, reference_to, segment_names, ats, bins,\n        CASE WHEN method = 'psi_deciles' OR mlops_compare_bins.edges IS NOT NULL THEN 'open' WHEN method LIKE '%doane%' THEN 'leftover' ELSE 'closed' END) AS b\n    LEFT JOIN LATERAL mlops_compare_counts(method, b.reference_counts, b.current_counts) AS t\n    ON b.bin_edges IS NOT NULL AND b.reference_size > 0 AND b.current_size > 0;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_compare_categories(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], method text)", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nBEGIN\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.at, s.i, $7, t.statistic, t.p_value, s.r_size, s.c_size, NULL::double precision[],\n            CASE WHEN t.statistic IS NOT NULL THEN s.categories END, CASE WHEN t.statistic IS NOT NULL THEN s.r END, CASE WHEN t.statistic IS NOT NULL THEN s.c END\n        FROM (\n            SELECT c.at, c.i, sum(c.r)::bigint AS r_size, sum(c.c)::bigint AS c_size, array_agg(c.v ORDER BY c.v COLLATE \"C\") AS categories,\n                array_agg(c.r ORDER BY c.v COLLATE \"C\") AS r, array_agg(c.c ORDER BY c.v COLLATE \"C\") AS c\n            FROM (\n                SELECT l.at, l.i, l.v, count(*) FILTER (WHERE NOT l.is_current) AS r, count(*) FILTER (WHERE l.is_current) AS c\n                FROM (%s) AS l\n                WHERE l.v IS NOT NULL\n                GROUP BY l.at, l.i, l.v) AS c\n            GROUP BY c.at, c.i) AS s\n        CROSS JOIN LATERAL mlops_compare_counts($7, s.r, s.c) AS t\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, method;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_compare_counts(method text, reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    CASE method\n        WHEN 'psi_sturges', 'psi_categories', 'psi_named' THEN statistic := mlops_psi(reference, current);\n        WHEN 'psi_deciles', 'psi_edges' THEN statistic := mlops_psi(reference, current, 0.0001);\n        WHEN 'psi_categories_floor' THEN statistic := mlops_psi(reference, current, 0.01);\n        WHEN 'kl_sturges' THEN statistic := mlops_kl(reference, current);\n        WHEN 'js_nat', 'js_categories_nat' THEN statistic := mlops_js(reference, current);\n        WHEN 'js_bit', 'js_doane_bit', 'js_edges_bit', 'js_categories_bit', 'js_named_bit' THEN statistic := mlops_js(reference, current, true);\n        WHEN 'hellinger', 'hellinger_doane', 'hellinger_edges', 'hellinger_categories', 'hellinger_named' THEN statistic := mlops_hellinger(reference, current);\n        WHEN 'l_infinity' THEN statistic := mlops_l_infinity(reference, current);\n        WHEN 'total_variation' THEN statistic := mlops_total_variation(reference, current);\n        WHEN 'chi_square_fit' THEN SELECT t.* INTO statistic, p_value FROM mlops_chi_square_fit(reference, current) AS t;\n        WHEN 'chi_square' THEN SELECT t.* INTO statistic, p_value FROM mlops_chi_square(reference, current) AS t;\n        WHEN 'cramers_v' THEN SELECT t.* INTO statistic, p_value FROM mlops_cramers_v(reference, current) AS t;\n        ELSE RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('The method %L compares no counts.', method);\n    END CASE;\n    RETURN NEXT;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_compare_means(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nBEGIN\n    RETURN QUERY\n    SELECT s.at, s.i, 'mean_difference', t.statistic, t.p_value, coalesce(s.r_size, 0), coalesce(s.c_size, 0),\n        NULL::double precision[], NULL::text[], NULL::bigint[], NULL::bigint[]\n    FROM (\n        SELECT m.at, m.i,\n            max(m.count) FILTER (WHERE NOT m.is_current) AS r_size, max(m.count) FILTER (WHERE m.is_current) AS c_size,\n            max(m.mean) FILTER (WHERE NOT m.is_current) AS r_mean, max(m.mean) FILTER (WHERE m.is_current) AS c_mean,\n            max(m.deviation) FILTER (WHERE NOT m.is_current) AS r_deviation, max(m.deviation) FILTER (WHERE m.is_current) AS c_deviation\n        FROM mlops_moments(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS m\n        GROUP BY m.at, m.i) AS s\n    CROSS JOIN LATERAL mlops_mean_difference(s.r_size, s.r_mean, s.r_deviation, s.c_size, s.c_mean, s.c_deviation) AS t;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_compare_values(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], method text)", "RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$\nBEGIN\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH counted AS (\n            SELECT l.at, l.i, l.v, CASE WHEN abs(l.v) < 1e-305 THEN 0 ELSE l.v / 4 END AS quarter,\n                (count(*) FILTER (WHERE NOT l.is_current))::double precision AS r, (count(*) FILTER (WHERE l.is_current))::double precision AS c\n            FROM (%s) AS l\n            WHERE l.v > '-Infinity' AND l.v < 'Infinity'\n            GROUP BY l.at, l.i, l.v\n        ), walked AS (\n            SELECT c.at, c.i, c.quarter, sum(c.r) OVER walk AS r, sum(c.c) OVER walk AS c, lead(c.quarter) OVER walk - c.quarter AS step,\n                sum(c.r) OVER (PARTITION BY c.at, c.i) AS r_size, sum(c.c) OVER (PARTITION BY c.at, c.i) AS c_size\n            FROM counted AS c\n            WINDOW walk AS (PARTITION BY c.at, c.i ORDER BY c.v)\n        ), measured AS (\n            SELECT w.at, w.i, w.r_size::bigint, w.c_size::bigint, w.r_size * w.c_size AS pairs,\n                max(abs(w.r * w.c_size - w.c * w.r_size)) AS distance, max(w.quarter) - min(w.quarter) AS range,\n                CASE WHEN coalesce(max(w.step), 0) <= 4.49423283715579e307 THEN coalesce(sum(CASE WHEN w.step > 1e-290\n                    THEN abs(w.r / nullif(w.r_size, 0) - w.c / nullif(w.c_size, 0)) * w.step ELSE 0 END), 0) END AS area\n            FROM walked AS w\n            GROUP BY w.at, w.i, w.r_size, w.c_size\n        ), named AS (\n            SELECT m.*, CASE WHEN $7 = 'ks_exact' AND m.pairs > 250000 THEN 'ks_asymp' ELSE $7 END AS method, d.deviation\n            FROM measured AS m\n            LEFT JOIN (\n                SELECT s.at, s.i, coalesce(s.deviation, 0) * sqrt((s.count - 1)::double precision / s.count) AS deviation\n                FROM mlops_moments($8, $9, $1, $2, $3, $4, $5, $6) AS s\n                WHERE $7 = 'wasserstein_normed' AND NOT s.is_current AND s.mean IS NOT NULL) AS d\n            ON d.at = m.at AND d.i = m.i\n        )\n        SELECT n.at, n.i, n.method,\n            CASE WHEN n.pairs > 0 THEN CASE\n                WHEN n.method IN ('ks_exact', 'ks_asymp') THEN n.distance / n.pairs\n                WHEN n.method = 'wasserstein' AND n.area <= 4.49423283715579e307 THEN n.area * 4\n                WHEN n.method = 'wasserstein_normed' AND n.deviation IS NOT NULL THEN mlops_quotient(n.area, greatest(0.001, n.deviation) / 4)\n                WHEN n.method = 'wasserstein_scaled' THEN CASE WHEN n.range = 0 THEN 0\n                    WHEN n.range <= 4.49423283715579e307 THEN mlops_quotient(n.area, n.range) END END END,\n            CASE WHEN n.pairs > 0 THEN CASE n.method\n                WHEN 'ks_exact' THEN mlops_ks_exact(n.r_size, n.c_size, n.distance::bigint)\n                WHEN 'ks_asymp' THEN mlops_ks_asymp(n.r_size, n.c_size, n.distance::bigint) END END,\n            n.r_size, n.c_size, NULL::double precision[], NULL::text[], NULL::bigint[], NULL::bigint[]\n        FROM named AS n\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, method, sample, features;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_count_bins(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], ats integer[], bins text[], ends text)", "RETURNS TABLE (at integer, i integer, reference_size bigint, current_size bigint, bin_edges double precision[],\n    reference_counts bigint[], current_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off SET extra_float_digits = 1 AS $function$\nDECLARE\n    limits text[] := (\n        SELECT array_agg(l.limits ORDER BY l.place)\n        FROM (\n            SELECT a.place, array_agg(mlops_bucket_limits(bins[a.place][n]::double precision[])::text ORDER BY n) AS limits\n            FROM generate_subscripts(ats, 1) AS a (place)\n            CROSS JOIN generate_series(1, features) AS n\n            GROUP BY a.place) AS l);\n    buckets bigint := 1 + (SELECT max(cardinality(l.limits::double precision[])) FROM unnest(limits) AS l (limits));\n    together integer := CASE WHEN buckets <= 64 THEN 2 ELSE 1 END;\n    combinations bigint := power(buckets, together);\n    codes bigint := (features + together - 1) / together * combinations;\nBEGIN\n    IF buckets IS NULL THEN\n        RETURN;\n    END IF;\n    RETURN QUERY EXECUTE (\n        SELECT format(\n            $sql$\n            WITH bins AS MATERIALIZED (\n                SELECT a.at, i.i, b.edges, cardinality(b.edges) AS n, (a.place - 1) * 2 * $10 + i.i - 1 AS r, (a.place - 1) * 2 * $10 + $10 + i.i - 1 AS c\n                FROM unnest($7) WITH ORDINALITY AS a (at, place)\n                CROSS JOIN generate_series(1, $10) AS i (i)\n                CROSS JOIN LATERAL (SELECT ($8)[a.place][i.i]::double precision[] AS edges) AS b\n            ), coded AS MATERIALIZED (\n                SELECT r.code, count(*) AS n\n                FROM (SELECT %s + CASE WHEN r.is_current THEN $14 ELSE 0 END + unnest(ARRAY[%s]) AS code FROM (%s) AS r %s) AS r\n                GROUP BY r.code\n            ), single AS MATERIALIZED (\n                SELECT c.code / $14 * $10 + c.code %% $14 / $13 * $12 + h.half AS feature,\n                    c.code %% $13 / CASE WHEN h.half = $12 - 1 THEN 1 ELSE $11 END %% $11 AS bucket, sum(c.n) AS n\n                FROM coded AS c\n                CROSS JOIN generate_series(0, $12 - 1) AS h (half)\n                WHERE c.code %% $14 / $13 * $12 + h.half < $10\n                GROUP BY 1, 2\n            ), counted AS (\n                SELECT b.at, b.i, %s AS bin, sum(r.n) AS r, sum(c.n) AS c\n                FROM bins AS b\n                CROSS JOIN LATERAL generate_series(1, b.n + 1) AS g (bucket)\n                LEFT JOIN single AS r ON r.feature = b.r AND r.bucket = g.bucket\n                LEFT JOIN single AS c ON c.feature = b.c AND c.bucket = g.bucket\n                GROUP BY 1, 2, 3\n            ), listed AS (\n                SELECT b.at, b.i, b.n, b.edges, coalesce(sum(c.r), 0)::bigint AS r_size, coalesce(sum(c.c), 0)::bigint AS c_size,\n                    array_agg(coalesce(c.r, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS r,\n                    array_agg(coalesce(c.c, 0)::bigint ORDER BY c.bin) FILTER (WHERE c.bin > 0) AS c\n                FROM bins AS b\n                JOIN counted AS c ON c.at = b.at AND c.i = b.i\n                GROUP BY b.at, b.i, b.n, b.edges\n            )\n            SELECT l.at, l.i, l.r_size, l.c_size, CASE WHEN l.n > 0 THEN l.edges END,\n                CASE WHEN l.n > 0 THEN l.r END, CASE WHEN l.n > 0 THEN l.c END\n            FROM listed AS l\n            $sql$,\n            CASE WHEN cardinality(ats) = 1 THEN '0' ELSE 'b.base' END,\n            (SELECT string_agg(g.code, ', ') FROM (\n                SELECT (g.place * combinations)::text || string_agg(\n                    format(\n                        CASE WHEN ends = 'leftover'\n                            THEN ' + %3$s * coalesce(CASE WHEN r.v%1$s = (%2$s)[cardinality(%2$s) - 1] THEN greatest(cardinality(%2$s) - 2, 1) ELSE width_bucket(r.v%1$s, %2$s) END, 0)'\n                            ELSE ' + %3$s * coalesce(width_bucket(r.v%1$s, %2$s), 0)' END,\n                        n.n, CASE WHEN cardinality(ats) = 1 THEN format('%L::double precision[]', limits[1][n.n]) ELSE 'b.limits' || n.n END,\n                        CASE WHEN n.n = (g.place + 1) * together THEN 1 ELSE combinations / buckets END), '') AS code\n                FROM generate_series(0, (features - 1) / together) AS g (place)\n                JOIN generate_series(1, features) AS n (n) ON (n.n - 1) / together = g.place\n                GROUP BY g.place) AS g),\n            sample,\n            CASE WHEN cardinality(ats) > 1 THEN format(\n                $sql$\n                JOIN (SELECT a.at, (a.place - 1) * 2 * $14 AS base, %s FROM unnest($7) WITH ORDINALITY AS a (at, place) GROUP BY a.at, a.place) AS b\n                ON b.at = r.at\n                $sql$,\n                (SELECT string_agg(format('($9)[a.place][%s]::double precision[] AS limits%s', n, n), ', ' ORDER BY n) FROM generate_series(1, features) AS n)) END,\n            CASE WHEN ends = 'open' THEN 'g.bucket'\n                WHEN ends = 'leftover' THEN 'CASE WHEN g.bucket BETWEEN 2 AND b.n THEN g.bucket - 1 ELSE b.n END'\n                ELSE 'least(g.bucket, b.n) - 1' END))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, bins, limits, features, buckets, together, combinations, codes;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_cramers_v(reference bigint[], current bigint[])", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT sqrt(t.statistic / (SELECT sum(u.r + u.c)::double precision FROM unnest(reference, current) AS u (r, c))), t.p_value\n    FROM mlops_chi_square(reference, current) AS t\n$function$")
                .OldAnnotation("MlOps:Function:mlops_deviance(x double precision, mean double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    distance double precision := (x - mean) / (x + mean);\n    sum double precision := (x - mean) * distance;\n    power double precision := 2 * x * distance;\n    next double precision;\n    n integer := 3;\nBEGIN\n    IF abs(distance) >= 0.5::float8 THEN\n        RETURN x * ln(x / mean) + mean - x;\n    END IF;\n    LOOP\n        power := power * distance * distance;\n        next := sum + power / n;\n        IF next = sum THEN\n            RETURN sum;\n        END IF;\n        sum := next;\n        n := n + 2;\n    END LOOP;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_doane_bins(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, edges double precision[]) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nDECLARE\n    ats integer[];\n    numbers integer[];\n    counts bigint[];\n    lows double precision[];\n    highs double precision[];\n    means double precision[];\n    deviations double precision[];\nBEGIN\n    SELECT array_agg(m.at), array_agg(m.i), array_agg(m.count), array_agg(m.lowest), array_agg(m.highest), array_agg(m.unit_mean),\n        array_agg(coalesce(m.unit_deviation, 0) * sqrt((m.count - 1)::double precision / m.count))\n    INTO ats, numbers, counts, lows, highs, means, deviations\n    FROM mlops_moments(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS m\n    WHERE NOT m.is_current AND m.unit_mean IS NOT NULL;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.at, s.i, mlops_equal_bins(s.lowest, s.highest, 1 + CASE WHEN s.n > 2 AND s.deviation > 0 THEN\n            log(2::numeric, s.n::numeric)::double precision + ln(1 + CASE WHEN abs(k.skewness) < 1e-9 THEN 0 ELSE abs(k.skewness) END\n                / sqrt(6 * (s.n - 2) / ((s.n + 1) * (s.n + 3.0::double precision)))) / ln(2::double precision) ELSE 0 END)\n        FROM unnest($7, $8, $9, $10, $11, $13) AS s (at, i, n, lowest, highest, deviation)\n        LEFT JOIN (\n            SELECT l.at, l.i, sum(l.z * l.z * l.z / l.n) AS skewness\n            FROM (\n                SELECT l.at, l.i, s.n, (CASE WHEN s.range < 1e-290 OR l.v - s.lowest > s.range / 1e30 THEN (l.v - s.lowest) / s.range ELSE 0 END\n                    - s.mean) / s.deviation AS z\n                FROM (%s) AS l\n                JOIN (SELECT s.*, s.highest - s.lowest AS range\n                    FROM unnest($7, $8, $9, $10, $11, $12, $13) AS s (at, i, n, lowest, highest, mean, deviation)) AS s\n                ON s.at = l.at AND s.i = l.i\n                WHERE NOT l.is_current AND l.v > '-Infinity' AND l.v < 'Infinity' AND s.deviation > 0) AS l\n            GROUP BY l.at, l.i) AS k\n        ON k.at = s.at AND k.i = s.i\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, numbers, counts, lows, highs, means, deviations;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_drift(service text, feature text, from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz, method text DEFAULT 'psi_sturges', segment text DEFAULT NULL, segment_cap integer DEFAULT 20, edges double precision[] DEFAULT NULL, hashes boolean DEFAULT false)", "RETURNS TABLE (segment_name text, segment_kind text, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[], reference_hash bigint, current_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    RETURN QUERY\n    SELECT d.segment_name, d.segment_kind, d.used_method, d.statistic, d.p_value, d.reference_size, d.current_size,\n        d.bin_edges, d.categories, d.reference_counts, d.current_counts, d.reference_hash, d.current_hash\n    FROM mlops_drifts(\n        service, from_time, to_time, reference_from, reference_to, method, ARRAY[feature], segment, segment_cap, edges, hashes) AS d;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_drift_methods(for_numbers boolean)", "RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN for_numbers\n        THEN ARRAY['hellinger', 'hellinger_doane', 'hellinger_edges', 'js_bit', 'js_doane_bit', 'js_edges_bit', 'js_nat', 'kl_sturges',\n            'ks_asymp', 'ks_exact',\n            'mean_difference', 'psi_deciles', 'psi_edges', 'psi_sturges', 'wasserstein', 'wasserstein_normed', 'wasserstein_scaled']\n        ELSE ARRAY['chi_square', 'chi_square_fit', 'cramers_v', 'hellinger_categories', 'js_categories_bit', 'js_categories_nat',\n            'l_infinity', 'psi_categories', 'psi_categories_floor', 'total_variation'] END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_drifts(service text, from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz, method text DEFAULT 'psi_sturges', features text[] DEFAULT NULL, segment text DEFAULT NULL, segment_cap integer DEFAULT 20, edges double precision[] DEFAULT NULL, hashes boolean DEFAULT false)", "RETURNS TABLE (feature_name text, segment_name text, segment_kind text, used_method text, statistic double precision, p_value double precision,\n    reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],\n    reference_counts bigint[], current_counts bigint[], reference_hash bigint, current_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nDECLARE\n    is_number boolean := method = ANY (mlops_drift_methods(true));\n    sample text;\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_method(method, edges);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_window('reference window', reference_from, reference_to);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    features := coalesce(features, mlops_features_of(service, from_time, to_time, is_number));\n    PERFORM mlops_require_feature(f.name, is_number, 'feature of the method ' || method) FROM unnest(features) AS f (name);\n    IF cardinality(features) = 0 THEN\n        RETURN;\n    END IF;\n\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, reference_from, reference_to) AS s;\n    sample := mlops_sample_sql(features, is_number, segment, mlops_windows(from_time, to_time, reference_from, reference_to));\n    RETURN QUERY\n    WITH compared AS MATERIALIZED (\n        SELECT c.* FROM mlops_compare_categories(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method) AS c\n        WHERE NOT is_number\n        UNION ALL\n        SELECT c.* FROM mlops_compare_means(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named) AS c\n        WHERE method = 'mean_difference'\n        UNION ALL\n        SELECT c.* FROM mlops_compare_values(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method) AS c\n        WHERE method LIKE 'ks\\_%' OR method LIKE 'wasserstein%'\n        UNION ALL\n        SELECT c.* FROM mlops_compare_bins(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, method, edges) AS c\n        WHERE is_number AND method <> 'mean_difference' AND method NOT LIKE 'ks\\_%' AND method NOT LIKE 'wasserstein%'\n    ), hashed AS MATERIALIZED (\n        SELECT h.* FROM mlops_hash_values(sample, cardinality(features), service, from_time, to_time, reference_from, reference_to, named, is_number) AS h\n        WHERE hashes\n    )\n    SELECT f.name, s.name, s.kind, coalesce(c.used_method, method), c.statistic, c.p_value, coalesce(c.reference_size, 0), coalesce(c.current_size, 0),\n        c.bin_edges, c.categories, c.reference_counts, c.current_counts,\n        CASE WHEN hashes THEN coalesce(h.reference_hash, 0) END, CASE WHEN hashes THEN coalesce(h.current_hash, 0) END\n    FROM unnest(features) WITH ORDINALITY AS f (name, i)\n    CROSS JOIN unnest(ats, kinds, names) AS s (at, kind, name)\n    LEFT JOIN compared AS c ON c.at = s.at AND c.i = f.i\n    LEFT JOIN hashed AS h ON h.at = s.at AND h.i = f.i\n    ORDER BY f.i, s.at < 1, abs(s.at);\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_durbin_cdf(distance double precision, count bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    middle integer := ceil(count * distance);\n    size integer := 2 * middle - 1;\n    rest double precision := middle - count * distance;\n    factorials double precision[] := array_fill(1::float8, ARRAY[size + 1]);\n    powers double precision[] := array_fill(rest, ARRAY[size + 1]);\n    edge double precision[] := array_fill(0::float8, ARRAY[size]);\n    vector double precision[] := array_fill(0::float8, ARRAY[size]);\n    product double precision[];\n    corner double precision;\n    value double precision;\nBEGIN\n    FOR n IN 1..size LOOP\n        factorials[n + 1] := factorials[n] / n;\n        powers[n + 1] := CASE WHEN powers[n] < 1e-200::float8 THEN 0 ELSE powers[n] * rest END;\n    END LOOP;\n    -- All weights are 1 except for the first column and the last line, where the limits cut a part away.\n    corner := 1 - 2 * powers[size] + CASE WHEN 2 * rest > 1 THEN mlops_exp(size * ln(2 * rest - 1)) ELSE 0 END;\n    vector[middle] := 1;\n    FOR step IN 1..count LOOP\n        product := edge;\n        FOR line IN 1..size LOOP\n            value := vector[line] * step / count;\n            CONTINUE WHEN value = 0;\n            product[1] := product[1] + value * factorials[line + 1] * CASE WHEN line = size THEN corner ELSE 1 - powers[line] END;\n            FOR col IN 2..least(line + 1, size) LOOP\n                product[col] := product[col]\n                    + value * factorials[line - col + 2] * CASE WHEN line = size THEN 1 - powers[size - col + 1] ELSE 1 END;\n            END LOOP;\n        END LOOP;\n        vector := product;\n    END LOOP;\n    RETURN vector[middle];\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_equal_bins(lowest double precision, highest double precision, wanted double precision)", "RETURNS double precision[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    width double precision := mlops_range(lowest, highest);\n    bins integer := 1;\nBEGIN\n    IF width = 'Infinity' THEN\n        RETURN NULL;\n    ELSIF width = 0 THEN\n        RETURN ARRAY[lowest - 0.5::float8, highest + 0.5::float8];\n    ELSIF width > 1e-300::float8 OR width * 2 > wanted * 5e-324::float8 THEN\n        bins := ceil(width / (width / wanted));\n    END IF;\n    width := width / bins;\n    RETURN ARRAY(SELECT lowest + n * width FROM generate_series(0, bins - 1) AS n ORDER BY n) || highest;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_exp(x double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN x < -745 THEN 0 ELSE exp(x) END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_feature(prediction ml_predictions, feature text)", "RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT prediction.features[f.position]\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    WHERE f.tenant_id = prediction.tenant_id AND f.schema_id = prediction.feature_schema_id\n        AND f.name = feature AND f.type = 'number'\n        AND coalesce(array_upper(prediction.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(prediction.categories, 1), t.category_count) = t.category_count\n$function$")
                .OldAnnotation("MlOps:Function:mlops_features_of(service text, from_time timestamptz, to_time timestamptz, are_numbers boolean)", "RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    session_tenant uuid := nullif(current_setting('mlops.tenant_id', true), '')::uuid;\nBEGIN\n    RETURN ARRAY(\n        SELECT n.name FROM (\n            SELECT f.name AS name, min(f.ordinal) AS ordinal\n            FROM ml_schema_features AS f\n            JOIN (\n                SELECT DISTINCT p.tenant_id AS tenant, p.feature_schema_id AS schema\n                FROM ml_predictions AS p\n                WHERE p.service_name = service AND p.created_at >= from_time AND p.created_at < to_time\n                    AND (session_tenant IS NULL OR p.tenant_id = session_tenant)) AS s\n            ON s.tenant = f.tenant_id AND s.schema = f.schema_id\n            WHERE f.type = CASE WHEN are_numbers THEN 'number' ELSE 'category' END\n            GROUP BY f.name) AS n\n        ORDER BY n.ordinal, n.name);\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_fill_zeros(shares double precision[])", "RETURNS double precision[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT ARRAY(\n        SELECT CASE WHEN s.share > 0 THEN s.share WHEN l.smallest <= 0.0001 THEN l.smallest * 1e-6 ELSE 0.0001 END\n        FROM unnest(shares) WITH ORDINALITY AS s (share, at) ORDER BY s.at)\n    FROM (SELECT min(s.share) AS smallest FROM unnest(shares) AS s (share) WHERE s.share > 0) AS l\n$function$")
                .OldAnnotation("MlOps:Function:mlops_find_access_token(hash bytea)", "RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE\nRETURN (\n    SELECT jsonb_build_object(\n        'id', a.id, 'tenant', a.tenant_id, 'name', a.name, 'scopes', a.scopes,\n        'expires', a.expires_at)\n    FROM ml_access_tokens AS a\n    WHERE a.secret_hash = hash AND a.revoked_at IS NULL\n        AND (a.expires_at IS NULL OR a.expires_at > now())\n        AND (pg_has_role(session_user, 'mlops_app', 'USAGE') OR pg_has_role(session_user, 'mlops_service', 'USAGE'))\n        AND NOT EXISTS (SELECT 1 FROM ml_tenants AS t WHERE t.id = a.tenant_id AND t.status <> 'active')\n        AND (NOT pg_has_role(session_user, 'mlops_bound', 'USAGE')\n            OR EXISTS (SELECT 1 FROM ml_logins AS l WHERE l.login = session_user AND l.tenant_id = a.tenant_id)\n            OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname = session_user AND rolsuper)))")
                .OldAnnotation("MlOps:Function:mlops_find_generation()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    SELECT g.experiment_id, g.number\n    INTO NEW.experiment_id, NEW.generation_number FROM evolution_generations AS g\n    WHERE g.tenant_id = NEW.tenant_id AND g.id = NEW.generation_id;\n    IF NOT FOUND THEN\n        RAISE foreign_key_violation USING\n            MESSAGE = format('There is no generation with the id %s.', NEW.generation_id),\n            HINT = 'Insert the generation first, and take the id that the INSERT returns.';\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_find_rejection_reasons()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    found jsonb := (SELECT NEW.decision_details->name\n        FROM unnest(ARRAY['rejection_reasons', 'failure_reasons', 'gate_failures', 'failures', 'reasons', 'failure_reason', 'reason'])\n            WITH ORDINALITY AS names (name, place)\n        WHERE jsonb_typeof(NEW.decision_details->name) IN ('array', 'string') AND NEW.decision_details->name NOT IN ('[]', '\"\"')\n        ORDER BY place LIMIT 1);\nBEGIN\n    found := COALESCE(found, NULLIF(NULLIF(NEW.decision_details, '{}'), 'null'));\n    NEW.rejection_reasons := CASE jsonb_typeof(found)\n        WHEN 'array' THEN ARRAY(\n            SELECT left(reason, 1000) FROM jsonb_array_elements_text(found) AS reason WHERE reason <> '')\n        WHEN 'string' THEN ARRAY[left(found #>> '{}', 1000)]\n        WHEN 'object' THEN ARRAY[left(found::text, 1000)]\n        ELSE NEW.rejection_reasons END;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_fixed_bins(edges double precision[])", "RETURNS double precision[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF cardinality(edges) > 0 IS NOT TRUE OR array_ndims(edges) <> 1\n        OR EXISTS (\n            SELECT FROM (SELECT e.edge, lag(e.edge) OVER (ORDER BY e.at) AS last FROM unnest(edges) WITH ORDINALITY AS e (edge, at)) AS e\n            WHERE e.edge IS NULL OR e.edge IN ('NaN', 'Infinity', '-Infinity') OR e.edge < e.last)\n    THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The edges must be one or more finite numbers in ascending order; they were %s.', coalesce(edges::text, 'null'));\n    END IF;\n    RETURN ARRAY(SELECT DISTINCT e.edge FROM unnest(edges) AS e (edge) ORDER BY e.edge);\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_gamma_upper(a double precision, x double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    exponent double precision;\n    sum double precision := 1;\n    term double precision := 1;\n    n integer := 1;\n    numerator double precision := 'Infinity';\n    denominator double precision;\n    fraction double precision;\n    factor double precision;\nBEGIN\n    IF NOT (a > 0 AND a < 1e300::float8 AND x >= 0) OR x = 'NaN' THEN\n        RETURN NULL;\n    ELSIF x < 1e-300::float8 AND a >= 0.1::float8 OR x = 0 THEN\n        RETURN 1;\n    ELSIF x / 1000 > a + 2 THEN\n        RETURN 0;\n    END IF;\n\n    exponent := -mlops_stirling_error(a) - mlops_deviance(a, x) - ln(2 * pi() * a) / 2;\n    IF x < a + 1 THEN\n        WHILE term > sum * 1e-17::float8 LOOP\n            term := term * x / (a + n);\n            sum := sum + term;\n            n := n + 1;\n        END LOOP;\n        RETURN greatest(0, 1 - mlops_exp(exponent + ln(sum)));\n    END IF;\n\n    denominator := 1 / (x + 1 - a);\n    fraction := denominator;\n    LOOP\n        denominator := n * (a - n) * denominator + x + 1 - a + 2 * n;\n        denominator := 1 / CASE WHEN abs(denominator) < 1e-300::float8 THEN 1e-300::float8 ELSE denominator END;\n        numerator := x + 1 - a + 2 * n + n * (a - n) / numerator;\n        IF abs(numerator) < 1e-300::float8 THEN\n            numerator := 1e-300;\n        END IF;\n        factor := denominator * numerator;\n        fraction := fraction * factor;\n        EXIT WHEN abs(factor - 1) <= 4e-16::float8;\n        n := n + 1;\n    END LOOP;\n    RETURN mlops_exp(exponent + ln(a * fraction));\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_hash_values(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], is_number boolean)", "RETURNS TABLE (at integer, i integer, reference_hash bigint, current_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    RETURN QUERY EXECUTE (\n        SELECT format(\n            $sql$\n            SELECT s.at, u.i::integer, max(u.hash) FILTER (WHERE NOT s.is_current), max(u.hash) FILTER (WHERE s.is_current)\n            FROM (SELECT r.at, r.is_current, ARRAY[%s] AS hashes FROM (%s) AS r GROUP BY r.at, r.is_current) AS s,\n                unnest(s.hashes) WITH ORDINALITY AS u (hash, i)\n            GROUP BY s.at, u.i\n            $sql$,\n            string_agg(format('bit_xor(%s(r.v%s, uuid_hash_extended(r.id, 0)))',\n                CASE WHEN is_number THEN 'hashfloat8extended' ELSE 'hashtextextended' END, n), ', ' ORDER BY n),\n            sample)\n        FROM generate_series(1, features) AS n)\n    USING service, from_time, to_time, reference_from, reference_to, segment_names;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_hellinger(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (\n        SELECT sqrt(sum((sqrt(p.r) - sqrt(p.c)) * (sqrt(p.r) - sqrt(p.c))) / 2) FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_js(reference bigint[], current bigint[], in_bits boolean DEFAULT false)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (\n        SELECT sqrt(greatest(0, sum(\n            CASE WHEN p.r = 0 THEN 0 ELSE p.r * ln(p.r / ((p.r + p.c) / 2)) END\n            + CASE WHEN p.c = 0 THEN 0 ELSE p.c * ln(p.c / ((p.r + p.c) / 2)) END)) / 2 / CASE WHEN in_bits THEN ln(2) ELSE 1 END)\n        FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_keep_legal_hold()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    RAISE EXCEPTION 'A legal hold cannot be changed. Release it, and place another one.' USING ERRCODE = 'restrict_violation';\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_kl(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (\n        SELECT greatest(0, sum(p.r / p.whole_r * ln(p.r / p.whole_r / (p.c / p.whole_c))))\n        FROM (SELECT u.r, u.c, sum(u.r) OVER () AS whole_r, sum(u.c) OVER () AS whole_c FROM unnest(s.r, s.c) AS u (r, c)) AS p) END\n    FROM (SELECT mlops_fill_zeros(mlops_shares(reference)), mlops_fill_zeros(mlops_shares(current))) AS s (r, c)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_kolmogorov_survival(distance double precision, count bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN NOT (distance >= 0 AND distance <= 1 AND count >= 1) THEN NULL\n        WHEN distance < 1e-100 OR count * distance * distance < 0.01 THEN 1\n        WHEN distance >= 0.5 OR count * distance * distance >= CASE WHEN count <= 140 THEN 4 ELSE 2.2 END\n            THEN least(1, 2 * mlops_smirnov_survival(distance, count))\n        WHEN count <= 140 OR count <= 1000 AND count * distance * sqrt(distance) <= 1.4\n            THEN 1 - mlops_durbin_cdf(distance, count)\n        ELSE 1 - mlops_pelz_good_cdf(distance, count) END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_ks_asymp(reference_size bigint, current_size bigint, distance bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN reference_size < 1 OR current_size < 1 THEN NULL ELSE mlops_kolmogorov_survival(\n        distance / (reference_size::float8 * current_size),\n        greatest(1, round(reference_size::float8 * current_size / (reference_size::float8 + current_size)))::bigint) END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_ks_exact(reference_size bigint, current_size bigint, distance bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    shares double precision[] := array_fill(0::float8, ARRAY[current_size::integer]);\n    share double precision;\n    start double precision := 0;\n    offset_of_x bigint;\nBEGIN\n    IF reference_size < 1 OR current_size < 1 OR distance < 0 THEN\n        RETURN NULL;\n    ELSIF distance = 0 THEN\n        RETURN 1;\n    END IF;\n    FOR x IN 0..reference_size LOOP\n        offset_of_x := x * current_size;\n        IF offset_of_x >= distance THEN\n            start := 1;\n        END IF;\n        share := start;\n        FOR y IN 1..current_size LOOP\n            share := CASE WHEN abs(offset_of_x - y * reference_size) >= distance THEN 1\n                ELSE (x * shares[y] + y * share) / (x + y) END;\n            shares[y] := share;\n        END LOOP;\n    END LOOP;\n    RETURN least(1, share);\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_l_infinity(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (SELECT max(abs(p.r - p.c)) FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_ln_beta_prefix(a double precision, b double precision, x double precision, y double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT mlops_stirling_error(a + b) - mlops_stirling_error(a) - mlops_stirling_error(b)\n        - mlops_deviance(a, (a + b) * x) - mlops_deviance(b, (a + b) * y) + ln(a / (a + b) * b / (2 * pi())) / 2\n$function$")
                .OldAnnotation("MlOps:Function:mlops_mean_difference(reference_size bigint, reference_mean double precision, reference_deviation double precision,\n    current_size bigint, current_mean double precision, current_deviation double precision)", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nDECLARE\n    reference_error double precision := reference_deviation / sqrt(nullif(reference_size, 0));\n    current_error double precision := current_deviation / sqrt(nullif(current_size, 0));\n    unit double precision := greatest(reference_error, current_error);\n    distance double precision;\n    variance double precision;\n    degrees_of_freedom double precision;\nBEGIN\n    IF reference_size >= 2 AND current_size >= 2 AND unit > 0 AND unit < 'Infinity'\n        AND greatest(abs(reference_mean), abs(current_mean)) < 1e300::float8\n    THEN\n        reference_error := mlops_square(mlops_quotient(reference_error, unit));\n        current_error := mlops_square(mlops_quotient(current_error, unit));\n        variance := reference_error + current_error;\n        degrees_of_freedom := 1 / (mlops_square(reference_error / variance) / (reference_size - 1)\n            + mlops_square(current_error / variance) / (current_size - 1));\n        distance := current_mean - reference_mean;\n        statistic := sign(distance) * mlops_quotient(abs(distance), unit) / sqrt(variance);\n        p_value := mlops_student_t_two_sided(statistic, degrees_of_freedom);\n    END IF;\n    RETURN NEXT;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_missing_tenant()", "RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    RAISE insufficient_privilege USING\n        MESSAGE = 'The session has no tenant, so that it can neither read nor write rows of tenants.',\n        HINT = 'Run: SET mlops.tenant_id = ''<id of the tenant>''. An administrator can set it for all sessions of a login by ALTER ROLE.';\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_moments(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, is_current boolean, count bigint, lowest double precision, highest double precision,\n    range double precision, unit_mean double precision, unit_deviation double precision, mean double precision, deviation double precision)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nDECLARE\n    ats integer[];\n    numbers integer[];\n    sides boolean[];\n    counts bigint[];\n    lows double precision[];\n    highs double precision[];\nBEGIN\n    SELECT array_agg(r.at), array_agg(r.i), array_agg(r.is_current), array_agg(r.count), array_agg(r.lowest), array_agg(r.highest)\n    INTO ats, numbers, sides, counts, lows, highs\n    FROM mlops_ranges(sample, features, service, from_time, to_time, reference_from, reference_to, segment_names) AS r;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.at, s.i, s.is_current, s.n, s.lowest, s.highest, s.range, m.mean, m.deviation,\n            s.lowest + CASE WHEN s.range > 1e-280 THEN m.mean * s.range ELSE 0 END,\n            CASE WHEN s.range > 1e-280 THEN m.deviation * s.range WHEN m.deviation IS NOT NULL THEN 0 END\n        FROM (SELECT s.*, mlops_range(s.lowest, s.highest) AS range\n            FROM unnest($7, $8, $9, $10, $11, $12) AS s (at, i, is_current, n, lowest, highest)) AS s\n        LEFT JOIN (\n            SELECT l.at, l.i, l.is_current, avg(l.share) AS mean, stddev_samp(l.share) AS deviation\n            FROM (\n                SELECT l.at, l.i, l.is_current, CASE WHEN l.v - s.lowest > s.least THEN (l.v - s.lowest) / s.range ELSE 0 END AS share\n                FROM (%s) AS l\n                JOIN (SELECT s.*, CASE WHEN s.range < 1e-290 THEN 0 ELSE s.range / 1e30 END AS least\n                    FROM (SELECT s.*, mlops_range(s.lowest, s.highest) AS range\n                        FROM unnest($7, $8, $9, $11, $12) AS s (at, i, is_current, lowest, highest)) AS s\n                    WHERE s.range <= 1e149) AS s\n                ON s.at = l.at AND s.i = l.i AND s.is_current = l.is_current\n                WHERE l.v > '-Infinity' AND l.v < 'Infinity') AS l\n            GROUP BY l.at, l.i, l.is_current) AS m\n        ON m.at = s.at AND m.i = s.i AND m.is_current = s.is_current\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, ats, numbers, sides, counts, lows, highs;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_normal_survival(z double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN z = 'NaN' THEN NULL\n        WHEN z > 39 THEN 0\n        WHEN z >= 0 THEN mlops_gamma_upper(0.5, mlops_square(z) / 2) / 2\n        WHEN z > -39 THEN 1 - mlops_gamma_upper(0.5, mlops_square(z) / 2) / 2\n        ELSE 1 END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_normal_two_sided(z double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN abs(z) > 39 AND z <> 'NaN' THEN 0 ELSE mlops_gamma_upper(0.5, mlops_square(z) / 2) END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_number(value jsonb)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE jsonb_typeof(value)\n        WHEN 'number' THEN CASE\n            WHEN abs(value::numeric) > 1.7976931348623157e308 THEN sign(value::numeric)::double precision * 'Infinity'\n            WHEN abs(value::numeric) < 5e-324 THEN 0\n            ELSE value::double precision END\n        WHEN 'string' THEN CASE WHEN value #>> '{}' IN ('NaN', 'Infinity', '-Infinity') THEN (value #>> '{}')::double precision END END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_paired(champion uuid, challenger uuid, from_time timestamptz, to_time timestamptz, threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, segment_cap integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, predictions bigint, labelled bigint,\n    answered bigint, scored bigint, paired bigint, counts bigint[],\n    brier double precision[], log_loss double precision[], absolute double precision[], squared double precision[],\n    auc double precision[], rows_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH answers AS MATERIALIZED (\n            SELECT r.*, num_nulls(r.y, r.a, r.b) = 0 AS is_paired, r.y = $6 AS is_positive,\n                num_nulls(r.y, r.a, r.b) = 0 AND r.a BETWEEN 0 AND 1 AND r.b BETWEEN 0 AND 1 AS is_scored,\n                CASE WHEN greatest(abs(r.a), abs(r.y)) < 1e300 THEN abs(r.a - r.y) ELSE 'Infinity' END AS error_a,\n                CASE WHEN greatest(abs(r.b), abs(r.y)) < 1e300 THEN abs(r.b - r.y) ELSE 'Infinity' END AS error_b,\n                CASE WHEN r.y = $6 THEN r.a ELSE 1 - r.a END AS likelihood_a, CASE WHEN r.y = $6 THEN r.b ELSE 1 - r.b END AS likelihood_b\n            FROM (%s) AS r\n        ), segments AS (\n            SELECT k.key, CASE WHEN k.key IS NULL THEN 0 WHEN k.place <= $8 THEN k.place ELSE -1 END AS at\n            FROM (\n                SELECT r.key, row_number() OVER (ORDER BY r.key IS NULL, count(*) FILTER (WHERE r.is_paired) DESC, r.key COLLATE \"C\") AS place\n                FROM answers AS r\n                GROUP BY r.key) AS k\n            WHERE $7 IS NOT NULL\n        ), grouped AS (\n            SELECT -2::bigint AS at, r.* FROM answers AS r\n            UNION ALL\n            SELECT s.at, r.* FROM answers AS r JOIN segments AS s ON s.key = r.key\n            UNION ALL\n            SELECT 0, r.* FROM answers AS r WHERE r.key IS NULL AND $7 IS NOT NULL\n        ), losses AS (\n            SELECT r.at, r.key, r.id, r.y, r.a, r.b, r.is_paired, r.is_scored,\n                CASE WHEN r.is_scored THEN (CASE WHEN r.is_positive THEN 4 ELSE 0 END)\n                    + (CASE WHEN r.a >= $5 THEN 2 ELSE 0 END) + (CASE WHEN r.b >= $5 THEN 1 ELSE 0 END) END AS answer,\n                CASE WHEN r.is_scored THEN mlops_square(r.likelihood_a - 1) END AS brier_a,\n                CASE WHEN r.is_scored THEN mlops_square(r.likelihood_b - 1) END AS brier_b,\n                CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood_a, 1e-15), 0.999999999999999)) END AS loss_a,\n                CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood_b, 1e-15), 0.999999999999999)) END AS loss_b,\n                CASE WHEN r.is_paired AND r.error_a < 1e70 AND r.error_b < 1e70 THEN r.error_a END AS error_a,\n                CASE WHEN r.is_paired AND r.error_a < 1e70 AND r.error_b < 1e70 THEN r.error_b END AS error_b\n            FROM grouped AS r\n        ), summed AS (\n            SELECT r.at, min(r.key) FILTER (WHERE r.at > 0) AS name, count(*) AS n, count(r.y) AS labelled,\n                count(*) FILTER (WHERE r.y IS NOT NULL AND r.a IS NOT NULL) AS answered,\n                count(*) FILTER (WHERE r.y IS NOT NULL AND r.a BETWEEN 0 AND 1) AS scored,\n                count(*) FILTER (WHERE r.is_paired) AS paired,\n                ARRAY[\n                    count(*) FILTER (WHERE r.answer = 0), count(*) FILTER (WHERE r.answer = 1), count(*) FILTER (WHERE r.answer = 2),\n                    count(*) FILTER (WHERE r.answer = 3), count(*) FILTER (WHERE r.answer = 4), count(*) FILTER (WHERE r.answer = 5),\n                    count(*) FILTER (WHERE r.answer = 6), count(*) FILTER (WHERE r.answer = 7)] AS counts,\n                ARRAY[count(r.brier_a), avg(r.brier_a), avg(r.brier_b), var_samp(r.brier_a), var_samp(r.brier_b),\n                    covar_samp(r.brier_a, r.brier_b)] AS brier,\n                ARRAY[count(r.loss_a), avg(r.loss_a), avg(r.loss_b), var_samp(r.loss_a), var_samp(r.loss_b),\n                    covar_samp(r.loss_a, r.loss_b)] AS log_loss,\n                ARRAY[count(r.error_a), avg(r.error_a), avg(r.error_b), var_samp(r.error_a), var_samp(r.error_b),\n                    covar_samp(r.error_a, r.error_b)] AS absolute,\n                ARRAY[count(r.error_a), avg(mlops_square(r.error_a)), avg(mlops_square(r.error_b)), var_samp(mlops_square(r.error_a)),\n                    var_samp(mlops_square(r.error_b)), covar_samp(mlops_square(r.error_a), mlops_square(r.error_b))] AS squared,\n                count(r.error_a) = count(*) FILTER (WHERE r.is_paired) AS has_moments,\n                bit_xor(uuid_hash_extended(r.id, hashfloat8extended(coalesce(r.y, 'NaN'), hashfloat8extended(coalesce(r.a, 'NaN'),\n                    hashfloat8extended(coalesce(r.b, 'NaN'), 0))))) AS hash\n            FROM losses AS r\n            GROUP BY r.at\n        ), ranked AS (\n            SELECT r.at, r.is_positive,\n                CASE WHEN r.is_positive THEN r.other_up_to_a - r.other_at_a / 2.0 ELSE r.others - r.other_up_to_a + r.other_at_a / 2.0 END / r.others AS above_a,\n                CASE WHEN r.is_positive THEN r.other_up_to_b - r.other_at_b / 2.0 ELSE r.others - r.other_up_to_b + r.other_at_b / 2.0 END / r.others AS above_b\n            FROM (\n                SELECT r.at, r.is_positive,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER w ELSE sum(r.positive) OVER w END::double precision AS others,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER up_to_a ELSE sum(r.positive) OVER up_to_a END::double precision AS other_up_to_a,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER up_to_b ELSE sum(r.positive) OVER up_to_b END::double precision AS other_up_to_b,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER at_a ELSE sum(r.positive) OVER at_a END::double precision AS other_at_a,\n                    CASE WHEN r.is_positive THEN sum(r.negative) OVER at_b ELSE sum(r.positive) OVER at_b END::double precision AS other_at_b\n                FROM (\n                    SELECT r.at, r.a, r.b, r.is_positive, CASE WHEN r.is_positive THEN 1 ELSE 0 END AS positive,\n                        CASE WHEN r.is_positive THEN 0 ELSE 1 END AS negative\n                    FROM grouped AS r\n                    WHERE r.is_scored) AS r\n                WINDOW w AS (PARTITION BY r.at), up_to_a AS (PARTITION BY r.at ORDER BY r.a), up_to_b AS (PARTITION BY r.at ORDER BY r.b),\n                    at_a AS (PARTITION BY r.at, r.a), at_b AS (PARTITION BY r.at, r.b)) AS r\n            WHERE r.others > 0\n        ), areas AS (\n            SELECT r.at, ARRAY[\n                count(*) FILTER (WHERE r.is_positive), count(*) FILTER (WHERE NOT r.is_positive),\n                avg(r.above_a) FILTER (WHERE r.is_positive), avg(r.above_b) FILTER (WHERE r.is_positive),\n                coalesce(var_samp(r.above_b - r.above_a) FILTER (WHERE r.is_positive), 0) / count(*) FILTER (WHERE r.is_positive)\n                    + coalesce(var_samp(r.above_b - r.above_a) FILTER (WHERE NOT r.is_positive), 0) / count(*) FILTER (WHERE NOT r.is_positive)] AS auc\n            FROM ranked AS r\n            GROUP BY r.at\n        )\n        SELECT s.name, CASE WHEN s.at = -2 THEN 'all' WHEN s.at > 0 THEN 'named' WHEN s.at = 0 THEN 'missing' ELSE 'others' END,\n            s.n, s.labelled, s.answered, s.scored, s.paired, s.counts,\n            CASE WHEN s.brier[1] > 1 THEN s.brier END, CASE WHEN s.log_loss[1] > 1 THEN s.log_loss END,\n            CASE WHEN s.absolute[1] > 1 AND s.has_moments THEN s.absolute END, CASE WHEN s.squared[1] > 1 AND s.has_moments THEN s.squared END,\n            u.auc, s.hash\n        FROM summed AS s\n        LEFT JOIN areas AS u ON u.at = s.at\n        ORDER BY s.at = -2 DESC, s.at < 0, s.at = 0, s.at\n        $sql$,\n        mlops_paired_rows_sql(segment))\n    USING champion, challenger, from_time, to_time, threshold, positive, segment, segment_cap;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_paired_rows_sql(segment text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT concat(\n        $sql$SELECT p.id AS id, p.actual_value AS y, p.predicted_value AS a, x.predicted_value AS b, $sql$,\n        CASE WHEN segment IS NULL THEN 'NULL::text' ELSE mlops_value_sql(segment, false, 's.place') END,\n        $sql$ AS key\n        FROM ml_predictions AS p\n        LEFT JOIN ml_shadow_scores AS x ON x.tenant_id = p.tenant_id AND x.prediction_id = p.id\n            AND x.model_version_id = $2\n        LEFT JOIN (\n    SELECT f.tenant_id AS tenant, f.schema_id AS schema,\n        max(t.number_count) AS number_count, max(t.category_count) AS category_count,\n        max(f.position) FILTER (WHERE f.type = 'category' AND f.name = $7) AS place\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    GROUP BY f.tenant_id, f.schema_id\n) AS s ON s.tenant = p.tenant_id AND s.schema = p.feature_schema_id AND coalesce(array_upper(p.features, 1), s.number_count) = s.number_count AND coalesce(array_upper(p.categories, 1), s.category_count) = s.category_count\n        WHERE p.model_version_id = $1 AND p.created_at >= $3 AND p.created_at < $4\n            $sql$, $sql$AND p.tenant_id = $sql$ || quote_literal(nullif(current_setting('mlops.tenant_id', true), '')::uuid) || '::uuid')\n$function$")
                .OldAnnotation("MlOps:Function:mlops_pelz_good_cdf(distance double precision, count bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    z2 double precision := count * distance * distance;\n    z double precision := sqrt(z2);\n    z4 double precision := z2 * z2;\n    z6 double precision := z2 * z2 * z2;\n    limits double precision := 0;\n    first double precision := 0;\n    second double precision := 0;\n    third double precision := 0;\n    second_whole double precision := 0;\n    third_whole double precision := 0;\n    half double precision;\n    whole double precision;\n    weight double precision;\nBEGIN\n    FOR term IN 0..19 LOOP\n        half := pi() * pi() * (term + 0.5::float8) * (term + 0.5::float8);\n        IF half / (2 * z2) < 600 THEN\n            weight := exp(-half / (2 * z2));\n            limits := limits + weight;\n            first := first + weight * (half - z2);\n            second := second + weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * half + (1 - 2 * z2) * half * half);\n            third := third + weight * (-30 * z6 - 90 * z6 * z2 + (135 * z4 - 96 * z6) * half\n                + (212 * z4 - 60 * z2) * half * half + (5 - 30 * z2) * half * half * half);\n        END IF;\n        whole := pi() * pi() * term * term;\n        IF whole / (2 * z2) < 600 THEN\n            weight := exp(-whole / (2 * z2));\n            second_whole := second_whole + weight * whole;\n            third_whole := third_whole + weight * (3 * whole * z2 - whole * whole);\n        END IF;\n    END LOOP;\n    -- Each sum is half of one over all whole numbers, which the factor 2 completes.\n    RETURN 2 * sqrt(pi() / 2) * (limits / z + first / (6 * z4) / sqrt(count)\n        + (second / (72 * z6 * z) - second_whole / (36 * z2 * z)) / count\n        + (third / (6480 * z6 * z4) + third_whole / (216 * z6)) / count / sqrt(count));\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_performance(service text, from_time timestamptz, to_time timestamptz, threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, segment_cap integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, labelled bigint, unlabelled bigint,\n    scored bigint, true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,\n    accuracy double precision, \"precision\" double precision, recall double precision, f1 double precision,\n    auc double precision, brier double precision, log_loss double precision,\n    calibration_counts bigint[], calibration_scores double precision[], calibration_shares double precision[],\n    errors bigint, mean_absolute_error double precision, root_mean_square_error double precision, mean_error double precision,\n    intervals bigint, covered bigint, coverage double precision,\n    selectable bigint, selected bigint, selection_rate double precision, false_positive_rate double precision, false_negative_rate double precision,\n    selection_gap double precision, false_positive_gap double precision, false_negative_gap double precision)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    sample text;\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    IF (threshold BETWEEN 0 AND 1) IS NOT TRUE OR positive IS NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The threshold must be from 0 to 1, and the positive label must be given; they were %s and %s.',\n            coalesce(threshold::text, 'null'), coalesce(positive::text, 'null'));\n    END IF;\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, true, service, from_time, to_time, NULL, NULL) AS s;\n    sample := mlops_sample_sql(ARRAY['predicted_value', 'actual_value', 'confidence_lower', 'confidence_upper'], true, segment, 'current');\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH counted AS (\n            SELECT r.at, count(*) AS n, count(r.v2) AS labelled,\n                count(*) FILTER (WHERE r.is_scored) AS scored,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND r.is_positive) AS tp,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND NOT r.is_positive) AS fp,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND r.is_positive) AS fn,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND NOT r.is_positive) AS tn,\n                avg(mlops_square(r.likelihood - 1)) FILTER (WHERE r.is_scored) AS brier,\n                avg(-ln(least(greatest(r.likelihood, 1e-15), 0.999999999999999))) FILTER (WHERE r.is_scored) AS log_loss,\n                count(r.error) AS errors,\n                sum(r.error) FILTER (WHERE abs(r.error) < 1e290) AS sum,\n                sum(abs(r.error)) FILTER (WHERE abs(r.error) < 1e290) AS absolute_sum,\n                sum(mlops_square(r.error)) FILTER (WHERE abs(r.error) < 1e140) AS square_sum,\n                max(abs(r.error)) AS max_error,\n                count(*) FILTER (WHERE r.has_interval) AS intervals,\n                count(*) FILTER (WHERE r.has_interval AND r.v2 BETWEEN r.v3 AND r.v4) AS covered,\n                count(*) FILTER (WHERE r.is_selectable) AS selectable,\n                count(*) FILTER (WHERE r.is_selectable AND r.is_selected) AS selected\n            FROM (\n                SELECT r.*, r.v1 BETWEEN 0 AND 1 AS is_selectable, r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL AS is_scored,\n                    r.v1 >= $10 AS is_selected, r.v2 = $11 AS is_positive,\n                    CASE WHEN r.v1 BETWEEN 0 AND 1 THEN CASE WHEN r.v2 = $11 THEN r.v1 ELSE 1 - r.v1 END END AS likelihood,\n                    r.v1 - r.v2 AS error, num_nulls(r.v2, r.v3, r.v4) = 0 AS has_interval\n                FROM (%1$s) AS r) AS r\n            GROUP BY r.at\n        ), calibrated AS (\n            SELECT s.at, array_agg(coalesce(c.n, 0) ORDER BY b.bin) AS counts, array_agg(c.score ORDER BY b.bin) AS scores, array_agg(c.share ORDER BY b.bin) AS shares\n            FROM unnest($7) AS s (at)\n            CROSS JOIN generate_series(0, 9) AS b (bin)\n            LEFT JOIN (\n                SELECT r.at, least(floor(r.v1 * 10), 9) AS bin, count(*) AS n, avg(r.v1) AS score, avg(CASE WHEN r.v2 = $11 THEN 1 ELSE 0 END::double precision) AS share\n                FROM (%1$s) AS r\n                WHERE r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL\n                GROUP BY 1, 2) AS c\n            ON c.at = s.at AND c.bin = b.bin\n            GROUP BY s.at\n        ), ranked AS (\n            SELECT r.at, sum(r.positives * (2 * r.negatives_up_to - r.negatives)) / nullif(2 * sum(r.positives) * sum(r.negatives), 0) AS auc\n            FROM (\n                SELECT r.at, r.positives, r.negatives, sum(r.negatives) OVER (PARTITION BY r.at ORDER BY r.v1) AS negatives_up_to\n                FROM (\n                    SELECT r.at, r.v1, (count(*) FILTER (WHERE r.v2 = $11))::double precision AS positives,\n                        (count(*) FILTER (WHERE r.v2 <> $11))::double precision AS negatives\n                    FROM (%1$s) AS r\n                    WHERE r.v1 BETWEEN 0 AND 1 AND r.v2 IS NOT NULL\n                    GROUP BY r.at, r.v1) AS r) AS r\n            GROUP BY r.at\n        ), rated AS (\n            SELECT c.at, mlops_share(c.selected, c.selectable) AS selection, mlops_share(c.fp, c.fp + c.tn) AS false_positive,\n                mlops_share(c.fn, c.tp + c.fn) AS false_negative\n            FROM counted AS c\n        ), compared AS (\n            SELECT CASE WHEN count(t.selection) > 1 THEN max(t.selection) - min(t.selection) END AS selection,\n                CASE WHEN count(t.false_positive) > 1 THEN max(t.false_positive) - min(t.false_positive) END AS false_positive,\n                CASE WHEN count(t.false_negative) > 1 THEN max(t.false_negative) - min(t.false_negative) END AS false_negative\n            FROM rated AS t\n        )\n        SELECT s.name, s.kind, coalesce(c.n, 0), coalesce(c.labelled, 0), coalesce(c.n - c.labelled, 0),\n            coalesce(c.scored, 0), coalesce(c.tp, 0), coalesce(c.fp, 0), coalesce(c.fn, 0), coalesce(c.tn, 0),\n            mlops_share(c.tp + c.tn, c.scored), mlops_share(c.tp, c.tp + c.fp), mlops_share(c.tp, c.tp + c.fn), mlops_share(2 * c.tp, 2 * c.tp + c.fp + c.fn),\n            r.auc, c.brier, c.log_loss, k.counts, k.scores, k.shares, coalesce(c.errors, 0),\n            CASE WHEN c.max_error >= 1e290 THEN NULL ELSE c.absolute_sum / nullif(c.errors, 0) END,\n            CASE WHEN c.max_error >= 1e140 THEN NULL ELSE sqrt(c.square_sum / nullif(c.errors, 0)) END,\n            CASE WHEN c.max_error >= 1e290 THEN NULL ELSE c.sum / nullif(c.errors, 0) END,\n            coalesce(c.intervals, 0), coalesce(c.covered, 0), mlops_share(c.covered, c.intervals),\n            coalesce(c.selectable, 0), coalesce(c.selected, 0), t.selection, t.false_positive, t.false_negative,\n            p.selection, p.false_positive, p.false_negative\n        FROM unnest($7, $8, $9) AS s (at, kind, name)\n        CROSS JOIN compared AS p\n        LEFT JOIN rated AS t ON t.at = s.at\n        LEFT JOIN counted AS c ON c.at = s.at\n        LEFT JOIN calibrated AS k ON k.at = s.at\n        LEFT JOIN ranked AS r ON r.at = s.at\n        ORDER BY s.at < 1, abs(s.at)\n        $sql$,\n        sample)\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, threshold, positive;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_profile(service text, feature text, from_time timestamptz, to_time timestamptz, segment text DEFAULT NULL, segment_cap integer DEFAULT 20, probabilities double precision[] DEFAULT '{0.01,0.05,0.25,0.5,0.75,0.95,0.99}', edges double precision[] DEFAULT NULL)", "RETURNS TABLE (segment_name text, segment_kind text, row_count bigint, missing bigint, not_a_number bigint, infinite bigint, finite bigint,\n    mean double precision, deviation double precision, minimum double precision, maximum double precision,\n    quantiles double precision[], bin_edges double precision[], bin_counts bigint[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET extra_float_digits = 1 AS $function$\nDECLARE\n    sample text;\n    ats integer[];\n    kinds text[];\n    names text[];\n    named text[];\n    bin_ats integer[];\n    bins text[];\nBEGIN\n    PERFORM mlops_require_service(service);\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    PERFORM mlops_require_feature(feature, true, 'feature of the profile');\n    SELECT array_agg(s.at), array_agg(s.kind), array_agg(s.name), array_agg(s.name ORDER BY s.at) FILTER (WHERE s.at > 0)\n    INTO ats, kinds, names, named\n    FROM mlops_segments(segment, segment_cap, false, service, from_time, to_time, NULL, NULL) AS s;\n    sample := mlops_sample_sql(ARRAY[feature], true, segment, 'current');\n    IF edges IS NOT NULL THEN\n        bin_ats := ats;\n        bins := ARRAY(SELECT mlops_fixed_bins(edges)::text FROM unnest(ats));\n    ELSE\n        SELECT array_agg(r.at), array_agg(coalesce(mlops_equal_bins(r.lowest, r.highest, mlops_sturges(r.count)), '{}')::text)\n        INTO bin_ats, bins\n        FROM mlops_ranges(sample, 1, service, from_time, to_time, NULL, NULL, named) AS r;\n    END IF;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT s.name, s.kind, coalesce(c.n, 0), coalesce(c.n - c.present, 0), coalesce(c.nan, 0), coalesce(c.present - c.nan - c.finite, 0),\n            coalesce(c.finite, 0), m.mean, m.deviation, m.lowest, m.highest,\n            coalesce(q.quantiles, array_fill(NULL::double precision, ARRAY[cardinality($10)])), b.bin_edges, b.current_counts\n        FROM unnest($7, $8, $9) AS s (at, kind, name)\n        LEFT JOIN (\n            SELECT r.at, count(*) AS n, count(r.v1) AS present, count(*) FILTER (WHERE r.v1 = 'NaN') AS nan,\n                count(*) FILTER (WHERE r.v1 > '-Infinity' AND r.v1 < 'Infinity') AS finite\n            FROM (%s) AS r\n            GROUP BY r.at) AS c ON c.at = s.at\n        LEFT JOIN mlops_moments($11, 1, $1, $2, $3, $4, $5, $6) AS m ON m.at = s.at\n        LEFT JOIN mlops_quantiles($11, 1, $1, $2, $3, $4, $5, $6, $10) AS q ON q.at = s.at\n        LEFT JOIN mlops_count_bins($11, 1, $1, $2, $3, $4, $5, $6, $12, (SELECT array_agg(ARRAY[t.bins]) FROM unnest($13) AS t (bins)), $14) AS b ON b.at = s.at\n        ORDER BY s.at < 1, abs(s.at)\n        $sql$,\n        sample)\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, named, ats, kinds, names, probabilities, sample, bin_ats, bins,\n        CASE WHEN edges IS NULL THEN 'closed' ELSE 'open' END;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_psi(reference bigint[], current bigint[], least_share double precision DEFAULT NULL)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(reference) = cardinality(current) AND cardinality(s.r) = cardinality(s.c) THEN\n        (SELECT sum((p.r - p.c) * ln(p.r / p.c)) FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT CASE WHEN least_share IS NULL THEN mlops_fill_zeros(mlops_shares(reference)) ELSE mlops_shares(reference, least_share) END,\n        CASE WHEN least_share IS NULL THEN mlops_fill_zeros(mlops_shares(current)) ELSE mlops_shares(current, least_share) END) AS s (r, c)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_quantiles(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[], probabilities double precision[])", "RETURNS TABLE (at integer, i integer, is_current boolean, quantiles double precision[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT l.at, l.i, l.is_current, ARRAY(SELECT q.quantile * 4 FROM unnest(l.quantiles) WITH ORDINALITY AS q (quantile, place) ORDER BY q.place)\n        FROM (\n            SELECT l.at, l.i, l.is_current, percentile_cont($7) WITHIN GROUP (ORDER BY CASE WHEN abs(l.v) < 1e-305 THEN 0 ELSE l.v / 4 END) AS quantiles\n            FROM (%s) AS l\n            WHERE l.v > '-Infinity' AND l.v < 'Infinity'\n            GROUP BY l.at, l.i, l.is_current) AS l\n        $sql$,\n        mlops_values_sql(sample, features))\n    USING service, from_time, to_time, reference_from, reference_to, segment_names, probabilities;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_quotient(part double precision, whole double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN whole > 1 AND part < whole * 1e-300 THEN 0\n        WHEN whole < 1 AND part > whole * 1.7976931348623157e308 THEN NULL\n        ELSE part / nullif(whole, 0) END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_range(lowest double precision, highest double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN lowest < -1 AND highest > 1 AND highest / 2 - lowest / 2 > 8.988465674311579e307\n        THEN 'Infinity' ELSE highest - lowest END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_ranges(sample text, features integer, service text, from_time timestamptz, to_time timestamptz,\nreference_from timestamptz, reference_to timestamptz, segment_names text[])", "RETURNS TABLE (at integer, i integer, is_current boolean, count bigint, lowest double precision, highest double precision)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nDECLARE\n    ats integer[];\n    numbers integer[];\n    sides boolean[];\n    counts bigint[];\n    lows double precision[];\n    highs double precision[];\n    filtered integer[];\nBEGIN\n    EXECUTE format(\n        $sql$\n        SELECT array_agg(r.at), array_agg(r.i), array_agg(r.is_current), array_agg(r.n), array_agg(r.low), array_agg(r.high),\n            array_agg(DISTINCT r.i) FILTER (WHERE r.low = '-Infinity' OR r.high >= 'Infinity')\n        FROM (%s) AS r (at, i, is_current, n, low, high)\n        $sql$,\n        mlops_ranges_sql(sample, features, '{}'))\n    INTO ats, numbers, sides, counts, lows, highs, filtered\n    USING service, from_time, to_time, reference_from, reference_to, segment_names;\n    IF filtered IS NULL THEN\n        RETURN QUERY SELECT r.* FROM unnest(ats, numbers, sides, counts, lows, highs) AS r;\n    ELSE\n        RETURN QUERY EXECUTE mlops_ranges_sql(sample, features, filtered)\n        USING service, from_time, to_time, reference_from, reference_to, segment_names;\n    END IF;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_ranges_sql(sample text, features integer, filtered integer[])", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT format(\n        $sql$\n        SELECT r.at::integer, u.i::integer, r.is_current, u.n, CASE WHEN u.n > 0 THEN u.lowest END, CASE WHEN u.n > 0 THEN u.highest END\n        FROM (SELECT r.at, r.is_current, ARRAY[%s] AS counts, ARRAY[%s] AS lowest, ARRAY[%s] AS highest FROM (%s) AS r GROUP BY r.at, r.is_current) AS r,\n            unnest(r.counts, r.lowest, r.highest) WITH ORDINALITY AS u (n, lowest, highest, i)\n        $sql$,\n        string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$count(*) FILTER (WHERE r.v%s > '-Infinity' AND r.v%1$s < 'Infinity')$sql$ ELSE 'count(r.v%s)' END, n), ', ' ORDER BY n),\n        string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$min(r.v%s) FILTER (WHERE r.v%1$s > '-Infinity')$sql$ ELSE 'min(r.v%s)' END, n), ', ' ORDER BY n),\n        string_agg(format(CASE WHEN n = ANY (filtered) THEN $sql$max(r.v%s) FILTER (WHERE r.v%1$s < 'Infinity')$sql$ ELSE 'max(r.v%s)' END, n), ', ' ORDER BY n),\n        sample)\n    FROM generate_series(1, features) AS n\n$function$")
                .OldAnnotation("MlOps:Function:mlops_require_feature(feature text, is_number boolean, used_as text)", "RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nDECLARE\n    wanted text := CASE WHEN is_number THEN 'number' ELSE 'category' END;\n    known text;\n    session_tenant uuid := nullif(current_setting('mlops.tenant_id', true), '')::uuid;\nBEGIN\n    IF feature LIKE 'context:_%'\n        OR feature = ANY (CASE WHEN is_number THEN ARRAY['predicted_value', 'actual_value', 'confidence']\n            ELSE ARRAY['model_version', 'prediction_type', 'risk_level', 'source', 'target_entity_type'] END)\n        OR EXISTS (SELECT FROM ml_schema_features AS f WHERE f.name = feature AND f.type = wanted\n            AND (session_tenant IS NULL OR f.tenant_id = session_tenant))\n    THEN\n        RETURN;\n    END IF;\n    SELECT string_agg(n.name, ', ' ORDER BY n.name) INTO known\n    FROM (SELECT DISTINCT f.name AS name FROM ml_schema_features AS f\n        WHERE f.type = wanted AND (session_tenant IS NULL OR f.tenant_id = session_tenant)\n        ORDER BY 1 LIMIT 100) AS n;\n    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n        'No row has the %s %L, which the %s names. Known are %s, context:KEY%s.', wanted, feature, used_as,\n        CASE WHEN is_number THEN 'predicted_value, actual_value, confidence'\n            ELSE 'model_version, prediction_type, risk_level, source, target_entity_type' END,\n        coalesce(', ' || known, ''));\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_require_method(method text, edges double precision[])", "RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF (method = ANY (mlops_drift_methods(true) || mlops_drift_methods(false))) IS NOT TRUE THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The method %L is unknown. For numbers there are %s. For categories there are %s.', method,\n            array_to_string(mlops_drift_methods(true), ', '), array_to_string(mlops_drift_methods(false), ', '));\n    ELSIF (method IN ('hellinger_edges', 'js_edges_bit', 'psi_edges')) <> (edges IS NOT NULL) THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The methods hellinger_edges, js_edges_bit and psi_edges need edges, and no other one takes any; the method was %L.', method);\n    END IF;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_require_segment(segment text, segment_cap integer)", "RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF segment IS NOT NULL THEN\n        PERFORM mlops_require_feature(segment, false, 'segment');\n        IF (segment_cap >= 1) IS NOT TRUE THEN\n            RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',\n                MESSAGE = format('The cap of segments must be 1 or more; it was %s.', coalesce(segment_cap::text, 'null'));\n        END IF;\n    END IF;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_require_service(service text)", "RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF service IS NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'The service must be given; it was null.';\n    END IF;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_require_window(window_name text, from_time timestamptz, to_time timestamptz)", "RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n    IF (from_time < to_time) IS NOT TRUE THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'The %s must end after it begins; it was from %s to %s.', window_name,\n            coalesce(from_time::text, 'null'), coalesce(to_time::text, 'null'));\n    END IF;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_rows_sql(features text[], is_number boolean, segment text, windows text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT string_agg(\n        concat(\n            'SELECT ', concat_ws(', ', $sql$p.id AS id, p.model_version AS version$sql$, part.is_current || ' AS is_current', part.columns), $sql$\n            FROM ml_predictions AS p\n            LEFT JOIN (\n                SELECT f.tenant_id AS tenant, f.schema_id AS schema,\n                    max(t.number_count) AS number_count, max(t.category_count) AS category_count, $sql$, part.places, $sql$\n                FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n                GROUP BY f.tenant_id, f.schema_id\n            ) AS s ON s.tenant = p.tenant_id AND s.schema = p.feature_schema_id AND coalesce(array_upper(p.features, 1), s.number_count) = s.number_count AND coalesce(array_upper(p.categories, 1), s.category_count) = s.category_count\n            WHERE p.service_name = $1 AND $sql$, part.condition,\n            $sql$ AND p.tenant_id = $sql$ || quote_literal(nullif(current_setting('mlops.tenant_id', true), '')::uuid) || '::uuid'),\n        ' UNION ALL ')\n    FROM (\n        SELECT i.*, c.*\n        FROM (VALUES\n            ('current', 'true', $sql$(p.created_at >= $2 AND p.created_at < $3)$sql$),\n            ('both', $sql$(p.created_at >= $2 AND p.created_at < $3)$sql$, $sql$((p.created_at >= $2 AND p.created_at < $3) OR (p.created_at >= $4 AND p.created_at < $5))$sql$),\n            ('overlapping', 'true', $sql$(p.created_at >= $2 AND p.created_at < $3)$sql$),\n            ('overlapping', 'false', $sql$(p.created_at >= $4 AND p.created_at < $5)$sql$)) AS i (windows, is_current, condition)\n        CROSS JOIN (\n            SELECT string_agg(mlops_value_sql(w.name, w.is_number, 's.a' || w.at) || ' AS ' || w.alias, ', ' ORDER BY w.at) AS columns,\n                string_agg(\n                    format($sql$max(f.position) FILTER (WHERE f.name = %L AND f.type = %L) AS a%s$sql$,\n                        w.name, CASE WHEN w.is_number THEN 'number' ELSE 'category' END, w.at),\n                    ', ' ORDER BY w.at) AS places\n            FROM (\n                SELECT u.name, mlops_rows_sql.is_number, u.at, 'v' || u.at AS alias FROM unnest(features) WITH ORDINALITY AS u (name, at)\n                UNION ALL SELECT mlops_rows_sql.segment, false, 0, 'key' WHERE mlops_rows_sql.segment IS NOT NULL) AS w) AS c\n        WHERE i.windows = mlops_rows_sql.windows) AS part\n$function$")
                .OldAnnotation("MlOps:Function:mlops_sample_sql(features text[], is_number boolean, segment text, windows text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT concat(\n        'SELECT ',\n        '(', CASE WHEN segment IS NULL THEN '1' ELSE 'CASE WHEN r.key IS NULL THEN 0 ELSE coalesce(g.at, -1) END' END,\n        ')::integer AS at, r.* FROM (', mlops_rows_sql(features, is_number, segment, windows), ') AS r',\n        CASE WHEN segment IS NOT NULL THEN ' LEFT JOIN unnest($6) WITH ORDINALITY AS g (name, at) ON g.name = r.key' END)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_segments(segment text, segment_cap integer, by_scores boolean, service text,\n    from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz)", "RETURNS TABLE (at integer, kind text, name text) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    IF segment IS NULL THEN\n        RETURN QUERY SELECT 1, 'all', NULL::text;\n        RETURN;\n    END IF;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        SELECT t.at, CASE WHEN t.at > 0 THEN 'named' WHEN t.at = 0 THEN 'missing' ELSE 'others' END, min(t.key) FILTER (WHERE t.at > 0)\n        FROM (\n            SELECT k.key, CASE WHEN k.key IS NULL THEN 0 WHEN k.place <= $7 THEN k.place::integer ELSE -1 END AS at\n            FROM (\n                SELECT r.key, row_number() OVER (ORDER BY r.key IS NULL, %s DESC, r.key COLLATE \"C\") AS place\n                FROM (%s) AS r\n                GROUP BY r.key) AS k) AS t\n        GROUP BY t.at\n        $sql$,\n        CASE WHEN by_scores THEN 'count(*) FILTER (WHERE r.v1 BETWEEN 0 AND 1)' ELSE 'count(*)' END,\n        mlops_rows_sql(CASE WHEN by_scores THEN ARRAY['predicted_value'] ELSE '{}' END, true, segment,\n            mlops_windows(from_time, to_time, reference_from, reference_to)))\n    USING service, from_time, to_time, reference_from, reference_to, NULL::text[], segment_cap;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_labelled_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.labelled_at := NEW.created_at;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_alerts_acknowledged_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at THEN\n        NEW.acknowledged_login := CASE WHEN NEW.acknowledged_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.acknowledged_login := OLD.acknowledged_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_alerts_resolved_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.resolved_at IS DISTINCT FROM OLD.resolved_at THEN\n        NEW.resolved_login := CASE WHEN NEW.resolved_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.resolved_login := OLD.resolved_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_audit_log_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.login := OLD.login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_legal_holds_placed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.placed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.placed_login := OLD.placed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_legal_holds_released_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.released_at IS DISTINCT FROM OLD.released_at THEN\n        NEW.released_login := CASE WHEN NEW.released_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.released_login := OLD.released_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_predictions_label_received_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.label_received_at := CASE WHEN NEW.labelled_at IS DISTINCT FROM OLD.labelled_at THEN now() ELSE OLD.label_received_at END;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_retraining_policies_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_retraining_requests_closed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN\n        NEW.closed_login := CASE WHEN NEW.closed_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.closed_login := OLD.closed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_ml_retraining_requests_requested_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.requested_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.requested_login := OLD.requested_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_aliases_closed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_to IS DISTINCT FROM OLD.valid_to THEN\n        NEW.closed_login := CASE WHEN NEW.valid_to IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.closed_login := OLD.closed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_aliases_set_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.valid_from IS DISTINCT FROM OLD.valid_from THEN\n        NEW.set_login := CASE WHEN NEW.valid_from IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.set_login := OLD.set_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_stage_transitions_changed_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.changed_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.changed_login := OLD.changed_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_stage_transitions_link()", "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET extra_float_digits = 1 SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $function$\nDECLARE\n    head_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_heads');\n    link_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_links');\n    last_position bigint;\n    last_hash text;\n    next_hash text;\nBEGIN\n    IF NOT EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_roles AS o ON o.oid = c.relowner WHERE c.oid = TG_RELID AND o.rolname = current_user) THEN\n        RAISE insufficient_privilege USING\n            MESSAGE = format('%I.%I is not a table of %I, who owns the function that links its rows.', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user),\n            HINT = 'Give the table and its functions one owner, with REASSIGN OWNED for instance.';\n    END IF;\n    -- Writers of one chain wait here for one another.\n    LOOP\n        EXECUTE format('SELECT h.position, h.hash FROM %s AS h WHERE h.tenant_id = $1 AND h.chain = $2 FOR NO KEY UPDATE', head_table) INTO last_position, last_hash USING NEW.tenant_id, coalesce(NEW.model_name, '');\n        EXIT WHEN last_position IS NOT NULL;\n        EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash) VALUES ($1, $2, 0, '''') ON CONFLICT DO NOTHING', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, '');\n    END LOOP;\n    next_hash := encode(sha256(convert_to(concat_ws(E'\\n', last_hash, 'StageTransition', (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(NEW.id)),\n            ('CreatedAt', to_jsonb(NEW.created_at)),\n            ('ModelVersionId', to_jsonb(NEW.model_version_id)),\n            ('ModelName', to_jsonb(NEW.model_name)),\n            ('Version', to_jsonb(NEW.model_version)),\n            ('FromStage', to_jsonb(NEW.from_stage)),\n            ('ToStage', to_jsonb(NEW.to_stage)),\n            ('ChangedBy', to_jsonb(NEW.changed_by)),\n            ('ChangedLogin', to_jsonb(NEW.changed_login)),\n            ('Reason', to_jsonb(NEW.reason)),\n            ('DecisionId', to_jsonb(NEW.decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL)), 'UTF8')), 'hex');\n    EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash, previous_hash, kind, row_id) VALUES ($1, $2, $3, $4, $5, $6, $7)', link_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash, last_hash, 'StageTransition'::text, NEW.id;\n    EXECUTE format('UPDATE %s AS h SET position = $3, hash = $4 WHERE h.tenant_id = $1 AND h.chain = $2', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash;\n    RETURN NULL;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_model_versions_promoted_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.promoted_at IS DISTINCT FROM OLD.promoted_at THEN\n        NEW.promoted_login := CASE WHEN NEW.promoted_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.promoted_login := OLD.promoted_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_retraining_decisions_decided_login()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF TG_OP = 'INSERT' OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN\n        NEW.decided_login := CASE WHEN NEW.created_at IS NOT NULL THEN session_user END;\n    ELSE\n        NEW.decided_login := OLD.decided_login;\n    END IF;\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_retraining_decisions_link()", "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET extra_float_digits = 1 SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $function$\nDECLARE\n    head_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_heads');\n    link_table constant text := format('%I.%I', TG_TABLE_SCHEMA, 'ml_chain_links');\n    last_position bigint;\n    last_hash text;\n    next_hash text;\nBEGIN\n    IF NOT EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_roles AS o ON o.oid = c.relowner WHERE c.oid = TG_RELID AND o.rolname = current_user) THEN\n        RAISE insufficient_privilege USING\n            MESSAGE = format('%I.%I is not a table of %I, who owns the function that links its rows.', TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user),\n            HINT = 'Give the table and its functions one owner, with REASSIGN OWNED for instance.';\n    END IF;\n    -- Writers of one chain wait here for one another.\n    LOOP\n        EXECUTE format('SELECT h.position, h.hash FROM %s AS h WHERE h.tenant_id = $1 AND h.chain = $2 FOR NO KEY UPDATE', head_table) INTO last_position, last_hash USING NEW.tenant_id, coalesce(NEW.model_name, '');\n        EXIT WHEN last_position IS NOT NULL;\n        EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash) VALUES ($1, $2, 0, '''') ON CONFLICT DO NOTHING', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, '');\n    END LOOP;\n    next_hash := encode(sha256(convert_to(concat_ws(E'\\n', last_hash, 'RetrainingDecision', (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(NEW.id)),\n            ('CreatedAt', to_jsonb(NEW.created_at)),\n            ('Timestamp', to_jsonb(NEW.timestamp)),\n            ('TriggerReason', to_jsonb(NEW.trigger_reason)),\n            ('Action', to_jsonb(NEW.action)),\n            ('ModelName', to_jsonb(NEW.model_name)),\n            ('CandidateVersionId', to_jsonb(NEW.candidate_version_id)),\n            ('DriftContext', to_jsonb(NEW.drift_context)),\n            ('DataContext', to_jsonb(NEW.data_context)),\n            ('DecisionDetails', to_jsonb(NEW.decision_details)),\n            ('RejectionReasons', to_jsonb(NEW.rejection_reasons)),\n            ('LabeledSamples', to_jsonb(NEW.labeled_samples)),\n            ('CoveragePct', to_jsonb(NEW.coverage_pct)),\n            ('EvidenceHash', to_jsonb(NEW.evidence_hash)),\n            ('DecidedBy', to_jsonb(NEW.decided_by)),\n            ('DecidedLogin', to_jsonb(NEW.decided_login)),\n            ('AnswersDecisionId', to_jsonb(NEW.answers_decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL)), 'UTF8')), 'hex');\n    EXECUTE format('INSERT INTO %s (tenant_id, chain, position, hash, previous_hash, kind, row_id) VALUES ($1, $2, $3, $4, $5, $6, $7)', link_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash, last_hash, 'RetrainingDecision'::text, NEW.id;\n    EXECUTE format('UPDATE %s AS h SET position = $3, hash = $4 WHERE h.tenant_id = $1 AND h.chain = $2', head_table) USING NEW.tenant_id, coalesce(NEW.model_name, ''), last_position + 1, next_hash;\n    RETURN NULL;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_set_updated_at()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    NEW.updated_at := clock_timestamp();\n    RETURN NEW;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_share(part bigint, whole bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT part / nullif(whole, 0)::double precision\n$function$")
                .OldAnnotation("MlOps:Function:mlops_shares(counts bigint[], least_share double precision DEFAULT 0)", "RETURNS double precision[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN t.total > 0\n        THEN ARRAY(SELECT greatest(c.n / t.total, least_share) FROM unnest(counts) WITH ORDINALITY AS c (n, at) ORDER BY c.at) END\n    FROM (SELECT sum(c.n)::double precision AS total FROM unnest(counts) AS c (n)) AS t\n$function$")
                .OldAnnotation("MlOps:Function:mlops_sketch(service text, from_time timestamptz, to_time timestamptz, features text[], is_number boolean, bins text[],\n    segment text, segment_names text[])", "RETURNS TABLE (version text, at integer, i integer, filled integer[], counts integer[], missing integer, mean double precision,\n    squared_deviations double precision, lowest double precision, highest double precision, values_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nBEGIN\n    RETURN QUERY EXECUTE (\n        SELECT format(\n            $sql$\n            WITH read AS MATERIALIZED (\n                SELECT r.version::text AS version, r.at, uuid_hash_extended(r.id, 0) AS id_hash, %s\n                FROM (%s OFFSET 0) AS r\n            ), summed AS (\n                SELECT r.version, r.at, count(*) AS n, %s\n                FROM read AS r\n                GROUP BY r.version, r.at\n            ), counted AS (\n                SELECT c.version, c.at, c.code / 2000 + 1 AS i, array_agg(c.code %% 2000 ORDER BY c.code) AS filled,\n                    array_agg(c.n::integer ORDER BY c.code) AS counts\n                FROM (\n                    SELECT r.version, r.at, u.code, count(*) AS n\n                    FROM read AS r\n                    CROSS JOIN LATERAL unnest(ARRAY[%s]) AS u (code)\n                    WHERE u.code IS NOT NULL\n                    GROUP BY r.version, r.at, u.code) AS c\n                GROUP BY 1, 2, 3\n            )\n            SELECT s.version, s.at, u.i, coalesce(c.filled, '{}'), coalesce(c.counts, '{}'), (s.n - u.size)::integer,\n                CASE WHEN u.lowest > -1e149 AND u.highest < 1e149 THEN u.mean END,\n                CASE WHEN u.lowest > -1e149 AND u.highest < 1e149 THEN u.variance * u.size END,\n                u.lowest, u.highest, coalesce(u.hash, 0)\n            FROM summed AS s\n            CROSS JOIN LATERAL (VALUES %s) AS u (i, size, mean, variance, lowest, highest, hash)\n            LEFT JOIN counted AS c ON c.i = u.i AND c.at = s.at AND c.version IS NOT DISTINCT FROM s.version\n            $sql$,\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN $sql$r.v%1$s, CASE WHEN r.v%1$s > '-Infinity' AND r.v%1$s < 'Infinity' THEN r.v%1$s END AS f%1$s$sql$\n                    ELSE 'r.v%1$s' END, n), ', ' ORDER BY n),\n            mlops_sample_sql(features, is_number, segment, 'current'),\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN 'count(r.f%1$s) AS size%1$s, avg(r.f%1$s) FILTER (WHERE abs(r.f%1$s) < 1e149) AS mean%1$s, '\n                        || 'var_pop(r.f%1$s) FILTER (WHERE abs(r.f%1$s) < 1e149) AS variance%1$s, min(r.f%1$s) AS lowest%1$s, '\n                        || 'max(r.f%1$s) AS highest%1$s, bit_xor(hashfloat8extended(r.v%1$s, r.id_hash)) AS hash%1$s'\n                    ELSE 'count(r.v%1$s) AS size%1$s, bit_xor(hashtextextended(r.v%1$s, r.id_hash)) AS hash%1$s' END, n), ', ' ORDER BY n),\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN '%3$s + width_bucket(r.f%1$s, %2$L::double precision[])'\n                    ELSE '%3$s + CASE WHEN r.v%1$s IS NOT NULL THEN coalesce(array_position(%2$L::text[], r.v%1$s) - 1, cardinality(%2$L::text[])) END'\n                    END, n, bins[n], (n - 1) * 2000), ', ' ORDER BY n),\n            string_agg(format(\n                CASE WHEN is_number\n                    THEN '(%1$s, s.size%1$s, s.mean%1$s, s.variance%1$s, s.lowest%1$s, s.highest%1$s, s.hash%1$s)'\n                    ELSE '(%1$s, s.size%1$s, NULL::double precision, NULL::double precision, NULL::double precision, NULL::double precision, s.hash%1$s)'\n                    END, n), ', ' ORDER BY n))\n        FROM generate_series(1, cardinality(features)) AS n)\n    USING service, from_time, to_time, NULL::timestamptz, NULL::timestamptz, segment_names;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_sketch_counts(monitor text, from_time timestamptz, to_time timestamptz, by_segment boolean DEFAULT false, version text DEFAULT NULL)", "RETURNS TABLE (feature_name text, segment_kind text, segment_name text, edges double precision[], compared_edges double precision[],\n    categories text[], counts bigint[], missing bigint, mean double precision, deviation double precision,\n    lowest double precision, highest double precision, values_hash bigint)\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET enable_sort = off AS $function$\nDECLARE\n    session_tenant uuid := nullif(current_setting('mlops.tenant_id', true), '')::uuid;\n    watching uuid;\n    owner uuid;\n    spans uuid[];\n    complete uuid[];\n    gap timestamptz;\n    most integer;\nBEGIN\n    PERFORM mlops_require_window('window', from_time, to_time);\n    SELECT m.id, m.tenant_id INTO watching, owner\n    FROM ml_monitors AS m WHERE m.name = monitor AND (session_tenant IS NULL OR m.tenant_id = session_tenant);\n    IF session_tenant IS NULL AND (SELECT count(*) FROM ml_monitors AS m WHERE m.name = monitor) > 1 THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'Several tenants have a monitor %L. Name one: SET mlops.tenant_id = ''...''.', monitor);\n    ELSIF watching IS NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',\n            MESSAGE = format('There is no monitor %L.', monitor);\n    ELSIF date_trunc('hour', from_time, 'UTC') <> from_time OR date_trunc('hour', to_time, 'UTC') <> to_time THEN\n        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(\n            'A window of sketches must begin and end with a whole hour; it was from %s to %s.', from_time, to_time);\n    END IF;\n    SELECT array_agg(s.id) INTO spans\n    FROM ml_sketched_spans AS s\n    WHERE s.tenant_id = owner AND s.monitor_id = watching\n        AND s.starts_at >= from_time AND s.starts_at < to_time\n        AND s.starts_at + s.hours * interval '1 hour' <= to_time\n        AND (s.hours = 24 OR NOT EXISTS (\n            SELECT FROM ml_sketched_spans AS h\n            WHERE h.tenant_id = owner AND h.monitor_id = watching AND h.hours = 24\n                AND h.starts_at = date_trunc('day', s.starts_at, 'UTC')\n                AND h.starts_at >= from_time AND h.starts_at + interval '24 hours' <= to_time));\n    SELECT min(g.hour) INTO gap\n    FROM generate_series(from_time, to_time - interval '1 hour', interval '1 hour') AS g (hour)\n    WHERE NOT EXISTS (\n        SELECT FROM ml_sketched_spans AS s\n        WHERE s.tenant_id = owner AND s.monitor_id = watching AND s.hours = 1\n            AND s.starts_at = g.hour);\n    IF gap IS NOT NULL THEN\n        RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = format(\n            'The monitor %L has no sketch of the hour of %s. It makes those of its windows and of their references.', monitor, gap);\n    END IF;\n    SELECT max(coalesce(cardinality(b.edges), cardinality(b.categories)) + 1) INTO most\n    FROM ml_feature_bins AS b\n    WHERE b.tenant_id = owner AND b.monitor_id = watching AND NOT b.are_segments;\n    IF most IS NULL THEN\n        RETURN;\n    END IF;\n    SELECT array_agg(c.bins) INTO complete\n    FROM (\n        SELECT k.bins_id AS bins\n        FROM ml_feature_sketches AS k\n        WHERE k.tenant_id = owner AND k.span_id = ANY (spans)\n        GROUP BY k.bins_id\n        HAVING count(DISTINCT k.span_id) = (\n            SELECT count(*) FROM ml_sketched_spans AS s\n            WHERE s.tenant_id = owner AND s.id = ANY (spans) AND s.num_predictions > 0)) AS c;\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH chosen AS NOT MATERIALIZED (\n            SELECT k.bins_id AS bins, CASE WHEN $2 THEN k.segment_kind::text END AS kind,\n                CASE WHEN $2 THEN k.segment_name::text END AS name, k.counts AS counts,\n                k.size AS size, k.missing AS missing, k.mean AS mean,\n                k.squared_deviations AS deviations, k.lowest AS lowest, k.highest AS highest,\n                k.values_hash AS hash\n            FROM ml_feature_sketches AS k\n            WHERE k.tenant_id = $1 AND k.span_id = ANY ($3) AND ($4 IS NULL OR k.model_version = $4)\n                AND k.bins_id = ANY ($5)\n        ), summed AS (\n            SELECT c.bins, c.kind, c.name, ARRAY[%s]::bigint[] AS counts, sum(c.missing) AS missing, sum(c.size) AS size,\n                CASE WHEN count(*) FILTER (WHERE c.size > 0) = count(c.mean)\n                    THEN sum(c.mean * (c.size::double precision)) / nullif(sum(c.size), 0) END AS mean,\n                min(c.lowest) AS lowest, max(c.highest) AS highest, bit_xor(c.hash) AS hash,\n                array_agg(c.size) AS sizes, array_agg(c.mean) AS means, array_agg(c.deviations) AS deviations\n            FROM chosen AS c\n            GROUP BY c.bins, c.kind, c.name\n        )\n        SELECT b.feature_name::text, t.kind, t.name, b.edges, b.compared_edges, b.categories::text[],\n            t.counts[1:coalesce(cardinality(b.edges), cardinality(b.categories)) + 1],\n            t.missing::bigint, t.mean, sqrt(d.deviations / nullif(t.size, 0)), t.lowest, t.highest, t.hash\n        FROM summed AS t\n        JOIN ml_feature_bins AS b ON b.tenant_id = $1 AND b.id = t.bins\n        CROSS JOIN LATERAL (\n            SELECT sum(u.deviations + u.size * (u.mean - t.mean) ^ 2) AS deviations\n            FROM unnest(t.sizes, t.means, t.deviations) AS u (size, mean, deviations)) AS d\n        $sql$,\n        (SELECT string_agg(format('coalesce(sum(c.counts[%s]), 0)', n), ', ' ORDER BY n) FROM generate_series(1, most) AS n))\n    USING owner, by_segment, spans, version, complete;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_smirnov_survival(distance double precision, count bigint)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    step bigint := greatest(1, count / 4096);\n    at bigint := step;\n    total double precision;\n    below double precision;\n    above double precision;\nBEGIN\n    IF distance >= 1 OR 2 * count * distance * distance > 746 THEN\n        RETURN 0;\n    END IF;\n    total := mlops_exp(count * ln(1 - distance));\n    WHILE at < count LOOP\n        below := distance + at / count::float8;\n        above := (count - at) / count::float8 - distance;\n        EXIT WHEN above <= 0;\n        total := total + mlops_exp(\n            mlops_ln_beta_prefix(at, count - at, below, above) + ln(distance / below * count / at / (count - at)));\n        at := at + step;\n    END LOOP;\n    RETURN total * step;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_square(x double precision)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN abs(x) < 1e-150 THEN 0 ELSE x * x END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_stirling_error(z double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    error double precision := 0;\n    square double precision;\nBEGIN\n    WHILE z < 16 LOOP\n        error := error + (z + 0.5::float8) * ln((z + 1) / z) - 1;\n        z := z + 1;\n    END LOOP;\n    square := z * z;\n    RETURN error + (1 / 12::float8 - (1 / 360::float8 - (1 / 1260::float8 - (1 / 1680::float8\n        - (1 / 1188::float8 - 691 / 360360::float8 / square) / square) / square) / square) / square) / z;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_store_ai_gm_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'ai-gm');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_ai_gm_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_ai_gm_ml_predictions (tenant_id, id, campaign_id, decision, scene) VALUES (NEW.tenant_id, NEW.id, NEW.campaign_id, NEW.decision, NEW.scene);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_code_roach_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'code-roach');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_code_roach_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_code_roach_ml_predictions (tenant_id, id, code_metrics, file_path, project_id) VALUES (NEW.tenant_id, NEW.id, NEW.code_metrics, NEW.file_path, NEW.project_id);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_daisy_chain_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'daisy-chain');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_daisy_chain_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_daisy_chain_ml_predictions (tenant_id, id, success_probability, task_id, task_type) VALUES (NEW.tenant_id, NEW.id, NEW.success_probability, NEW.task_id, NEW.task_type);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_first_mate_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'first-mate');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_first_mate_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_first_mate_ml_predictions (tenant_id, id, roll_type, stat_info, user_id) VALUES (NEW.tenant_id, NEW.id, NEW.roll_type, NEW.stat_info, NEW.user_id);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_game_app_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'game-app');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_game_app_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_game_app_ml_predictions (tenant_id, id, narrative_id, scenario, session_id) VALUES (NEW.tenant_id, NEW.id, NEW.narrative_id, NEW.scenario, NEW.session_id);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_ml_models()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    known uuid;\nBEGIN\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.baseline_metrics := COALESCE(NEW.baseline_metrics, '{}');\n    NEW.status := COALESCE(NEW.status, 'active');\n    NEW.tags := COALESCE(NEW.tags, '{}');\n    NEW.updated_at := COALESCE(NEW.updated_at, now());\n    IF NEW.version IS NULL AND NEW.hyperparameters IS NOT NULL THEN\n        RAISE not_null_violation USING\n            MESSAGE = format('Model %s has hyperparameters and no version, which they belong to.', quote_literal(NEW.name)),\n            HINT = 'Give a version too.';\n    END IF;\n    IF NEW.version IS NOT NULL THEN\n        known := (SELECT id FROM mlops_clients.stored_ml_models WHERE tenant_id = NEW.tenant_id AND name = NEW.name);\n    END IF;\n    IF known IS NULL THEN\n        INSERT INTO mlops_clients.stored_ml_models (tenant_id, id, baseline_metrics, created_at, description, framework, model_type, name, owner, status, tags, updated_at) VALUES (NEW.tenant_id, NEW.id, NEW.baseline_metrics, NEW.created_at, NEW.description, NEW.framework, NEW.model_type, NEW.name, NEW.owner, NEW.status, NEW.tags, NEW.updated_at);\n    ELSE\n        NEW.id := known;\n    END IF;\n    IF NEW.version IS NOT NULL THEN\n        INSERT INTO mlops_clients.stored_model_versions (tenant_id, id, model_name, model_version, hyperparameters,\n            stage_changed_at, created_at, updated_at)\n        VALUES (NEW.tenant_id, mlops_uuid7(NEW.created_at), NEW.name, NEW.version, NEW.hyperparameters, NEW.created_at, NEW.created_at, NEW.created_at);\n    END IF;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nBEGIN\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n    INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_model_training_sessions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    version record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, nullif(current_setting('mlops.tenant_id', true), '')::uuid);\n    SELECT m.name AS model, v.id AS id, v.model_version AS name INTO version FROM mlops_clients.stored_ml_models AS m\n    LEFT JOIN mlops_clients.stored_model_versions AS v ON v.tenant_id = m.tenant_id AND v.model_name = m.name\n        AND (NEW.model_version_id IS NULL OR v.id = NEW.model_version_id)\n        AND (NEW.model_version IS NULL OR v.model_version = NEW.model_version)\n    WHERE m.tenant_id = NEW.tenant_id AND NEW.model_id IN (m.id, v.id)\n    ORDER BY v.id = NEW.model_id DESC NULLS LAST, v.stage = 'Production' DESC NULLS LAST,\n        v.created_at DESC NULLS LAST LIMIT 1;\nIF version.model IS NULL THEN\n    RAISE foreign_key_violation USING\n        MESSAGE = format('There is no model with the id %s.', NEW.model_id),\n        HINT = 'Insert the model first, and take the id that the INSERT returns.';\nEND IF;\n    IF version.id IS NULL THEN\n        RAISE foreign_key_violation USING\n            MESSAGE = format('Model %s has no version that could be trained.', quote_literal(version.model)),\n            HINT = 'Insert its version first, into ml_models or model_versions.';\n    END IF;\n    NEW.model_version_id := version.id;\n    NEW.model_name := version.model;\n    NEW.model_version := version.name;\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.status := COALESCE(NEW.status, 'queued');\n    NEW.completed_epochs := COALESCE(NEW.completed_epochs, 0);\n    INSERT INTO ml_training_jobs (tenant_id, id, created_at, model_version_id, dataset_id, hyperparameters, status, total_epochs, completed_epochs, worker, started_at, heartbeat_at, ended_at, error)\n    VALUES (NEW.tenant_id, NEW.id, NEW.created_at, NEW.model_version_id, NEW.dataset_id, NEW.hyperparameters, NEW.status, NEW.total_epochs, NEW.completed_epochs, NEW.worker, NEW.started_at, NEW.heartbeat_at, NEW.ended_at, NEW.error);\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_model_versions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    known record;\n    incumbent record;\n    wanted text := NEW.stage;\n    mover text := COALESCE(NEW.promoted_by, session_user);\n    moved_at timestamptz;\nBEGIN\n    NEW.status := COALESCE(\n        NEW.status, CASE COALESCE(wanted, 'None') WHEN 'None' THEN 'training' ELSE 'active' END);\n    -- A version is often written down after its promotion.\n    NEW.created_at := LEAST(COALESCE(NEW.created_at, now()), NEW.promoted_at);\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.metrics := COALESCE(NEW.metrics, '{}');\n    NEW.stage := COALESCE(NEW.stage, 'None');\n    NEW.stage_changed_at := COALESCE(NEW.stage_changed_at, now());\n    NEW.status := COALESCE(NEW.status, 'training');\n    NEW.updated_at := COALESCE(NEW.updated_at, now());\n    INSERT INTO mlops_clients.stored_ml_models (tenant_id, name, model_type, framework)\n    VALUES (NEW.tenant_id, NEW.model_name, 'unknown', 'unknown') ON CONFLICT DO NOTHING;\n    -- Changes of the stages of a model wait for one another.\n    PERFORM 1 FROM mlops_clients.stored_ml_models WHERE tenant_id = NEW.tenant_id AND name = NEW.model_name FOR NO KEY UPDATE;\n    SELECT id AS id, stage AS stage, status AS status, stage_changed_at AS since INTO known FROM mlops_clients.stored_model_versions\n        WHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND model_version = NEW.model_version;\n    -- A row without a stage tells more of a version, and leaves it where it is.\n    wanted := COALESCE(wanted, known.stage, 'None');\n    IF known.id IS NULL THEN\n        moved_at := COALESCE(NEW.promoted_at, NEW.created_at);\n        NEW.stage := 'None';\n        NEW.stage_changed_at := NEW.created_at;\n        NEW.promoted_at := NULL;\n        NEW.promoted_by := NULL;\n        INSERT INTO mlops_clients.stored_model_versions (tenant_id, id, artifact_checksum, artifact_reference, artifact_size_bytes, brier_score, created_at, encrypted_model, encryption_key_id, f1_score, failure_reason, feature_schema_id, hyperparameters, input_schema, metrics, mlflow_run_id, model_name, output_schema, parameters, promoted_at, promoted_by, promoted_login, stage, stage_changed_at, status, updated_at, model_version) VALUES (NEW.tenant_id, NEW.id, NEW.artifact_checksum, NEW.artifact_reference, NEW.artifact_size_bytes, NEW.brier_score, NEW.created_at, NEW.encrypted_model, NEW.encryption_key_id, NEW.f1_score, NEW.failure_reason, NEW.feature_schema_id, NEW.hyperparameters, NEW.input_schema, NEW.metrics, NEW.mlflow_run_id, NEW.model_name, NEW.output_schema, NEW.parameters, NEW.promoted_at, NEW.promoted_by, NEW.promoted_login, NEW.stage, NEW.stage_changed_at, NEW.status, NEW.updated_at, NEW.model_version);\n        SELECT NEW.id AS id, NEW.stage AS stage, NEW.status AS status, NEW.created_at AS since INTO known;\n    ELSE\n        moved_at := COALESCE(NEW.promoted_at, now());\n        NEW.id := known.id;\n        UPDATE mlops_clients.stored_model_versions SET\n            status = CASE WHEN known.status = 'training' AND wanted <> 'None' THEN 'active' ELSE status END,\n            metrics = metrics || NEW.metrics,\n            mlflow_run_id = COALESCE(NEW.mlflow_run_id, mlflow_run_id),\n            hyperparameters = COALESCE(NEW.hyperparameters, hyperparameters),\n            parameters = COALESCE(NEW.parameters, parameters),\n            f1_score = COALESCE(NEW.f1_score, f1_score),\n            brier_score = COALESCE(NEW.brier_score, brier_score)\n        WHERE tenant_id = NEW.tenant_id AND id = known.id;\n    END IF;\n    IF wanted <> known.stage THEN\n        IF known.status = 'failed' OR known.stage || '>' || wanted <> ALL (ARRAY['None>Staging', 'None>Production', 'None>Archived', 'Staging>Production', 'Staging>Archived', 'Production>Archived', 'Archived>Staging', 'Archived>Production']) THEN\n            RAISE check_violation USING MESSAGE = format(\n                'Version %s of model %s is %s, in stage %s, and cannot move to %s.',\n                NEW.model_version, quote_literal(NEW.model_name), known.status, known.stage, wanted);\n        END IF;\n        IF moved_at < known.since THEN\n    RAISE check_violation USING MESSAGE = format(\n        'Version %s of model %s moved to %s at %s and cannot move to %s earlier, at %s.',\n        NEW.model_version, quote_literal(NEW.model_name), known.stage, known.since, wanted, moved_at),\n        HINT = 'If both times are right, the clocks of two machines differ, or a time without zone was of another one than the session''s.';\nEND IF;\n        IF wanted = 'Production' THEN\n            SELECT id AS id, model_version AS version, stage AS stage, stage_changed_at AS since\n                INTO incumbent FROM mlops_clients.stored_model_versions\n                WHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name\n                    AND stage = 'Production';\n            IF incumbent.id IS NOT NULL THEN\n                IF moved_at < incumbent.since THEN\n    RAISE check_violation USING MESSAGE = format(\n        'Version %s of model %s moved to %s at %s and cannot move to %s earlier, at %s.',\n        incumbent.version, quote_literal(NEW.model_name), incumbent.stage, incumbent.since, 'Archived', moved_at),\n        HINT = 'If both times are right, the clocks of two machines differ, or a time without zone was of another one than the session''s.';\nEND IF;\n                UPDATE mlops_clients.stored_model_versions SET stage = 'Archived', stage_changed_at = moved_at,\n    status = CASE 'Archived' WHEN 'Archived' THEN 'retired' ELSE 'active' END\nWHERE tenant_id = NEW.tenant_id AND id = incumbent.id;\n                INSERT INTO model_stage_transitions (tenant_id, id, model_version_id,\n    model_name, model_version, from_stage, to_stage,\n    changed_by, reason, created_at)\nVALUES (NEW.tenant_id, mlops_uuid7(moved_at), incumbent.id, NEW.model_name, incumbent.version, incumbent.stage, 'Archived', mover, 'INSERT INTO model_versions', moved_at);\n                UPDATE ml_serving_periods SET served_to = moved_at\nWHERE tenant_id = NEW.tenant_id AND model_version_id = incumbent.id\n    AND served_to IS NULL;\n            END IF;\n            UPDATE mlops_clients.stored_model_versions SET stage = wanted, stage_changed_at = moved_at,\n    status = CASE wanted WHEN 'Archived' THEN 'retired' ELSE 'active' END, promoted_at = moved_at, promoted_by = mover\nWHERE tenant_id = NEW.tenant_id AND id = known.id;\n            NEW.promoted_at := moved_at;\n            NEW.promoted_by := mover;\n            INSERT INTO ml_serving_periods (tenant_id, id, model_name,\n                model_version_id, model_version, served_from,\n                promoted_at, created_at, updated_at)\n            VALUES (NEW.tenant_id, mlops_uuid7(moved_at), NEW.model_name, known.id, NEW.model_version, moved_at,\n                moved_at, moved_at, moved_at);\n            UPDATE model_aliases SET valid_to = moved_at, closed_by = mover\nWHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND alias = 'champion' AND valid_to IS NULL AND model_version_id <> known.id;\n            INSERT INTO model_aliases (tenant_id, id, model_name,\n                alias, model_version_id, model_version,\n                set_by, valid_from, created_at, updated_at)\n            SELECT NEW.tenant_id, mlops_uuid7(moved_at), NEW.model_name, 'champion', known.id,\n                NEW.model_version, mover, moved_at, moved_at, moved_at\n            WHERE NOT EXISTS (SELECT 1 FROM model_aliases WHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND alias = 'champion' AND valid_to IS NULL);\n        ELSE\n            UPDATE mlops_clients.stored_model_versions SET stage = wanted, stage_changed_at = moved_at,\n    status = CASE wanted WHEN 'Archived' THEN 'retired' ELSE 'active' END\nWHERE tenant_id = NEW.tenant_id AND id = known.id;\n            IF known.stage = 'Production' THEN\n                UPDATE ml_serving_periods SET served_to = moved_at\nWHERE tenant_id = NEW.tenant_id AND model_version_id = known.id\n    AND served_to IS NULL;\n                UPDATE model_aliases SET valid_to = moved_at, closed_by = mover\nWHERE tenant_id = NEW.tenant_id AND model_name = NEW.model_name AND alias = 'champion' AND valid_to IS NULL AND model_version_id = known.id;\n            END IF;\n        END IF;\n        INSERT INTO model_stage_transitions (tenant_id, id, model_version_id,\n    model_name, model_version, from_stage, to_stage,\n    changed_by, reason, created_at)\nVALUES (NEW.tenant_id, mlops_uuid7(moved_at), known.id, NEW.model_name, NEW.model_version, known.stage, wanted, mover, 'INSERT INTO model_versions', moved_at);\n    END IF;\n    NEW.stage := wanted;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_oracle_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'oracle');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_oracle_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_oracle_ml_predictions (tenant_id, id, knowledge_id, query, relevance_scores) VALUES (NEW.tenant_id, NEW.id, NEW.knowledge_id, NEW.query, NEW.relevance_scores);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_policy_ml_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    base record;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.service_name := COALESCE(NEW.service_name, 'policy');\n    NEW.id := COALESCE(NEW.prediction_id, NEW.id);\n    IF substr(NEW.id::text, 15, 1) <> '7' THEN\n    NEW.request_id := COALESCE(NEW.request_id, NEW.id::text);\n    NEW.id := NULL;\nEND IF;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(NEW.predicted_value - NEW.actual_value)) <= 1e-6 * greatest(1, abs(NEW.predicted_value - NEW.actual_value))) IS NOT TRUE THEN\n    RAISE check_violation USING\n        MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',\n            NEW.error, COALESCE(abs(NEW.predicted_value - NEW.actual_value)::text, 'unknown')),\n        HINT = 'Leave the error out: the database computes it.';\nEND IF;\n    SELECT b.id AS id, b.created_at AS at INTO base FROM mlops_clients.stored_ml_predictions AS b\n    WHERE b.tenant_id = NEW.tenant_id AND CASE\n        WHEN NEW.id IS NOT NULL THEN b.id = NEW.id\n        ELSE b.service_name = NEW.service_name\n            AND b.created_at BETWEEN COALESCE(NEW.created_at, now() - interval '10 minutes') AND COALESCE(NEW.created_at, now())\n            AND (NEW.prediction_type IS NULL OR b.prediction_type = NEW.prediction_type)\n                AND (NEW.predicted_value IS NULL OR b.predicted_value = NEW.predicted_value)\n                AND (NEW.confidence IS NULL OR b.confidence = NEW.confidence)\n                AND (NEW.model_version IS NULL OR b.model_version = NEW.model_version)\n                AND (NEW.request_id IS NULL OR b.request_id = NEW.request_id)\n            AND NOT EXISTS (SELECT 1 FROM mlops_clients.stored_policy_ml_predictions AS other WHERE other.tenant_id = b.tenant_id AND other.id = b.id)\n        END\n    ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;\n    IF base.id IS NULL THEN\n        NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.revision := COALESCE(NEW.revision, 0);\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n        INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type) VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.attention_weights, NEW.attribution_method, NEW.attributions, NEW.categories, NEW.confidence, NEW.confidence_lower, NEW.confidence_upper, NEW.context, NEW.created_at, NEW.explanation, NEW.feature_importance, NEW.feature_schema_id, NEW.features, NEW.inference_time_ms, NEW.label_received_at, NEW.label_source, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.output, NEW.predicted_value, NEW.prediction_type, NEW.recommendations, NEW.request_id, NEW.revision, NEW.risk_level, NEW.service_name, NEW.shap_values, NEW.source, NEW.superseded_labels, NEW.target_entity_id, NEW.target_entity_type) RETURNING error, labelled_at, received_at\n    INTO NEW.error, NEW.labelled_at, NEW.received_at;\n    ELSE\n        NEW.id := base.id;\n        NEW.created_at := base.at;\n    END IF;\n    INSERT INTO mlops_clients.stored_policy_ml_predictions (tenant_id, id, compliance_state, policy_id, resource_id, time_to_violation) VALUES (NEW.tenant_id, NEW.id, NEW.compliance_state, NEW.policy_id, NEW.resource_id, NEW.time_to_violation);\n    NEW.prediction_id := NEW.id;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_store_predictions()", "RETURNS trigger LANGUAGE plpgsql AS $function$\nDECLARE\n    version record;\n    number double precision;\nBEGIN\n    NEW.tenant_id := COALESCE(NEW.tenant_id, NULLIF(current_setting('mlops.tenant_id', true), '')::uuid);\n    IF NEW.model_id IS NOT NULL THEN\n        SELECT m.name AS model, v.id AS id, v.model_version AS name INTO version FROM mlops_clients.stored_ml_models AS m\n    LEFT JOIN mlops_clients.stored_model_versions AS v ON v.tenant_id = m.tenant_id AND v.model_name = m.name\n        AND (NEW.model_version_id IS NULL OR v.id = NEW.model_version_id)\n        AND (NEW.model_version IS NULL OR v.model_version = NEW.model_version)\n    WHERE m.tenant_id = NEW.tenant_id AND NEW.model_id IN (m.id, v.id)\n    ORDER BY v.id = NEW.model_id DESC NULLS LAST, v.stage = 'Production' DESC NULLS LAST,\n        v.created_at DESC NULLS LAST LIMIT 1;\nIF version.model IS NULL THEN\n    RAISE foreign_key_violation USING\n        MESSAGE = format('There is no model with the id %s.', NEW.model_id),\n        HINT = 'Insert the model first, and take the id that the INSERT returns.';\nEND IF;\n        NEW.model_version_id := COALESCE(NEW.model_version_id, version.id);\n        NEW.model_version := COALESCE(NEW.model_version, version.name);\n        NEW.service_name := COALESCE(NEW.service_name, version.model);\n    END IF;\n    NEW.service_name := COALESCE(NEW.service_name, 'unknown');\n    NEW.created_at := COALESCE(NEW.created_at, now());\n    NEW.id := COALESCE(NEW.id, mlops_uuid7(NEW.created_at));\n    NEW.source := COALESCE(NEW.source, 'ml_model');\n    -- A value is a number, or a document with one of these members, or with one member alone.\n    number := CASE jsonb_typeof(NEW.predicted_value)\n        WHEN 'number' THEN NEW.predicted_value::double precision\n        WHEN 'object' THEN COALESCE(\n            (SELECT (NEW.predicted_value->>name)::double precision\n                FROM unnest(ARRAY['value', 'probability', 'prediction', 'score', 'predicted_value']) WITH ORDINALITY AS names (name, place)\n                WHERE jsonb_typeof(NEW.predicted_value->name) = 'number' ORDER BY place LIMIT 1),\n            (SELECT CASE WHEN count(*) = 1 AND min(jsonb_typeof(value)) = 'number' THEN min(value::text)::double precision END\n                FROM jsonb_each(NEW.predicted_value)))\n        END;\n    IF NEW.error IS NOT NULL AND (abs(NEW.error - abs(number - NEW.actual_value)) <= 1e-6) IS NOT TRUE THEN\n        RAISE check_violation USING\n            MESSAGE = format('The error %s is not the distance from the predicted to the actual value.', NEW.error),\n            HINT = 'Leave the error out: the database computes it.';\n    END IF;\n    INSERT INTO mlops_clients.stored_ml_predictions (tenant_id, id, actual_value, confidence, context, created_at, inference_time_ms, labelled_at, model_version, model_version_id, prediction_type, risk_level, service_name, source, target_entity_id, target_entity_type,\n        predicted_value, output, confidence_lower, confidence_upper)\n    VALUES (NEW.tenant_id, NEW.id, NEW.actual_value, NEW.confidence, NEW.context, NEW.created_at, NEW.inference_time_ms, NEW.labelled_at, NEW.model_version, NEW.model_version_id, NEW.prediction_type, NEW.risk_level, NEW.service_name, NEW.source, NEW.target_entity_id, NEW.target_entity_type,\n        number, CASE WHEN jsonb_typeof(NEW.predicted_value) <> 'number' THEN NEW.predicted_value END,\n        CASE jsonb_typeof(NEW.confidence_interval) WHEN 'object' THEN (NEW.confidence_interval->>'lower')::double precision WHEN 'array' THEN (NEW.confidence_interval->>0)::double precision END, CASE jsonb_typeof(NEW.confidence_interval) WHEN 'object' THEN (NEW.confidence_interval->>'upper')::double precision WHEN 'array' THEN (NEW.confidence_interval->>1)::double precision END)\n    RETURNING error, labelled_at INTO NEW.error, NEW.labelled_at;\n    RETURN NEW;\nEND\n$function$")
                .OldAnnotation("MlOps:Function:mlops_student_t_two_sided(t double precision, degrees_of_freedom double precision)", "RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$\nDECLARE\n    size double precision := abs(t);\n    ratio double precision;\nBEGIN\n    IF NOT (degrees_of_freedom > 0) OR degrees_of_freedom = 'NaN' OR t = 'NaN' THEN\n        RETURN NULL;\n    ELSIF degrees_of_freedom > 1e15::float8 THEN\n        RETURN mlops_normal_two_sided(t);\n    ELSIF size < 1e-150::float8 THEN\n        RETURN 1;\n    ELSIF size >= 1 AND size / degrees_of_freedom >= 1e308::float8 / size THEN\n        RETURN 0;\n    END IF;\n    ratio := t / degrees_of_freedom * t;\n    RETURN mlops_beta(degrees_of_freedom / 2, 0.5, 1 / (1 + ratio), 1 / (1 + 1 / ratio));\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_sturges(count bigint)", "RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN count > 0 THEN log(2::numeric, count::numeric)::double precision + 1 END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_total_variation(reference bigint[], current bigint[])", "RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$\n    SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (SELECT sum(abs(p.r - p.c)) / 2 FROM unnest(s.r, s.c) AS p (r, c)) END\n    FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)\n$function$")
                .OldAnnotation("MlOps:Function:mlops_two_proportion_z(reference_trials bigint, reference_successes bigint, current_trials bigint, current_successes bigint)", "RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT t.z, mlops_normal_two_sided(t.z)\n    FROM (\n        SELECT (current_successes / nullif(current_trials, 0)::double precision\n            - reference_successes / nullif(reference_trials, 0)::double precision) / sqrt(nullif(v.variance, 0)) AS z\n        FROM (\n            SELECT p.pooled * (1 - p.pooled)\n                * (1 / nullif(reference_trials, 0)::double precision + 1 / nullif(current_trials, 0)::double precision) AS variance\n            FROM (\n                SELECT (reference_successes::double precision + current_successes)\n                    / nullif(reference_trials::double precision + current_trials, 0) AS pooled) AS p\n            WHERE reference_trials >= 2 AND current_trials >= 2\n                AND reference_successes BETWEEN 0 AND reference_trials AND current_successes BETWEEN 0 AND current_trials) AS v) AS t\n    RIGHT JOIN (SELECT) AS one ON true\n$function$")
                .OldAnnotation("MlOps:Function:mlops_unpaired(first_version uuid, other_version uuid, from_time timestamptz, to_time timestamptz, threshold double precision DEFAULT 0.5, positive double precision DEFAULT 1, segment text DEFAULT NULL, segment_cap integer DEFAULT 20)", "RETURNS TABLE (segment_name text, segment_kind text, of_other boolean, predictions bigint, labelled bigint, answered bigint,\n    true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,\n    brier double precision[], log_loss double precision[], absolute double precision[], squared double precision[],\n    auc double precision[])\nLANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $function$\nBEGIN\n    PERFORM mlops_require_window('window', from_time, to_time);\n    PERFORM mlops_require_segment(segment, segment_cap);\n    RETURN QUERY EXECUTE format(\n        $sql$\n        WITH answers AS MATERIALIZED (\n            SELECT r.*, num_nulls(r.y, r.a) = 0 AS is_answered, r.y = $6 AS is_positive, r.y IS NOT NULL AND r.a BETWEEN 0 AND 1 AS is_scored,\n                CASE WHEN greatest(abs(r.a), abs(r.y)) < 1e300 THEN abs(r.a - r.y) ELSE 'Infinity' END AS error,\n                CASE WHEN r.y = $6 THEN r.a ELSE 1 - r.a END AS likelihood\n            FROM (%s) AS r\n        ), segments AS (\n            SELECT k.key, CASE WHEN k.place <= $8 THEN k.place ELSE -1 END AS at\n            FROM (\n                SELECT r.key, row_number() OVER (ORDER BY count(*) FILTER (WHERE r.is_answered) DESC, r.key COLLATE \"C\") AS place\n                FROM answers AS r\n                WHERE r.key IS NOT NULL\n                GROUP BY r.key) AS k\n        ), grouped AS (\n            SELECT -2::bigint AS at, r.* FROM answers AS r\n            UNION ALL\n            SELECT s.at, r.* FROM answers AS r JOIN segments AS s ON s.key = r.key\n            UNION ALL\n            SELECT 0, r.* FROM answers AS r WHERE r.key IS NULL AND $7 IS NOT NULL\n        ), losses AS (\n            SELECT r.at, r.key, r.of_other, r.y, r.is_answered, r.is_scored, r.is_positive, r.a >= $5 AS is_selected,\n                CASE WHEN r.is_scored THEN mlops_square(r.likelihood - 1) END AS brier,\n                CASE WHEN r.is_scored THEN -ln(least(greatest(r.likelihood, 1e-15), 0.999999999999999)) END AS loss,\n                CASE WHEN r.is_answered AND r.error < 1e70 THEN r.error END AS error\n            FROM grouped AS r\n        ), summed AS (\n            SELECT r.at, r.of_other, min(r.key) FILTER (WHERE r.at > 0) AS name, count(*) AS n, count(r.y) AS labelled,\n                count(*) FILTER (WHERE r.is_answered) AS answered,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND r.is_positive) AS tp,\n                count(*) FILTER (WHERE r.is_scored AND r.is_selected AND NOT r.is_positive) AS fp,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND r.is_positive) AS fn,\n                count(*) FILTER (WHERE r.is_scored AND NOT r.is_selected AND NOT r.is_positive) AS tn,\n                ARRAY[count(r.brier), avg(r.brier), var_samp(r.brier)] AS brier,\n                ARRAY[count(r.loss), avg(r.loss), var_samp(r.loss)] AS log_loss,\n                ARRAY[count(r.error), avg(r.error), var_samp(r.error)] AS absolute,\n                ARRAY[count(r.error), avg(mlops_square(r.error)), var_samp(mlops_square(r.error))] AS squared,\n                count(r.error) = count(*) FILTER (WHERE r.is_answered) AS has_moments\n            FROM losses AS r\n            GROUP BY r.at, r.of_other\n        ), ranked AS (\n            SELECT r.at, r.of_other, r.positives, r.negatives, sum(r.positives) OVER w AS all_positives, sum(r.negatives) OVER w AS all_negatives,\n                sum(r.positives) OVER up_to - r.positives / 2 AS positives_below, sum(r.negatives) OVER up_to - r.negatives / 2 AS negatives_below\n            FROM (\n                SELECT r.at, r.of_other, r.a, (count(*) FILTER (WHERE r.is_positive))::double precision AS positives,\n                    (count(*) FILTER (WHERE NOT r.is_positive))::double precision AS negatives\n                FROM grouped AS r\n                WHERE r.is_scored\n                GROUP BY r.at, r.of_other, r.a) AS r\n            WINDOW w AS (PARTITION BY r.at, r.of_other), up_to AS (PARTITION BY r.at, r.of_other ORDER BY r.a)\n        ), placed AS (\n            SELECT r.*, r.negatives_below / r.all_negatives AS above_negatives, r.positives_below / r.all_positives AS above_positives\n            FROM ranked AS r\n            WHERE r.all_positives > 0 AND r.all_negatives > 0\n        ), means AS (\n            SELECT r.at, r.of_other, max(r.all_positives) AS positives, max(r.all_negatives) AS negatives,\n                sum(r.positives * r.above_negatives) / max(r.all_positives) AS area\n            FROM placed AS r\n            GROUP BY r.at, r.of_other\n        ), areas AS (\n            SELECT m.at, m.of_other, ARRAY[m.positives, m.negatives, m.area,\n                coalesce(sum(r.positives * mlops_square(r.above_negatives - m.area)) / nullif(m.positives - 1, 0), 0) / m.positives\n                    + coalesce(sum(r.negatives * mlops_square(r.above_positives - (1 - m.area))) / nullif(m.negatives - 1, 0), 0) / m.negatives] AS auc\n            FROM placed AS r\n            JOIN means AS m ON m.at = r.at AND m.of_other = r.of_other\n            GROUP BY m.at, m.of_other, m.positives, m.negatives, m.area\n        )\n        SELECT s.name, CASE WHEN s.at = -2 THEN 'all' WHEN s.at > 0 THEN 'named' WHEN s.at = 0 THEN 'missing' ELSE 'others' END,\n            s.of_other, s.n, s.labelled, s.answered, s.tp, s.fp, s.fn, s.tn,\n            CASE WHEN s.brier[1] > 1 THEN s.brier END, CASE WHEN s.log_loss[1] > 1 THEN s.log_loss END,\n            CASE WHEN s.absolute[1] > 1 AND s.has_moments THEN s.absolute END, CASE WHEN s.squared[1] > 1 AND s.has_moments THEN s.squared END,\n            u.auc\n        FROM summed AS s\n        LEFT JOIN areas AS u ON u.at = s.at AND u.of_other = s.of_other\n        ORDER BY s.at = -2 DESC, s.at < 0, s.at = 0, s.at, s.of_other\n        $sql$,\n        mlops_unpaired_rows_sql(segment))\n    USING first_version, other_version, from_time, to_time, threshold, positive, segment, segment_cap;\nEND $function$")
                .OldAnnotation("MlOps:Function:mlops_unpaired_rows_sql(segment text)", "RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$\n    SELECT concat(\n        $sql$SELECT p.model_version_id = $2 AS of_other, p.actual_value AS y, p.predicted_value AS a, $sql$,\n        CASE WHEN segment IS NULL THEN 'NULL::text' ELSE mlops_value_sql(segment, false, 's.place') END,\n        $sql$ AS key\n        FROM ml_predictions AS p\n        LEFT JOIN (\n    SELECT f.tenant_id AS tenant, f.schema_id AS schema,\n        max(t.number_count) AS number_count, max(t.category_count) AS category_count,\n        max(f.position) FILTER (WHERE f.type = 'category' AND f.name = $7) AS place\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\n    GROUP BY f.tenant_id, f.schema_id\n) AS s ON s.tenant = p.tenant_id AND s.schema = p.feature_schema_id AND coalesce(array_upper(p.features, 1), s.number_count) = s.number_count AND coalesce(array_upper(p.categories, 1), s.category_count) = s.category_count\n        WHERE p.model_version_id IN ($1, $2) AND p.created_at >= $3 AND p.created_at < $4\n            $sql$, $sql$AND p.tenant_id = $sql$ || quote_literal(nullif(current_setting('mlops.tenant_id', true), '')::uuid) || '::uuid')\n$function$")
                .OldAnnotation("MlOps:Function:mlops_uuid7(at timestamptz)", "RETURNS uuid LANGUAGE sql VOLATILE STRICT PARALLEL SAFE\nRETURN encode(set_bit(set_bit(overlay(\n    uuid_send(gen_random_uuid()) PLACING substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),\n    52, 1), 53, 1), 'hex')::uuid")
                .OldAnnotation("MlOps:Function:mlops_value_sql(feature text, is_number boolean, place text)", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE\n        WHEN feature LIKE 'context:%' AND is_number\n            THEN $sql$mlops_number(p.context -> $sql$ || quote_literal(substr(feature, 9)) || ')'\n        WHEN feature LIKE 'context:%' THEN $sql$p.context ->> $sql$ || quote_literal(substr(feature, 9))\n        WHEN is_number THEN CASE feature\n            WHEN 'predicted_value' THEN $sql$p.predicted_value$sql$\n            WHEN 'actual_value' THEN $sql$p.actual_value$sql$\n            WHEN 'confidence' THEN $sql$p.confidence$sql$\n            WHEN 'confidence_lower' THEN $sql$p.confidence_lower$sql$\n            WHEN 'confidence_upper' THEN $sql$p.confidence_upper$sql$\n            ELSE $sql$p.features[$sql$ || place || ']' END\n        ELSE CASE feature\n            WHEN 'model_version' THEN $sql$p.model_version::text$sql$\n            WHEN 'prediction_type' THEN $sql$p.prediction_type::text$sql$\n            WHEN 'risk_level' THEN $sql$p.risk_level::text$sql$\n            WHEN 'source' THEN $sql$p.source::text$sql$\n            WHEN 'target_entity_type' THEN $sql$p.target_entity_type::text$sql$\n            ELSE $sql$p.categories[$sql$ || place || ']' END END\n$function$")
                .OldAnnotation("MlOps:Function:mlops_values_sql(sample text, features integer)", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT format('SELECT r.at, r.is_current, unnest(ARRAY[%s]) AS i, unnest(ARRAY[%s]) AS v FROM (%s) AS r',\n        string_agg(n::text, ', ' ORDER BY n), string_agg('r.v' || n, ', ' ORDER BY n), sample)\n    FROM generate_series(1, features) AS n\n$function$")
                .OldAnnotation("MlOps:Function:mlops_verify_chains(only_chain text DEFAULT NULL)", "RETURNS TABLE (chain text, length bigint, head text, fault text, fault_position bigint, fault_kind text, fault_row uuid)\nLANGUAGE sql STABLE SET timezone = 'UTC' SET extra_float_digits = 1 SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $function$\n    WITH found_links AS MATERIALIZED (\n        SELECT l.chain AS chain, l.position AS place, l.kind AS kind, l.row_id AS row_id,\n            l.previous_hash AS previous_hash, l.hash AS hash,\n            lag(l.position, 1, 0::bigint) OVER w AS place_before, lag(l.hash, 1, '') OVER w AS hash_before\n        FROM ml_chain_links AS l\n        WHERE l.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END AND (only_chain IS NULL OR l.chain = only_chain)\n        WINDOW w AS (PARTITION BY l.chain ORDER BY l.position)\n    ), found_stored AS MATERIALIZED (\n        SELECT 'StageTransition'::text AS kind, r.id AS row_id, coalesce(r.model_name, '') AS chain, (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(r.id)),\n            ('CreatedAt', to_jsonb(r.created_at)),\n            ('ModelVersionId', to_jsonb(r.model_version_id)),\n            ('ModelName', to_jsonb(r.model_name)),\n            ('Version', to_jsonb(r.model_version)),\n            ('FromStage', to_jsonb(r.from_stage)),\n            ('ToStage', to_jsonb(r.to_stage)),\n            ('ChangedBy', to_jsonb(r.changed_by)),\n            ('ChangedLogin', to_jsonb(r.changed_login)),\n            ('Reason', to_jsonb(r.reason)),\n            ('DecisionId', to_jsonb(r.decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL) AS content\n        FROM model_stage_transitions AS r\n        WHERE r.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END\n            AND (only_chain IS NULL OR coalesce(r.model_name, '') = only_chain\n                OR r.id IN (SELECT k.row_id FROM found_links AS k WHERE k.kind = 'StageTransition'))\nUNION ALL\n        SELECT 'RetrainingDecision'::text AS kind, r.id AS row_id, coalesce(r.model_name, '') AS chain, (SELECT coalesce(jsonb_object_agg(v.name, v.value), '{}')::text FROM (VALUES\n            ('Id', to_jsonb(r.id)),\n            ('CreatedAt', to_jsonb(r.created_at)),\n            ('Timestamp', to_jsonb(r.timestamp)),\n            ('TriggerReason', to_jsonb(r.trigger_reason)),\n            ('Action', to_jsonb(r.action)),\n            ('ModelName', to_jsonb(r.model_name)),\n            ('CandidateVersionId', to_jsonb(r.candidate_version_id)),\n            ('DriftContext', to_jsonb(r.drift_context)),\n            ('DataContext', to_jsonb(r.data_context)),\n            ('DecisionDetails', to_jsonb(r.decision_details)),\n            ('RejectionReasons', to_jsonb(r.rejection_reasons)),\n            ('LabeledSamples', to_jsonb(r.labeled_samples)),\n            ('CoveragePct', to_jsonb(r.coverage_pct)),\n            ('EvidenceHash', to_jsonb(r.evidence_hash)),\n            ('DecidedBy', to_jsonb(r.decided_by)),\n            ('DecidedLogin', to_jsonb(r.decided_login)),\n            ('AnswersDecisionId', to_jsonb(r.answers_decision_id))\n        ) AS v (name, value) WHERE v.value IS NOT NULL) AS content\n        FROM retraining_decisions AS r\n        WHERE r.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END\n            AND (only_chain IS NULL OR coalesce(r.model_name, '') = only_chain\n                OR r.id IN (SELECT k.row_id FROM found_links AS k WHERE k.kind = 'RetrainingDecision'))\n    ), found_unlinked AS (\n        SELECT s.* FROM found_stored AS s\n        WHERE NOT EXISTS (\n            SELECT 1 FROM ml_chain_links AS l WHERE l.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END AND l.row_id = s.row_id AND l.kind = s.kind)\n    ), found_ends AS (\n        SELECT coalesce(h.chain, k.chain) AS chain, h.place AS head_place, h.hash AS head_hash,\n            coalesce(k.place, 0) AS place, coalesce(k.hash, '') AS hash, k.links\n        FROM (\n            SELECT h.chain AS chain, h.position AS place, h.hash AS hash\n            FROM ml_chain_heads AS h\n            WHERE h.tenant_id = CASE WHEN coalesce(current_setting('mlops.tenant_id', true), '') = '' THEN mlops_missing_tenant() WHEN pg_has_role(session_user, 'mlops_bound', 'USAGE') THEN mlops_bound_tenant() ELSE current_setting('mlops.tenant_id', true)::uuid END AND (only_chain IS NULL OR h.chain = only_chain)) AS h\n        FULL JOIN (\n            SELECT DISTINCT ON (k.chain) k.chain, k.place, k.hash, count(*) OVER (PARTITION BY k.chain) AS links\n            FROM found_links AS k ORDER BY k.chain, k.place DESC) AS k ON k.chain = h.chain\n    ), found_faults AS (\n        SELECT k.chain, k.place, k.kind, k.row_id, CASE\n            WHEN k.place <> k.place_before + 1 THEN 'links_missing'\n            WHEN k.previous_hash <> k.hash_before THEN 'link_changed'\n            WHEN s.row_id IS NULL THEN 'row_missing'\n            WHEN s.chain <> k.chain OR k.hash <> encode(sha256(convert_to(concat_ws(E'\\n', k.previous_hash, k.kind, s.content), 'UTF8')), 'hex') THEN 'row_changed'\n            END AS fault\n        FROM found_links AS k LEFT JOIN found_stored AS s ON s.kind = k.kind AND s.row_id = k.row_id\n        UNION ALL\n        SELECT e.chain, e.place + 1, NULL, NULL, CASE\n            WHEN e.head_place IS NULL THEN 'head_missing'\n            WHEN e.head_place > e.place THEN 'tail_missing'\n            WHEN e.head_place < e.place OR e.head_hash <> e.hash THEN 'head_changed'\n            END\n        FROM found_ends AS e\n        UNION ALL\n        SELECT u.chain, NULL, u.kind, u.row_id, 'row_unlinked' FROM found_unlinked AS u\n    ), first_of_each AS (\n        SELECT DISTINCT ON (f.chain) f.* FROM found_faults AS f\n        WHERE f.fault IS NOT NULL\n        ORDER BY f.chain, f.place NULLS LAST, f.kind, f.row_id\n    )\n    SELECT c.chain, coalesce(e.links, 0), coalesce(e.hash, ''), f.fault, f.place, f.kind, f.row_id\n    FROM (SELECT e.chain FROM found_ends AS e UNION SELECT u.chain FROM found_unlinked AS u) AS c\n    LEFT JOIN found_ends AS e ON e.chain = c.chain\n    LEFT JOIN first_of_each AS f ON f.chain = c.chain\n    ORDER BY c.chain COLLATE \"C\"\n$function$")
                .OldAnnotation("MlOps:Function:mlops_windows(from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz)", "RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$\n    SELECT CASE WHEN reference_from IS NULL THEN 'current' WHEN from_time < reference_to AND reference_from < to_time THEN 'overlapping' ELSE 'both' END\n$function$")
                .OldAnnotation("MlOps:Role:mlops_app", "Tenant")
                .OldAnnotation("MlOps:Role:mlops_bound", "Tenant")
                .OldAnnotation("MlOps:Role:mlops_owner", "Owner")
                .OldAnnotation("MlOps:Role:mlops_reader", "Tenant")
                .OldAnnotation("MlOps:Role:mlops_service", "AllTenants")
                .OldAnnotation("MlOps:View:feature_store", "{\"Query\":\"SELECT v.tenant_id, v.id, f.id AS feature_id, v.feature_name, v.kind,\\n    f.value_type, v.entity_id, v.value, v.event_time, v.known_at,\\n    v.quality_score, v.completeness_score, v.created_at\\nFROM ml_feature_store AS v\\nJOIN ml_features AS f ON f.tenant_id = v.tenant_id AND f.name = v.feature_name\",\"Reads\":[\"ml_feature_store\",\"ml_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:m_daily_patterns", "{\"Query\":\"SELECT o.tenant_id, (o.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, o.pattern_id, count(*) AS occurrences\\nFROM pattern_occurrences AS o\\nWHERE o.created_at \\u003C= now()\\nGROUP BY 1, 2, 3\",\"Reads\":[\"pattern_occurrences\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"pattern_id\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_daily_predictions", "{\"Query\":\"SELECT p.tenant_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day, p.service_name,\\n    COALESCE(p.model_version, \\u0027\\u0027) AS model_version,\\n    count(*) AS predictions, count(p.actual_value) AS labelled, avg(p.confidence) AS avg_confidence,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, stddev(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS error_stddev,\\n    avg(CASE WHEN abs(p.inference_time_ms) \\u003E 1e140 THEN sign(p.inference_time_ms) * 1e140 ELSE p.inference_time_ms END) AS avg_inference_time_ms\\nFROM ml_predictions AS p\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":[\"tenant_id\",\"day\",\"service_name\",\"model_version\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_experiment_progress", "{\"Query\":\"SELECT g.tenant_id, g.experiment_id, g.number AS generation, e.name AS experiment,\\n    e.status, g.population_size, g.best_fitness, g.mean_fitness, g.diversity,\\n    max(g.best_fitness) OVER (\\n        PARTITION BY g.tenant_id, g.experiment_id ORDER BY g.number) AS best_so_far\\nFROM evolution_generations AS g\\nJOIN evolution_experiments AS e ON e.tenant_id = g.tenant_id AND e.id = g.experiment_id\",\"Reads\":[\"evolution_experiments\",\"evolution_generations\"],\"UniqueKey\":[\"tenant_id\",\"experiment_id\",\"generation\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_telemetry_by_hour", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027hour\\u0027, m.created_at, \\u0027UTC\\u0027) AS hour, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u002730 days\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"hour\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_telemetry_by_minute", "{\"Query\":\"SELECT m.tenant_id, date_trunc(\\u0027minute\\u0027, m.created_at, \\u0027UTC\\u0027) AS minute, m.source, m.metric_name,\\n    count(*) AS samples, avg(CASE WHEN abs(m.value) \\u003E 1e140 THEN sign(m.value) * 1e140 ELSE m.value END) AS average, min(m.value) AS least, max(m.value) AS greatest\\nFROM system_performance_metrics AS m\\nWHERE m.created_at \\u003E now() - interval \\u00271 day\\u0027\\nGROUP BY 1, 2, 3, 4\",\"Reads\":[\"system_performance_metrics\"],\"UniqueKey\":[\"tenant_id\",\"minute\",\"source\",\"metric_name\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:m_version_accuracy", "{\"Query\":\"SELECT p.tenant_id, p.model_version_id, (p.created_at AT TIME ZONE \\u0027UTC\\u0027)::date AS day,\\n    v.model_name, v.model_version, count(*) AS predictions, count(p.actual_value) AS labelled,\\n    avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END) AS avg_error, sqrt(avg(CASE WHEN abs(p.error) \\u003E 1e140 THEN sign(p.error) * 1e140 ELSE p.error END ^ 2)) AS root_mean_square_error\\nFROM ml_predictions AS p\\nJOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nGROUP BY 1, 2, 3, 4, 5\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":[\"tenant_id\",\"model_version_id\",\"day\"],\"Readers\":[\"mlops_service\"],\"IsMaterialized\":true,\"FilledBy\":\"mlops_owner\"}")
                .OldAnnotation("MlOps:View:mlops_clients.ai_gm_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.campaign_id, s.decision, s.scene,\\n    p.id AS prediction_id\\nFROM ai_gm_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"ai_gm_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_ai_gm_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.code_roach_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.code_metrics, s.file_path, s.project_id,\\n    p.id AS prediction_id\\nFROM code_roach_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"code_roach_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_code_roach_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.daisy_chain_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.success_probability, s.task_id, s.task_type,\\n    p.id AS prediction_id\\nFROM daisy_chain_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"daisy_chain_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_daisy_chain_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.first_mate_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.roll_type, s.stat_info, s.user_id,\\n    p.id AS prediction_id\\nFROM first_mate_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"first_mate_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_first_mate_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.game_app_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.narrative_id, s.scenario, s.session_id,\\n    p.id AS prediction_id\\nFROM game_app_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"game_app_ml_predictions\",\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_game_app_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.ml_models", "{\"Query\":\"SELECT tenant_id, id, baseline_metrics, created_at, description, framework, model_type, name, owner, status, tags, updated_at, NULL::text AS version, NULL::jsonb AS hyperparameters FROM ml_models\",\"Reads\":[\"ml_models\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_ml_models\"}")
                .OldAnnotation("MlOps:View:mlops_clients.ml_predictions", "{\"Query\":\"SELECT tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, error, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, received_at, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type FROM ml_predictions\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.model_versions", "{\"Query\":\"SELECT tenant_id, id, artifact_checksum, artifact_reference, artifact_size_bytes, brier_score, created_at, encrypted_model, encryption_key_id, f1_score, failure_reason, feature_schema_id, hyperparameters, input_schema, metrics, mlflow_run_id, model_name, output_schema, parameters, promoted_at, promoted_by, promoted_login, stage, stage_changed_at, status, updated_at, model_version FROM model_versions\",\"Reads\":[\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_model_versions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.oracle_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.knowledge_id, s.query, s.relevance_scores,\\n    p.id AS prediction_id\\nFROM oracle_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"ml_predictions\",\"oracle_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_oracle_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.policy_ml_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.actual_value, p.attention_weights, p.attribution_method, p.attributions, p.categories, p.confidence, p.confidence_lower, p.confidence_upper, p.context, p.created_at, p.error, p.explanation, p.feature_importance, p.feature_schema_id, p.features, p.inference_time_ms, p.label_received_at, p.label_source, p.labelled_at, p.model_version, p.model_version_id, p.output, p.predicted_value, p.prediction_type, p.received_at, p.recommendations, p.request_id, p.revision, p.risk_level, p.service_name, p.shap_values, p.source, p.superseded_labels, p.target_entity_id, p.target_entity_type, s.compliance_state, s.policy_id, s.resource_id, s.time_to_violation,\\n    p.id AS prediction_id\\nFROM policy_ml_predictions AS s\\nJOIN ml_predictions AS p ON p.tenant_id = s.tenant_id AND p.id = s.id\",\"Reads\":[\"ml_predictions\",\"policy_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_policy_ml_predictions\"}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_ai_gm_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, campaign_id, decision, scene FROM ai_gm_ml_predictions\",\"Reads\":[\"ai_gm_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_code_roach_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, code_metrics, file_path, project_id FROM code_roach_ml_predictions\",\"Reads\":[\"code_roach_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_daisy_chain_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, success_probability, task_id, task_type FROM daisy_chain_ml_predictions\",\"Reads\":[\"daisy_chain_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_first_mate_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, roll_type, stat_info, user_id FROM first_mate_ml_predictions\",\"Reads\":[\"first_mate_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_game_app_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, narrative_id, scenario, session_id FROM game_app_ml_predictions\",\"Reads\":[\"game_app_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_ml_models", "{\"Query\":\"SELECT tenant_id, id, baseline_metrics, created_at, description, framework, model_type, name, owner, status, tags, updated_at FROM ml_models\",\"Reads\":[\"ml_models\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, actual_value, attention_weights, attribution_method, attributions, categories, confidence, confidence_lower, confidence_upper, context, created_at, error, explanation, feature_importance, feature_schema_id, features, inference_time_ms, label_received_at, label_source, labelled_at, model_version, model_version_id, output, predicted_value, prediction_type, received_at, recommendations, request_id, revision, risk_level, service_name, shap_values, source, superseded_labels, target_entity_id, target_entity_type FROM ml_predictions\",\"Reads\":[\"ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_model_versions", "{\"Query\":\"SELECT tenant_id, id, artifact_checksum, artifact_reference, artifact_size_bytes, brier_score, created_at, encrypted_model, encryption_key_id, f1_score, failure_reason, feature_schema_id, hyperparameters, input_schema, metrics, mlflow_run_id, model_name, output_schema, parameters, production_slot, promoted_at, promoted_by, promoted_login, stage, stage_changed_at, status, updated_at, model_version FROM model_versions\",\"Reads\":[\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_oracle_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, knowledge_id, query, relevance_scores FROM oracle_ml_predictions\",\"Reads\":[\"oracle_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:mlops_clients.stored_policy_ml_predictions", "{\"Query\":\"SELECT tenant_id, id, compliance_state, policy_id, resource_id, time_to_violation FROM policy_ml_predictions\",\"Reads\":[\"policy_ml_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"]}")
                .OldAnnotation("MlOps:View:model_training_sessions", "{\"Query\":\"SELECT j.tenant_id, j.id, m.id AS model_id, j.model_version_id,\\n    v.model_name, v.model_version, j.dataset_id, j.hyperparameters,\\n    j.status, j.total_epochs, j.completed_epochs, j.loss_curve,\\n    j.resource_usage, j.worker, j.started_at, j.heartbeat_at, j.ended_at,\\n    j.error, j.created_at, j.updated_at\\nFROM ml_training_jobs AS j\\nJOIN model_versions AS v ON v.tenant_id = j.tenant_id AND v.id = j.model_version_id\\nJOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_models\",\"ml_training_jobs\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_model_training_sessions\"}")
                .OldAnnotation("MlOps:View:predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, m.id AS model_id, p.model_version_id,\\n    p.model_version, p.service_name, p.prediction_type,\\n    p.target_entity_type, p.target_entity_id,\\n    COALESCE(p.output, to_jsonb(p.predicted_value)) AS predicted_value,\\n    CASE WHEN p.confidence_lower IS NOT NULL\\n        THEN jsonb_build_object(\\u0027lower\\u0027, p.confidence_lower, \\u0027upper\\u0027, p.confidence_upper)\\n    END AS confidence_interval,\\n    p.confidence, p.actual_value, p.error, p.labelled_at,\\n    p.source,\\n    CASE WHEN jsonb_typeof(p.context) = \\u0027object\\u0027\\n        THEN COALESCE((SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\\n    WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id\\n        AND coalesce(array_upper(p.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(p.categories, 1), t.category_count) = t.category_count) || p.context, p.context)\\n        ELSE COALESCE(p.context, (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\\n    WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id\\n        AND coalesce(array_upper(p.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(p.categories, 1), t.category_count) = t.category_count)) END AS context,\\n    p.risk_level, p.inference_time_ms, p.created_at\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nLEFT JOIN ml_models AS m ON m.tenant_id = v.tenant_id AND m.name = v.model_name\",\"Reads\":[\"ml_feature_schemas\",\"ml_models\",\"ml_predictions\",\"ml_schema_features\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"Writers\":[\"mlops_app\",\"mlops_service\"],\"InsertFunction\":\"mlops_store_predictions\"}")
                .OldAnnotation("MlOps:View:schema_migrations", "{\"Query\":\"SELECT version, name, product_version FROM applied_migrations()\",\"Reads\":[],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_daily_patterns", "{\"Query\":\"SELECT * FROM m_daily_patterns WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_daily_patterns\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_daily_predictions", "{\"Query\":\"SELECT * FROM m_daily_predictions WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_daily_predictions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_decision_history", "{\"Query\":\"SELECT d.tenant_id, d.id, d.timestamp, d.trigger_reason, d.action,\\n    d.model_name, d.candidate_version_id, d.drift_context, d.data_context,\\n    d.decision_details, d.rejection_reasons, d.labeled_samples, d.coverage_pct\\nFROM retraining_decisions AS d\\nORDER BY d.timestamp DESC\",\"Reads\":[\"retraining_decisions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_experiment_progress", "{\"Query\":\"SELECT * FROM m_experiment_progress WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_experiment_progress\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_index_usage", "{\"Query\":\"SELECT n.nspname AS schemaname, c.relname AS tablename, i.relname AS indexname,\\n    sum(pg_stat_get_numscans(part.relid))::bigint AS index_scans,\\n    sum(pg_stat_get_tuples_returned(part.relid))::bigint AS tuples_read,\\n    sum(pg_stat_get_tuples_fetched(part.relid))::bigint AS tuples_fetched,\\n    sum(pg_relation_size(part.relid))::bigint AS size_bytes, x.indisunique AS is_unique\\nFROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid\\nJOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace\\nCROSS JOIN LATERAL (\\n    SELECT relid::oid FROM pg_partition_tree(i.oid) WHERE isleaf UNION SELECT i.oid WHERE i.relkind = \\u0027i\\u0027) AS part (relid)\\nWHERE c.relkind IN (\\u0027r\\u0027, \\u0027p\\u0027) AND NOT i.relispartition AND c.relnamespace IN (SELECT relnamespace FROM pg_class WHERE oid IN (\\u0027ab_testing_experiments\\u0027::regclass))\\nGROUP BY n.nspname, c.relname, i.relname, x.indisunique\",\"Reads\":[\"ab_testing_experiments\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_model_performance", "{\"Query\":\"SELECT v.tenant_id, v.model_name, v.model_version, v.stage,\\n    v.f1_score, v.brier_score,\\n    count(p.id) AS predictions, count(p.actual_value) AS labelled,\\n    avg(p.confidence) AS avg_confidence, avg(p.error) AS avg_error,\\n    stddev(p.error) AS error_stddev, avg(p.inference_time_ms) AS avg_inference_time_ms\\nFROM model_versions AS v\\nLEFT JOIN ml_predictions AS p ON p.tenant_id = v.tenant_id AND p.model_version_id = v.id\\nGROUP BY v.tenant_id, v.id\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_model_timeline", "{\"Query\":\"SELECT t.tenant_id, t.model_name, t.model_version, t.from_stage, t.to_stage,\\n    t.to_stage AS stage, t.created_at AS changed_at, t.changed_by, t.reason, t.decision_id,\\n    v.f1_score, v.brier_score, v.mlflow_run_id, v.promoted_at, v.promoted_by\\nFROM model_stage_transitions AS t\\nJOIN model_versions AS v ON v.tenant_id = t.tenant_id AND v.id = t.model_version_id\\nORDER BY t.created_at DESC\",\"Reads\":[\"model_stage_transitions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_prediction_features", "{\"Query\":\"SELECT p.tenant_id, p.id, p.request_id, p.service_name, p.prediction_type,\\n    p.model_version, p.model_version_id, p.predicted_value, p.actual_value,\\n    s.name AS schema_name, s.version AS schema_version,\\n    (SELECT jsonb_object_agg(f.name, CASE WHEN f.type = \\u0027number\\u0027\\n        THEN to_jsonb(p.features[f.position]) ELSE to_jsonb(p.categories[f.position]) END)\\n    FROM ml_schema_features AS f JOIN ml_feature_schemas AS t ON t.tenant_id = f.tenant_id AND t.id = f.schema_id\\n    WHERE f.tenant_id = p.tenant_id AND f.schema_id = p.feature_schema_id\\n        AND coalesce(array_upper(p.features, 1), t.number_count) = t.number_count AND coalesce(array_upper(p.categories, 1), t.category_count) = t.category_count) AS features, p.created_at, p.received_at\\nFROM ml_predictions AS p\\nJOIN ml_feature_schemas AS s ON s.tenant_id = p.tenant_id AND s.id = p.feature_schema_id\",\"Reads\":[\"ml_feature_schemas\",\"ml_predictions\",\"ml_schema_features\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_recent_monitoring", "{\"Query\":\"SELECT r.tenant_id, r.id, r.timestamp, r.lookback_hours, r.num_predictions,\\n    r.positive_rate, r.probability_mean, r.probability_std, r.entropy,\\n    r.dataset_drift_detected, r.feature_drift_ratio, r.num_drifted_features,\\n    r.drift_summary_ref, r.drift_report_ref\\nFROM monitoring_metrics AS r\\nWHERE r.timestamp \\u003E now() - interval \\u00277 days\\u0027\\nORDER BY r.timestamp DESC\",\"Reads\":[\"monitoring_metrics\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_recent_predictions", "{\"Query\":\"SELECT p.tenant_id, p.id, p.service_name, p.prediction_type,\\n    p.predicted_value, p.actual_value, p.error, p.confidence,\\n    p.risk_level, p.inference_time_ms, p.created_at,\\n    v.model_name, COALESCE(v.model_version, p.model_version) AS model_version, v.stage\\nFROM ml_predictions AS p\\nLEFT JOIN model_versions AS v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id\\nWHERE p.created_at \\u003E now() - interval \\u002724 hours\\u0027\",\"Reads\":[\"ml_predictions\",\"model_versions\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_table_sizes", "{\"Query\":\"SELECT n.nspname AS schemaname, c.relname AS tablename,\\n    pg_size_pretty(sum(pg_total_relation_size(part.relid))) AS size, sum(pg_total_relation_size(part.relid))::bigint AS size_bytes\\nFROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace\\nCROSS JOIN LATERAL (\\n    SELECT relid::oid FROM pg_partition_tree(c.oid) WHERE isleaf UNION SELECT c.oid WHERE c.relkind = \\u0027r\\u0027) AS part (relid)\\nWHERE c.relkind IN (\\u0027r\\u0027, \\u0027p\\u0027) AND NOT c.relispartition AND c.relnamespace IN (SELECT relnamespace FROM pg_class WHERE oid IN (\\u0027ab_testing_experiments\\u0027::regclass))\\nGROUP BY n.nspname, c.relname\",\"Reads\":[\"ab_testing_experiments\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false}")
                .OldAnnotation("MlOps:View:v_telemetry_by_hour", "{\"Query\":\"SELECT * FROM m_telemetry_by_hour WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_telemetry_by_hour\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_telemetry_by_minute", "{\"Query\":\"SELECT * FROM m_telemetry_by_minute WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_telemetry_by_minute\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}")
                .OldAnnotation("MlOps:View:v_version_accuracy", "{\"Query\":\"SELECT * FROM m_version_accuracy WHERE tenant_id BETWEEN CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u002700000000-0000-0000-0000-000000000000\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END AND CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 AND pg_has_role(current_user, \\u0027mlops_owner\\u0027, \\u0027USAGE\\u0027) THEN \\u0027ffffffff-ffff-ffff-ffff-ffffffffffff\\u0027 ELSE CASE WHEN coalesce(current_setting(\\u0027mlops.tenant_id\\u0027, true), \\u0027\\u0027) = \\u0027\\u0027 THEN mlops_missing_tenant() WHEN pg_has_role(session_user, \\u0027mlops_bound\\u0027, \\u0027USAGE\\u0027) THEN mlops_bound_tenant() ELSE current_setting(\\u0027mlops.tenant_id\\u0027, true)::uuid END END\",\"Reads\":[\"m_version_accuracy\"],\"UniqueKey\":null,\"Readers\":[\"mlops_app\",\"mlops_reader\",\"mlops_service\"],\"IsMaterialized\":false,\"IsOfTenant\":true}");
        }
    }
}
