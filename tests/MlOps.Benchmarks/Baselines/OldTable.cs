namespace MlOps.Benchmarks.Baselines;

/// <summary>Tables as teams have them.</summary>
internal static class OldTable
{
    /// <summary>Predictions, with rows of 1 KB.</summary>
    public static string OfPredictions(DateTimeOffset from, int count) =>
        $$"""
        CREATE TABLE ml_predictions (
            prediction_id uuid PRIMARY KEY, service_name text NOT NULL, prediction_type text NOT NULL, predicted_value double precision,
            confidence double precision, context jsonb, model_version text, source text NOT NULL, inference_time_ms double precision,
            created_at timestamptz NOT NULL);
        INSERT INTO ml_predictions
        SELECT {{IdAt(from)}},
            'service-' || i % 8, 'code-quality', i, (i % 100) / 100.0,
            jsonb_build_object('features', (SELECT jsonb_agg(round((i * k % 1000003) / 7.0, 6)) FROM generate_series(1, 80) AS k)),
            '1.0', 'ml_model', i % 50, '{{from:O}}'::timestamptz + i * interval '10 ms'
        FROM generate_series(0::bigint, {{count}} - 1) AS i;
        ANALYZE ml_predictions;
        """;

    /// <summary>Telemetry: many short rows.</summary>
    public static string OfMetrics(DateTimeOffset from, int count) =>
        $$"""
        CREATE TABLE system_performance_metrics (
            metric_id uuid PRIMARY KEY, source text NOT NULL, metric_name text NOT NULL, metric_value double precision NOT NULL, unit text,
            recorded_at timestamptz NOT NULL);
        INSERT INTO system_performance_metrics
        SELECT {{IdAt(from)}},
            'host-' || i % 20, 'metric_' || i % 10, i % 1000 / 10.0, 'ms', '{{from:O}}'::timestamptz + i * interval '10 ms'
        FROM generate_series(0::bigint, {{count}} - 1) AS i;
        ANALYZE system_performance_metrics;
        """;

    // Each 10 ms after the one before.
    private static string IdAt(DateTimeOffset from) =>
        $"(lpad(to_hex({from.ToUnixTimeMilliseconds()} + i * 10), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || " +
        "substr(md5(i::text), 4, 15))::uuid";
}
