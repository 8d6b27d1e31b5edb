using MlOps.Domain;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>INSERTs of older schemas into an empty one, by a login that knows nothing of ours.</summary>
[StandardNames("They are about the names of old.")]
public sealed class OldInsertTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly PlainLogin _login = new(database);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _login.DisposeAsync();
    }

    [Fact]
    public async Task A_model_with_a_version_becomes_a_model_and_its_version()
    {
        var id = await _login.RunAsync($"{OldStatements.Model} RETURNING id");
        await _login.RunAsync(OldStatements.Model.Replace("v1.0", "v1.1", StringComparison.Ordinal));
        Assert.Equal(
            [$"{id} pattern_classifier v1.0 training 100", $"{id} pattern_classifier v1.1 training 100"],
            await ReadAsync(
                "m.id, m.name, model_version, v.status, hyperparameters->>'n_estimators'",
                "ml_models m JOIN model_versions v ON v.model_name = m.name ORDER BY v.id"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _login.RunAsync(OldStatements.Model));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
    }

    [Fact]
    public async Task Hyperparameters_without_a_version_are_refused()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _login.RunAsync(
            "INSERT INTO ml_models (name, model_type, framework, hyperparameters) VALUES ('m', 'x', 'y', '{}')"));
        Assert.Equal("Give a version too.", refused.Hint);
    }

    [Fact]
    public async Task A_training_session_is_one_of_the_newest_version()
    {
        var model = await _login.RunAsync($"{OldStatements.Model} RETURNING id");
        var dataset = await _login.RunAsync(
            "INSERT INTO training_datasets (name, version, source, schema, row_count) VALUES ('code', '1', 's3', '{}', 10) RETURNING id");
        var session = await _login.RunAsync(
            $"{OldStatements.TrainingSession} RETURNING id", ("model-uuid", model!), ("dataset-uuid", dataset!));
        Assert.Equal(
            [$"{session} v1.0 {dataset} 50 0 queued"],
            await ReadAsync(
                "j.id, model_version, dataset_id, total_epochs, completed_epochs, j.status",
                "ml_training_jobs j JOIN model_versions v ON v.id = model_version_id"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _login.RunAsync(
            OldStatements.TrainingSession, ("model-uuid", Guid.Empty), ("dataset-uuid", dataset!)));
        Assert.Contains($"no model with the id {Guid.Empty}", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flat_prediction_is_one_of_its_model()
    {
        var model = await _login.RunAsync($"{OldStatements.Model} RETURNING id");
        var id = await _login.RunAsync($"{OldStatements.FlatPrediction} RETURNING id", ("model-uuid", model!));
        Assert.Equal(
            [$"{id} pattern_classifier bug_likelihood code_file 0.85 0.85 0.8 0.9 v1.0 ml_model"],
            await ReadAsync(
                "id, service_name, prediction_type, target_entity_type, predicted_value, output->>'probability', confidence_lower, " +
                "confidence_upper, model_version, source",
                "ml_predictions"));
        Assert.Equal([$"{model} 0.85"], await ReadAsync("model_id, predicted_value->>'probability'", "predictions"));
    }

    [Fact]
    public async Task An_individual_takes_its_experiment_from_its_generation()
    {
        var experiment = await _login.RunAsync($"{OldStatements.Experiment} RETURNING id");
        var generation = await _login.RunAsync(
            $"INSERT INTO evolution_generations (experiment_id, number) VALUES ('{experiment}', 3) RETURNING id");
        await _login.RunAsync(OldStatements.Individual, ("gen-uuid", generation!));
        Assert.Equal([$"{experiment} 3 0.92"], await ReadAsync("experiment_id, generation_number, fitness_score", "evolution_individuals"));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => _login.RunAsync(OldStatements.Individual, ("gen-uuid", Guid.Empty)));
        Assert.Contains($"no generation with the id {Guid.Empty}", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_gets_its_occurrence()
    {
        var pattern = await _login.RunAsync($"{OldStatements.Pattern} RETURNING id");
        await _login.RunAsync(OldStatements.Occurrence, ("pattern-uuid", pattern!));
        Assert.Equal(
            ["long_method active file123 45"],
            await ReadAsync(
                "pattern_name, status, source_id, location_data->>'line_start'",
                "identified_patterns p JOIN pattern_occurrences o ON o.pattern_id = p.id"));
    }

    [Fact]
    public async Task A_run_of_a_monitoring_job_is_stored()
    {
        await _login.RunAsync(OldStatements.Monitoring);
        await _login.RunAsync(
            "INSERT INTO monitoring_metrics (timestamp, lookback_hours, num_predictions) VALUES ('2026-01-07 10:49:02', 24, 10)");
        Assert.Equal(
            ["3529 0.5 4", "10 0 0"],
            await ReadAsync("num_predictions, feature_drift_ratio, num_drifted_features", "monitoring_metrics ORDER BY timestamp"));
    }

    [Fact]
    public async Task A_rejection_takes_its_reasons_from_its_details()
    {
        await _login.RunAsync(OldStatements.Decision);
        await _login.RunAsync(OldStatements.Decision.Replace("failure_reasons\": [\"f1", "other\": [\"f1", StringComparison.Ordinal));
        Assert.Equal(
            ["f1 fell by 0.04|brier rose by 0.01", """{"f1": 0.71, "other": ["f1 fell by 0.04", "brier rose by 0.01"]}"""],
            await ReadAsync("array_to_string(rejection_reasons, '|')", "retraining_decisions ORDER BY id"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _login.RunAsync(
            "INSERT INTO retraining_decisions (timestamp, trigger_reason, action) VALUES (now(), 'manual', 'reject')"));
        Assert.Contains("ck_retraining_decisions_reasons", refused.MessageText, StringComparison.Ordinal);
        await _login.RunAsync("INSERT INTO retraining_decisions (timestamp, trigger_reason, action) VALUES (now(), 'manual', 'promote')");
    }

    [Fact]
    public async Task A_label_that_comes_with_its_prediction_has_its_time()
    {
        await _login.RunAsync(
            "INSERT INTO public.ml_predictions (service_name, prediction_type, predicted_value, actual_value) VALUES ('s', 't', 0.8, 1)");
        Assert.Equal(["t t"], await ReadAsync("labelled_at = created_at, abs(error - 0.2) < 1e-9", "ml_predictions"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _login.RunAsync(
            OldStatements.Prediction.Replace("ml_predictions", "public.ml_predictions", StringComparison.Ordinal),
            ("time", $"{DateTimeOffset.UtcNow:O}")));
        Assert.Equal("428C9", refused.SqlState);
    }

    [Fact]
    public async Task A_prediction_with_its_error_is_stored_if_that_is_right()
    {
        var id = (Guid)(await _login.RunAsync($"{OldStatements.Prediction} RETURNING id", ("time", "2026-10-05 12:00:00.123+00")))!;
        Assert.Equal(new DateTimeOffset(2026, 10, 5, 12, 0, 0, 123, TimeSpan.Zero), Uuid7.TimeOf(id));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _login.RunAsync(
            OldStatements.Prediction.Replace("0.05", "0.5", StringComparison.Ordinal), ("time", "2026-10-05 12:00+00")));
        Assert.Equal("Leave the error out: the database computes it.", refused.Hint);
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task An_id_without_a_time_becomes_the_name_of_the_request()
    {
        var own = Guid.NewGuid();
        var id = await _login.RunAsync(
            "INSERT INTO ml_predictions (id, service_name, prediction_type, predicted_value) " +
            $"VALUES ('{own}', 's', 't', 1) RETURNING id");
        Assert.Equal([$"{id} {own}"], await ReadAsync("id, request_id", "ml_predictions"));
    }

    [Fact]
    public async Task A_time_without_an_id_of_it_is_refused_with_what_to_give()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _login.RunAsync(
            "INSERT INTO public.ml_predictions (created_at, service_name, prediction_type, predicted_value) " +
            "VALUES ('2026-01-06', 's', 't', 1)"));
        Assert.Contains("\"id => mlops_uuid7(created_at)\"", refused.MessageText, StringComparison.Ordinal);
    }

    private Task<List<string>> ReadAsync(string columns, string from) =>
        Database.ColumnAsync($"SELECT concat_ws(' ', {columns}) FROM {from}");
}
