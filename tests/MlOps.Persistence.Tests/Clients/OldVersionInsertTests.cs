using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>Versions as a pipeline of old inserts them, each with the stage that it enters.</summary>
[StandardNames("They are about the names of old.")]
public sealed class OldVersionInsertTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly PlainLogin _login = new(database);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _login.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_model_is_registered()
    {
        await InsertAsync("1", "Staging");
        Assert.Equal(
            ["credit-risk-model unknown 1 active Staging 0.8 run"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', name, framework, model_version, v.status, stage, f1_score, mlflow_run_id) " +
                "FROM ml_models JOIN model_versions v ON model_name = name"));
        Assert.Equal(["1 None Staging system plain_client"], await ReadTransitionsAsync());
    }

    [Fact]
    public async Task A_second_row_of_a_version_becomes_its_transition()
    {
        var first = await InsertAsync("1", "Staging");
        Assert.Equal(first, await InsertAsync("1", "Production", "clock_timestamp()"));
        Assert.Equal(first, await InsertAsync("1", "Production", "clock_timestamp()"));
        Assert.Equal(
            ["1 None Staging system plain_client", "1 Staging Production system plain_client"], await ReadTransitionsAsync());
        Assert.Equal(1, await Database.CountAsync("model_versions"));
    }

    [Fact]
    public async Task A_version_in_production_retires_its_predecessor()
    {
        await InsertAsync("1", "Production", "clock_timestamp()");
        await InsertAsync("2", "Production", "clock_timestamp()::timestamp");
        Assert.Equal(
            ["1 retired Archived", "2 active Production"],
            await Database.ColumnAsync("SELECT concat_ws(' ', model_version, status, stage) FROM model_versions ORDER BY 1"));
        Assert.Equal(
            [
                "1 None Production system plain_client", "1 Production Archived system plain_client",
                "2 None Production system plain_client",
            ],
            await ReadTransitionsAsync());
        Assert.Equal(
            ["1 t", "2 f"],
            await Database.ColumnAsync("SELECT concat_ws(' ', model_version, served_to IS NOT NULL) FROM ml_serving_periods ORDER BY 1"));

        // The library goes on from there, and the chain of the transitions holds.
        await using var context = Database.CreateContext();
        var repository = new ModelVersionRepository(context);
        var back = await repository.RollbackAsync(
            "credit-risk-model", new StageChange("ann", "worse", DateTimeOffset.UtcNow.AddMinutes(1)));
        Assert.Equal("1", back.Version);
        Assert.Equal(["champion 1"], await Database.ColumnAsync(
            "SELECT concat_ws(' ', alias, model_version) FROM model_aliases WHERE valid_to IS NULL"));
        Assert.Equal(1L, await _login.RunAsync("SELECT count(*) FROM mlops_verify_chains() WHERE fault IS NULL AND length = 5"));
    }

    [Fact]
    public async Task A_row_without_a_stage_tells_more_of_a_version()
    {
        await InsertAsync("1", "Staging");
        await _login.RunAsync(
            "INSERT INTO model_versions (model_name, model_version, f1_score, metrics) " +
            "VALUES ('credit-risk-model', '1', 0.9, '{\"auc\": 0.7}')");
        Assert.Equal(
            ["Staging 0.9 run {\"auc\": 0.7}"],
            await Database.ColumnAsync("SELECT concat_ws(' ', stage, f1_score, mlflow_run_id, metrics) FROM model_versions"));
        Assert.Equal(1, await Database.CountAsync("model_stage_transitions"));
    }

    [Fact]
    public async Task A_step_that_is_none_is_refused()
    {
        await InsertAsync("1", "Production", "clock_timestamp()");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => InsertAsync("1", "Staging"));
        Assert.Contains("in stage Production, and cannot move to Staging", refused.MessageText, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<PostgresException>(() => InsertAsync("2", "Production", "now() - interval '1 day'"));
        Assert.Contains("the clocks of two machines differ", refused.Hint, StringComparison.Ordinal);
        Assert.Equal(1, await Database.CountAsync("model_versions"));
    }

    [Fact]
    public async Task One_of_two_promotions_at_once_waits_for_the_other()
    {
        await using var first = await _login.OpenAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(Write("1", "Production", "clock_timestamp()"), first, transaction);
        await insert.ExecuteNonQueryAsync();
        var second = InsertAsync("2", "Production", "NULL");
        await transaction.CommitAsync();
        await second;
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM model_versions WHERE stage = 'Production'"));
    }

    private static string Write(string version, string stage, string promotion) => OldStatements.Version
        .Replace("'version'", $"'{version}'", StringComparison.Ordinal).Replace("'stage'", $"'{stage}'", StringComparison.Ordinal)
        .Replace("promotion", promotion, StringComparison.Ordinal);

    private Task<object?> InsertAsync(string version, string stage, string promotion = "NULL") =>
        _login.RunAsync($"{Write(version, stage, promotion)} RETURNING id");

    private Task<List<string>> ReadTransitionsAsync() => Database.ColumnAsync(
        "SELECT concat_ws(' ', model_version, from_stage, to_stage, changed_by, changed_login) FROM model_stage_transitions " +
        "ORDER BY created_at, model_version");
}
