using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>No row of a tenant can prevent the slices of all tenants.</summary>
public class DefaultPartitionTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData("01a46c53-9c00-7000-8000-000000000001", "2026-03-04", false)]
    [InlineData("01a46c53-9c00-7000-8000-000000000001", "2027-03-31 23:59:59.999999+00", true)]
    [InlineData("01a46c53-9c00-7000-8000-000000000001", "2027-04-01 00:00:00+00", false)]
    [InlineData("01a46c53-9c00-4000-8000-000000000001", "2027-03-22", false)]
    [InlineData("f47ac10b-58cc-4372-a567-0e02b2c3d479", "2027-03-22", false)]
    [InlineData("002503b5-4000-7000-8000-000000000001", "1975-01-15", true)]
    [InlineData("03bb2cc3-d800-7000-8000-000000000001", "2100-01-01", true)]
    public async Task The_id_of_a_row_is_of_the_period_of_its_time(string id, string time, bool isStored)
    {
        var insert = Database.ExecuteAsync(
            $"""
            INSERT INTO ml_predictions (tenant_id, id, created_at, service_name, prediction_type, predicted_value, source, revision)
            VALUES ('bbbbbbbb-0000-7000-8000-00000000000b', '{id}', '{time}', 'x', 'x', 1, 'ml_model', 0)
            """);
        if (isStored)
        {
            await insert;
            Assert.Equal(1, await Database.CountAsync("ml_predictions_default"));
            return;
        }

        var error = await Assert.ThrowsAsync<PostgresException>(() => insert);
        Assert.Equal((PostgresErrorCodes.CheckViolation, "id => mlops_uuid7(created_at)"), (error.SqlState, error.ConstraintName));
    }
}
