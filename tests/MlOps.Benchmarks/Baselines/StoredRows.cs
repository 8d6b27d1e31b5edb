using MlOps.Domain.Tenancy;
using MlOps.Postgres.Slices;

namespace MlOps.Benchmarks.Baselines;

/// <summary>
/// Fills a slice in the server itself, without checking keys. The rows have no context: what slows an insert is the size of
/// the indexes, and not that of the rows.
/// </summary>
internal static class StoredRows
{
    public static string Fill(Slice slice, DateTimeOffset from, int count) =>
        $$"""
        SET session_replication_role = replica;
        CREATE TEMP TABLE stored ON COMMIT PRESERVE ROWS AS
        SELECT i, (lpad(to_hex({{from.ToUnixTimeMilliseconds()}} + i * 10), 12, '0') || '7' || substr(md5(i::text), 1, 3)
            || '8' || substr(md5(i::text), 4, 15))::uuid AS id
        FROM generate_series(0::bigint, {{count}} - 1) AS i;
        INSERT INTO ml_predictions_{{slice.Suffix}}
            (tenant_id, id, service_name, prediction_type, predicted_value, source, risk_level, revision, created_at)
        SELECT '{{Tenants.Default}}', id, 'service-' || i % 8, 'code-quality', i, 'ml_model',
            (ARRAY['low', 'medium', 'high', 'critical'])[i % 4 + 1], 0, '{{from:O}}'::timestamptz + i * interval '10 ms'
        FROM stored;
        INSERT INTO code_roach_ml_predictions_{{slice.Suffix}} (tenant_id, id, project_id, file_path)
        SELECT '{{Tenants.Default}}', id, 'project-7', 'src/file.cs' FROM stored;
        DROP TABLE stored;
        RESET session_replication_role;
        ANALYZE ml_predictions_{{slice.Suffix}}, code_roach_ml_predictions_{{slice.Suffix}};
        """;
}
