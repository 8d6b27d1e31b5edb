using MlOps.Domain;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>Inserts by SQL that names only what its writer knows, by a login of mlops_app.</summary>
public class PlainInsertTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_model_needs_its_name_type_and_framework_alone()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            "INSERT INTO ml_models (name, model_type, framework) VALUES ('pattern_classifier', 'pattern_recognition', 'scikit-learn') " +
            "RETURNING id, created_at",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        var createdAt = reader.GetFieldValue<DateTimeOffset>(1);
        Assert.Equal(createdAt.ToUnixTimeMilliseconds(), Uuid7.TimeOf(reader.GetGuid(0))!.Value.ToUnixTimeMilliseconds());

        await using var context = Database.CreateContext();
        var model = context.Models.Single();
        Assert.Equal(("pattern_classifier", Tenants.Default, createdAt), (model.Name, model.TenantId, model.UpdatedAt));
        Assert.Empty(model.Tags);
        Assert.Empty(model.BaselineMetrics);
        model.Describe("Changed by EF", createdAt.AddSeconds(1));
        await context.SaveChangesAsync();
    }

    [Fact]
    public async Task A_prediction_lands_in_the_slice_of_its_time()
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(
            connection,
            "INSERT INTO ml_predictions (service_name, prediction_type, predicted_value, source) VALUES ('ranking', 'score', 0.5, 'psql')");
        var at = new DateTimeOffset(2026, 10, 5, 12, 0, 0, 123, TimeSpan.Zero);
        await ExecuteAsync(
            connection,
            $"INSERT INTO ml_predictions (id, created_at, service_name, prediction_type, predicted_value, source) " +
            $"VALUES (mlops_uuid7('{at:O}'), '{at:O}', 'ranking', 'score', 0.7, 'psql')");

        await using var context = Database.CreateContext();
        var predictions = context.Predictions.OrderBy(prediction => prediction.CreatedAt).ToList();
        Assert.Equal(at, Uuid7.TimeOf(predictions[0].Id));
        Assert.Equal(2, predictions.Count);
        Assert.All(predictions, prediction => Assert.Equal(
            prediction.CreatedAt.ToUnixTimeMilliseconds(), Uuid7.TimeOf(prediction.Id)!.Value.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task A_session_without_a_tenant_is_told_to_name_one()
    {
        await using var connection = await OpenAsync(tenant: null);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(
            connection, "INSERT INTO ml_models (name, model_type, framework) VALUES ('m', 'x', 'y')"));
        Assert.Contains("SET mlops.tenant_id", refused.Hint, StringComparison.Ordinal);
    }

    private async Task<NpgsqlConnection> OpenAsync(string? tenant = "00000000-0000-7000-8000-000000000001")
    {
        var connection = await Database.OwnerDataSource.OpenConnectionAsync();
        await ExecuteAsync(connection, $"SET ROLE {MlOpsRoles.App}; SET mlops.tenant_id = '{tenant}'");
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
