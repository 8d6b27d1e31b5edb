namespace MlOps.Benchmarks.Baselines;

/// <summary>Makes a table as teams have it, with rows of 1 KB.</summary>
internal static class OldTable
{
    public static string Fill(DateTimeOffset from, int count) =>
        $$"""
        CREATE TABLE ml_predictions (
            prediction_id uuid PRIMARY KEY, service_name text NOT NULL, prediction_type text NOT NULL, predicted_value double precision,
            confidence double precision, context jsonb, model_version text, source text NOT NULL, inference_time_ms double precision,
            created_at timestamptz NOT NULL);
        INSERT INTO ml_predictions
        SELECT (lpad(to_hex({{from.ToUnixTimeMilliseconds()}} + i * 10), 12, '0') || '7' || substr(md5(i::text), 1, 3)
                || '8' || substr(md5(i::text), 4, 15))::uuid,
            'service-' || i % 8, 'code-quality', i, (i % 100) / 100.0,
            jsonb_build_object('features', (SELECT jsonb_agg(round((i * k % 1000003) / 7.0, 6)) FROM generate_series(1, 80) AS k)),
            '1.0', 'ml_model', i % 50, '{{from:O}}'::timestamptz + i * interval '10 ms'
        FROM generate_series(0::bigint, {{count}} - 1) AS i;
        ANALYZE ml_predictions;
        """;
}
