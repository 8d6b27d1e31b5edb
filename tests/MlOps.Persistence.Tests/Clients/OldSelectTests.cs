using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>Each SELECT of older systems as it was written, by a reader.</summary>
[StandardNames("They are about the names of old.")]
public class OldSelectTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData(
        "SELECT table_name " +
        "FROM information_schema.tables WHERE table_schema = 'public' AND table_name LIKE 'ml_%' OR table_name LIKE '%_ml_%'")]
    [InlineData("SELECT service_name, COUNT(*) as count FROM ml_predictions GROUP BY service_name ORDER BY count DESC")]
    [InlineData("SELECT service_name, prediction_type, predicted_value, created_at FROM ml_predictions ORDER BY created_at DESC LIMIT 100")]
    [InlineData(
        "SELECT service_name, AVG(error) as avg_error, COUNT(*) as total " +
        "FROM ml_predictions WHERE actual_value IS NOT NULL GROUP BY service_name")]
    [InlineData(
        """
        SELECT DATE(created_at) as date, service_name, COUNT(*) as predictions, AVG(predicted_value) as avg_prediction,
          AVG(confidence) as avg_confidence
        FROM ml_predictions WHERE created_at > NOW() - INTERVAL '7 days'
        GROUP BY DATE(created_at), service_name ORDER BY date DESC, predictions DESC
        """)]
    [InlineData(
        """
        SELECT service_name, COUNT(*) as total_predictions, COUNT(actual_value) as with_actual, AVG(error) as avg_error,
          STDDEV(error) as error_stddev, MIN(error) as min_error, MAX(error) as max_error
        FROM ml_predictions WHERE actual_value IS NOT NULL AND created_at > NOW() - INTERVAL '30 days'
        GROUP BY service_name ORDER BY avg_error ASC
        """)]
    [InlineData(
        """
        SELECT schemaname, tablename, pg_size_pretty(pg_total_relation_size(schemaname||'.'||tablename)) AS size,
          pg_total_relation_size(schemaname||'.'||tablename) AS size_bytes
        FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'ml_%' OR tablename LIKE '%_ml_%' ORDER BY size_bytes DESC
        """)]
    [InlineData(
        """
        SELECT service_name, COUNT(*) as predictions, MAX(created_at) as last_prediction, MIN(created_at) as first_prediction
        FROM ml_predictions WHERE created_at > NOW() - INTERVAL '24 hours' GROUP BY service_name ORDER BY predictions DESC
        """)]
    [InlineData(
        """
        SELECT service_name, prediction_type, predicted_value, actual_value, error, created_at
        FROM ml_predictions WHERE actual_value IS NOT NULL AND error > 0.3  -- 30% error threshold
          AND created_at > NOW() - INTERVAL '7 days' ORDER BY error DESC LIMIT 50
        """)]
    [InlineData(
        "SELECT service_name, AVG(error) as avg_error " +
        "FROM ml_predictions WHERE actual_value IS NOT NULL GROUP BY service_name HAVING AVG(error) > 0.2")]
    [InlineData(
        "SELECT tablename, pg_size_pretty(pg_total_relation_size('public.'||tablename)) " +
        "FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'ml_%'")]
    [InlineData(
        """
        SELECT 'ml_predictions' as table_name, COUNT(*) as count FROM ml_predictions WHERE service_name = 'code-roach'
        UNION ALL SELECT 'code_roach_ml_predictions', COUNT(*) FROM code_roach_ml_predictions
        """)]
    // The view has the columns by their names of old. pg_stat_user_indexes never had these.
    [InlineData(
        """
        SELECT schemaname, tablename, indexname, index_scans, tuples_read, tuples_fetched
        FROM v_index_usage WHERE schemaname = 'public' AND tablename LIKE 'ml_%' ORDER BY index_scans DESC
        """)]
    [InlineData("SELECT * FROM ml_predictions WHERE created_at > NOW() - INTERVAL '90 days'")]
    [InlineData("SELECT id, timestamp, num_predictions, feature_drift_ratio FROM monitoring_metrics ORDER BY timestamp DESC LIMIT 1")]
    [InlineData(
        """
        SELECT timestamp, num_predictions, feature_drift_ratio, dataset_drift_detected, num_drifted_features
        FROM monitoring_metrics ORDER BY timestamp DESC LIMIT 1
        """)]
    [InlineData("SELECT COUNT(*) FROM retraining_decisions")]
    [InlineData("SELECT COUNT(*) FROM model_versions")]
    [InlineData("SELECT COUNT(*) FROM monitoring_metrics")]
    [InlineData("SELECT action, COUNT(*) FROM retraining_decisions GROUP BY action")]
    [InlineData("SELECT * FROM v_model_timeline")]
    [InlineData(
        """
        SELECT timestamp, feature_drift_ratio, num_drifted_features FROM monitoring_metrics
        WHERE timestamp > NOW() - interval '7 days' ORDER BY timestamp DESC
        """)]
    [InlineData("SELECT action, COUNT(*) as count FROM retraining_decisions GROUP BY action")]
    [InlineData("SELECT model_name, stage, COUNT(*) as versions FROM model_versions GROUP BY model_name, stage")]
    public async Task A_reader_runs_it_and_finds_rows(string sql)
    {
        await using var login = new PlainLogin(Database);
        await login.RunAsync(
            OldStatements.Prediction.Replace("0.05", "0.8", StringComparison.Ordinal).Replace("0.85", "0.1", StringComparison.Ordinal),
            ("time", $"{DateTimeOffset.UtcNow:O}"));
        await login.RunAsync(OldStatements.Monitoring.Replace("'2026-01-06 10:49:02.087857'", "now()", StringComparison.Ordinal));
        await login.RunAsync(OldStatements.Decision);
        await login.RunAsync(OldStatements.Version
            .Replace("'stage'", "'Production'", StringComparison.Ordinal).Replace("promotion", "now()", StringComparison.Ordinal));
        foreach (var path in (string[])["public", "mlops_clients, public"])
        {
            await using var context = Database.CreateReaderContext();
            await context.Database.OpenConnectionAsync();
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SET search_path = {path}; {sql}";
            await using var reader = await command.ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
        }
    }
}
