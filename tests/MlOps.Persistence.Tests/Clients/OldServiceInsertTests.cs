using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>A writer that stores each prediction twice: among all predictions, and then in the table of its service.</summary>
[StandardNames("They are about the names of old.")]
public sealed class OldServiceInsertTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly PlainLogin _login = new(database);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _login.DisposeAsync();
    }

    [Fact]
    public async Task The_second_row_finds_the_first_one_by_its_values()
    {
        var at = ("time", (object)$"{DateTimeOffset.UtcNow:O}");
        var first = await _login.RunAsync($"{OldStatements.Prediction} RETURNING id", at);
        Assert.Equal(first, await _login.RunAsync($"{OldStatements.ServicePrediction} RETURNING id", at));
        await using var context = Database.CreateContext();
        var stored = Assert.IsType<CodeRoachPrediction>(await context.Predictions.SingleAsync());
        Assert.Equal(("code-roach", "project", 0.90), (stored.ServiceName, stored.ProjectId, stored.ActualValue));
    }

    [Fact]
    public async Task The_second_row_finds_the_first_one_by_its_id()
    {
        var own = Guid.NewGuid();
        var first = await _login.RunAsync(
            "INSERT INTO ml_predictions (id, service_name, prediction_type, predicted_value) " +
            $"VALUES ('{own}', 'oracle', 't', 1) RETURNING id");
        Assert.Equal(first, await _login.RunAsync(
            $"INSERT INTO oracle_ml_predictions (prediction_id, query) VALUES ('{first}', 'Where?') RETURNING prediction_id"));
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task The_second_row_finds_the_first_one_by_the_writers_own_id()
    {
        var own = Guid.NewGuid();
        var first = await _login.RunAsync(
            "INSERT INTO ml_predictions (id, service_name, prediction_type, predicted_value) " +
            $"VALUES ('{own}', 'oracle', 't', 1) RETURNING id");
        Assert.Equal(first, await _login.RunAsync(
            $"INSERT INTO oracle_ml_predictions (prediction_id, query) VALUES ('{own}', 'Where?') RETURNING id"));
    }

    [Fact]
    public async Task A_row_without_a_first_one_makes_it()
    {
        await _login.RunAsync(
            "INSERT INTO oracle_ml_predictions (prediction_type, predicted_value, query) VALUES ('t', 0.5, 'Where?'), ('t', 0.5, 'Why?')");
        Assert.Equal(
            ["oracle ml_model Where?", "oracle ml_model Why?"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', service_name, source, query) FROM ml_predictions p JOIN oracle_ml_predictions o ON o.id = p.id " +
                "ORDER BY query"));
    }

    [Fact]
    public async Task Each_of_several_equal_rows_finds_one_of_its_own()
    {
        await _login.RunAsync(
            "INSERT INTO ml_predictions (service_name, prediction_type, predicted_value) " +
            "SELECT 'oracle', 't', 0.5 FROM generate_series(1, 3)");
        await _login.RunAsync(
            "INSERT INTO oracle_ml_predictions (prediction_type, predicted_value, query) " +
            "SELECT 't', 0.5, 'Where?' FROM generate_series(1, 3)");
        Assert.Equal((3, 3), (await Database.CountAsync("ml_predictions"), await Database.CountAsync("oracle_ml_predictions")));
    }

    [Theory]
    [InlineData("code_roach_ml_predictions", "project_id, file_path", "'p', 'f'")]
    [InlineData("oracle_ml_predictions", "query", "'q'")]
    [InlineData("daisy_chain_ml_predictions", "task_id", "'t'")]
    [InlineData("first_mate_ml_predictions", "user_id", "'u'")]
    [InlineData("game_app_ml_predictions", "session_id", "'s'")]
    [InlineData("ai_gm_ml_predictions", "campaign_id", "'c'")]
    [InlineData("policy_ml_predictions", "resource_id, policy_id, compliance_state", "'r', 'p', 'compliant'")]
    public async Task The_table_of_each_service_takes_rows(string table, string columns, string values)
    {
        await _login.RunAsync($"INSERT INTO {table} (prediction_type, predicted_value, {columns}) VALUES ('t', 0.5, {values})");
        Assert.Equal((1, 1), (await Database.CountAsync("ml_predictions"), await Database.CountAsync(table)));
    }
}
