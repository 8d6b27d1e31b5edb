using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>Rows of all tenants move, also if the owner of the tables is no superuser and sees one tenant's.</summary>
public class PlainOwnerDrainTests(TestServer server)
{
    [Theory]
    [InlineData(1500)]
    [InlineData(20)]
    public async Task An_owner_that_is_no_superuser_moves_the_rows_of_all_tenants(int rows)
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(owner.DataSource);
        await using var context = new MlOpsDbContext(builder.Options);
        await SchemaMigration.RunAsync(context);
        // Tables that no materialized view reads have no such policy.
        await owner.AsAdministratorAsync("DROP POLICY owner_reads ON ml_predictions");
        foreach (var tenant in (string[])["a", "b"])
        {
            await owner.AsAdministratorAsync(
                $"""
                INSERT INTO ml_predictions (tenant_id, id, created_at, service_name, prediction_type, predicted_value, source, revision)
                SELECT '{tenant}0000000-0000-7000-8000-000000000001', overlay('019ca6e1-a000-7000-8000-000000000000' placing
                    lpad(to_hex(n), 8, '0') from 29)::uuid, '2026-03-01', 'x', 'x', 1, 'ml_model', 0 FROM generate_series(1, {rows}) AS n
                """);
            // One of another month, whose key is checked when it returns.
            await owner.AsAdministratorAsync(
                $"""
                INSERT INTO ml_predictions (tenant_id, id, created_at, service_name, prediction_type, predicted_value, source, revision)
                VALUES ('{tenant}0000000-0000-7000-8000-000000000001', '01a46c53-9c00-7000-8000-000000000001', '2027-03-22', 'x', 'x', 1, 'ml_model', 0);
                INSERT INTO oracle_ml_predictions (tenant_id, id, query)
                VALUES ('{tenant}0000000-0000-7000-8000-000000000001', '01a46c53-9c00-7000-8000-000000000001', 'why?')
                """);
        }

        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(2L * rows, await owner.ScalarAsync<long>("SELECT count(*) FROM ml_predictions_2026_03"));
        Assert.Equal(2L, await owner.ScalarAsync<long>("SELECT count(*) FROM oracle_ml_predictions_default"));
        Assert.Equal(rows + 1, await owner.ScalarAsync<long>(
            "SELECT count(*) FROM ml_predictions", "mlops_app", Guid.Parse("b0000000-0000-7000-8000-000000000001")));
    }
}
