using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Configurations.Features;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// What statistics read: the values of features, with the segment of each row. Statements are put together as text, so that a feature
/// is looked up by its name once and not for each row, and run with the windows as parameters: PostgreSQL then reads their slices
/// alone. The time of a row decides, and not its id, since rows from elsewhere may have an id of another time.
/// </summary>
internal static class SampleFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_number(value jsonb)", Number);
        builder.HasSqlFunction("mlops_value_sql", ValueSql);
        builder.HasSqlFunction("mlops_require_feature", RequireFeature);
        builder.HasSqlFunction("mlops_require_service(service text)", RequireService);
        builder.HasSqlFunction("mlops_require_window(window_name text, from_time timestamptz, to_time timestamptz)", RequireWindow);
        builder.HasSqlFunction("mlops_rows_sql", RowsSql);
        builder.HasSqlFunction(
            "mlops_windows(from_time timestamptz, to_time timestamptz, reference_from timestamptz, reference_to timestamptz)", Windows);
        builder.HasSqlFunction("mlops_sample_sql(features text[], is_number boolean, segment text, windows text)", SampleSql);
    }

    // A number of a document, also NaN and infinities, which JSON has as texts. Anything else is missing.
    private const string Number = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE jsonb_typeof(value)
                WHEN 'number' THEN CASE
                    WHEN abs(value::numeric) > 1.7976931348623157e308 THEN sign(value::numeric)::double precision * 'Infinity'
                    WHEN abs(value::numeric) < 5e-324 THEN 0
                    ELSE value::double precision END
                WHEN 'string' THEN CASE WHEN value #>> '{}' IN ('NaN', 'Infinity', '-Infinity') THEN (value #>> '{}')::double precision END END
        $function$
        """;

    // How a statement reads a feature of a row p, with the place of the feature in the schema of the row.
    private static SqlFunction ValueSql(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        return new SqlFunction(
            "feature text, is_number boolean, place text",
            $"""
            RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
                SELECT CASE
                    WHEN feature LIKE 'context:%' AND is_number
                        THEN $sql$mlops_number({p[x => x.Context]} -> $sql$ || quote_literal(substr(feature, 9)) || ')'
                    WHEN feature LIKE 'context:%' THEN $sql${p[x => x.Context]} ->> $sql$ || quote_literal(substr(feature, 9))
                    WHEN is_number THEN CASE feature
                        WHEN 'predicted_value' THEN $sql${p[x => x.PredictedValue]}$sql$
                        WHEN 'actual_value' THEN $sql${p[x => x.ActualValue]}$sql$
                        WHEN 'confidence' THEN $sql${p[x => x.Confidence]}$sql$
                        WHEN 'confidence_lower' THEN $sql${p[x => x.ConfidenceLower]}$sql$
                        WHEN 'confidence_upper' THEN $sql${p[x => x.ConfidenceUpper]}$sql$
                        ELSE $sql${p[x => x.Features]}[$sql$ || place || ']' END
                    ELSE CASE feature
                        WHEN 'model_version' THEN $sql${p[x => x.ModelVersion]}::text$sql$
                        WHEN 'prediction_type' THEN $sql${p[x => x.PredictionType]}::text$sql$
                        WHEN 'risk_level' THEN $sql${p[x => x.RiskLevel]}::text$sql$
                        WHEN 'source' THEN $sql${p[x => x.Source]}::text$sql$
                        WHEN 'target_entity_type' THEN $sql${p[x => x.TargetEntityType]}::text$sql$
                        ELSE $sql${p[x => x.Categories]}[$sql$ || place || ']' END END
            $function$
            """);
    }

    // Refuses a feature that nothing has, and says what there is.
    private static SqlFunction RequireFeature(ViewNames names)
    {
        var f = names.Table<SchemaFeature>("f");
        return new SqlFunction(
            "feature text, is_number boolean, used_as text",
            $"""
            RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE AS $function$
            DECLARE
                wanted text := CASE WHEN is_number THEN 'number' ELSE 'category' END;
                known text;
                session_tenant uuid := {Statistics.SampleSql.Tenant};
            BEGIN
                IF feature LIKE 'context:_%'
                    OR feature = ANY (CASE WHEN is_number THEN ARRAY['predicted_value', 'actual_value', 'confidence']
                        ELSE ARRAY['model_version', 'prediction_type', 'risk_level', 'source', 'target_entity_type'] END)
                    OR EXISTS (SELECT FROM {f} WHERE {f[x => x.Name]} = feature AND {f[x => x.Type]} = wanted
                        AND (session_tenant IS NULL OR {f[x => x.TenantId]} = session_tenant))
                THEN
                    RETURN;
                END IF;
                SELECT string_agg(n.name, ', ' ORDER BY n.name) INTO known
                FROM (SELECT DISTINCT {f[x => x.Name]} AS name FROM {f}
                    WHERE {f[x => x.Type]} = wanted AND (session_tenant IS NULL OR {f[x => x.TenantId]} = session_tenant)
                    ORDER BY 1 LIMIT 100) AS n;
                RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                    'No row has the %s %L, which the %s names. Known are %s, context:KEY%s.', wanted, feature, used_as,
                    CASE WHEN is_number THEN 'predicted_value, actual_value, confidence'
                        ELSE 'model_version, prediction_type, risk_level, source, target_entity_type' END,
                    coalesce(', ' || known, ''));
            END $function$
            """);
    }

    private const string RequireService = """
        RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
        BEGIN
            IF service IS NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'The service must be given; it was null.';
            END IF;
        END $function$
        """;

    private const string RequireWindow = """
        RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
        BEGIN
            IF (from_time < to_time) IS NOT TRUE THEN
                RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                    'The %s must end after it begins; it was from %s to %s.', window_name,
                    coalesce(from_time::text, 'null'), coalesce(to_time::text, 'null'));
            END IF;
        END $function$
        """;

    // The rows of a service, as a statement: id and version are those of the prediction, key is the segment, and v1 the first feature.
    // Both windows take one scan, unless a row can be in both of them: it is there twice then.
    private static SqlFunction RowsSql(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var f = names.Table<SchemaFeature>("f");
        var t = names.Table<FeatureSchema>("t");
        var s = names.Table<FeatureSchema>("s");
        var current = $"({p[x => x.CreatedAt]} >= $2 AND {p[x => x.CreatedAt]} < $3)";
        var reference = $"({p[x => x.CreatedAt]} >= $4 AND {p[x => x.CreatedAt]} < $5)";
        return new SqlFunction(
            "features text[], is_number boolean, segment text, windows text",
            $"""
            RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$
                SELECT string_agg(
                    concat(
                        'SELECT ', concat_ws(', ', $sql${p[x => x.Id]} AS id, {p[x => x.ModelVersion]} AS version$sql$, part.is_current || ' AS is_current', part.columns), $sql$
                        FROM {p}
                        LEFT JOIN (
                            SELECT {f[x => x.TenantId]} AS tenant, {f[x => x.SchemaId]} AS schema,
                                max({t[x => x.NumberCount]}) AS {s.Assigned(x => x.NumberCount)}, max({t[x => x.CategoryCount]}) AS {s.Assigned(x => x.CategoryCount)}, $sql$, part.places, $sql$
                            FROM {f} JOIN {t} ON {t[x => x.TenantId]} = {f[x => x.TenantId]} AND {t[x => x.Id]} = {f[x => x.SchemaId]}
                            GROUP BY {f[x => x.TenantId]}, {f[x => x.SchemaId]}
                        ) AS s ON s.tenant = {p[x => x.TenantId]} AND s.schema = {p[x => x.FeatureSchemaId]} AND {SchemaFit.Condition(p, s)}
                        WHERE {p[x => x.ServiceName]} = $1 AND $sql$, part.condition,
                        $sql$ AND {p[x => x.TenantId]} = $sql$ || quote_literal({Statistics.SampleSql.Tenant}) || '::uuid'),
                    ' UNION ALL ')
                FROM (
                    SELECT i.*, c.*
                    FROM (VALUES
                        ('current', 'true', $sql${current}$sql$),
                        ('both', $sql${current}$sql$, $sql$({current} OR {reference})$sql$),
                        ('overlapping', 'true', $sql${current}$sql$),
                        ('overlapping', 'false', $sql${reference}$sql$)) AS i (windows, is_current, condition)
                    CROSS JOIN (
                        SELECT string_agg(mlops_value_sql(w.name, w.is_number, 's.a' || w.at) || ' AS ' || w.alias, ', ' ORDER BY w.at) AS columns,
                            string_agg(
                                format($sql$max({f[x => x.Position]}) FILTER (WHERE {f[x => x.Name]} = %L AND {f[x => x.Type]} = %L) AS a%s$sql$,
                                    w.name, CASE WHEN w.is_number THEN 'number' ELSE 'category' END, w.at),
                                ', ' ORDER BY w.at) AS places
                        FROM (
                            SELECT u.name, mlops_rows_sql.is_number, u.at, 'v' || u.at AS alias FROM unnest(features) WITH ORDINALITY AS u (name, at)
                            UNION ALL SELECT mlops_rows_sql.segment, false, 0, 'key' WHERE mlops_rows_sql.segment IS NOT NULL) AS w) AS c
                    WHERE i.windows = mlops_rows_sql.windows) AS part
            $function$
            """);
    }

    // Which rows a statement reads: those of the current window, or of both windows.
    private const string Windows = """
        RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE WHEN reference_from IS NULL THEN 'current' WHEN from_time < reference_to AND reference_from < to_time THEN 'overlapping' ELSE 'both' END
        $function$
        """;

    // The rows with the number of their segment, as a statement.
    private const string SampleSql = """
        RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $function$
            SELECT concat(
                'SELECT ',
                '(', CASE WHEN segment IS NULL THEN '1' ELSE 'CASE WHEN r.key IS NULL THEN 0 ELSE coalesce(g.at, -1) END' END,
                ')::integer AS at, r.* FROM (', mlops_rows_sql(features, is_number, segment, windows), ') AS r',
                CASE WHEN segment IS NOT NULL THEN ' LEFT JOIN unnest($6) WITH ORDINALITY AS g (name, at) ON g.name = r.key' END)
        $function$
        """;
}
