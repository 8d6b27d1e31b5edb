using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Configurations.Views;

/// <summary>Kinds of queries that dashboards and scripts send as they always did.</summary>
[StandardNames("It reads the views as SQL of old does.")]
public class OldQueryTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData(
        "SELECT service_name, count(*), avg(error), stddev(error), min(error), max(error) FROM ml_predictions WHERE actual_value IS " +
        "NOT NULL GROUP BY service_name ORDER BY avg(error)")]
    [InlineData("SELECT service_name, count(*) FROM ml_predictions GROUP BY service_name")]
    [InlineData("SELECT * FROM ml_predictions WHERE created_at > now() - interval '30 years' ORDER BY created_at DESC LIMIT 10")]
    [InlineData(
        "SELECT id, service_name, predicted_value, actual_value, error FROM ml_predictions WHERE error >= 0 ORDER BY error DESC LIMIT 20")]
    [InlineData(
        "SELECT (SELECT count(*) FROM ml_predictions WHERE service_name = 'oracle') - (SELECT count(*) FROM oracle_ml_predictions)")]
    [InlineData(
        "SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class WHERE relkind IN ('r', 'p') AND (relname LIKE " +
        "'ml_%' OR relname LIKE '%_ml_%')")]
    [InlineData(
        "SELECT schemaname, tablename, size, size_bytes FROM v_table_sizes WHERE schemaname = 'public' AND tablename LIKE 'ml_%' OR " +
        "tablename LIKE '%_ml_%' ORDER BY size_bytes DESC")]
    [InlineData(
        "SELECT schemaname, tablename, indexname, index_scans, tuples_read, tuples_fetched FROM v_index_usage WHERE schemaname = " +
        "'public' AND tablename LIKE 'ml_%' ORDER BY index_scans DESC")]
    [InlineData("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '%_ml_%'")]
    [InlineData("SELECT * FROM monitoring_metrics ORDER BY timestamp DESC LIMIT 1")]
    [InlineData("SELECT action, count(*) FROM retraining_decisions GROUP BY action")]
    [InlineData("SELECT stage, count(*) FROM model_versions WHERE model_name = 'credit-risk' GROUP BY stage")]
    [InlineData("SELECT * FROM v_model_timeline")]
    [InlineData("SELECT * FROM v_model_performance")]
    [InlineData("SELECT * FROM v_decision_history")]
    [InlineData("SELECT count(*) FROM predictions")]
    [InlineData("SELECT count(*) FROM model_training_sessions")]
    [InlineData("SELECT count(*) FROM feature_store")]
    public async Task A_query_of_old_finds_rows(string sql)
    {
        await Population.StoreAsync(Database);
        await Database.ExecuteAsync(
            "UPDATE ml_predictions SET actual_value = 0.5, labelled_at = now() WHERE predicted_value BETWEEN 0 AND 1");
        await using var context = Database.CreateReaderContext();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
    }

    // Everything in the population lies in the past.
    [Theory, InlineData("v_recent_predictions"), InlineData("v_recent_monitoring")]
    public async Task A_view_of_what_is_recent_is_read(string view) => Assert.Equal(0, await Database.CountAsync(view));
}
