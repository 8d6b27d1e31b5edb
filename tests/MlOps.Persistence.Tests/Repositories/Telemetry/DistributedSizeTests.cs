using MlOps.Domain.Telemetry;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Telemetry;

/// <summary>
/// With Citus the tables of the coordinator are empty, and a function of Citus knows their sizes on all servers. The test plants both
/// in the catalogue.
/// </summary>
[StandardNames("It plants tables in the catalogue by their names.")]
public sealed class DistributedSizeTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Fact]
    public async Task A_distributed_table_is_measured_on_all_servers_and_any_other_one_here()
    {
        await using var context = TenantContexts.Create(DataSource, Tenants.Default);
        await context.Database.EnsureCreatedAsync();
        await using var command = DataSource.CreateCommand(
            """
            SET allow_system_table_mods = on;
            CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass);
            CREATE FUNCTION pg_catalog.citus_total_relation_size(logicalrelid regclass, fail_on_error boolean DEFAULT true)
                RETURNS bigint LANGUAGE sql AS 'SELECT 1000000000::bigint';
            INSERT INTO pg_catalog.pg_dist_partition VALUES ('ml_models'), ('ml_predictions'), ('ml_predictions_default')
            """);
        await command.ExecuteNonQueryAsync();

        await new TelemetryRepository(context).MeasureTablesAsync(Sample.Noon);
        var sizes = context.ResourceSamples.ToDictionary(sample => sample.Resource, sample => sample.Used);
        Assert.Equal(1e9, sizes["ml_models"]);
        // It has its default partition.
        Assert.Equal(1e9, sizes["ml_predictions"]);
        Assert.InRange(sizes["ml_features"], 1, 1e6);
        Assert.InRange(sizes["learning_events"], 1, 1e6);
        Assert.Equal(ResourceKind.Table, Assert.Single(context.ResourceSamples.Select(sample => sample.Kind).Distinct()));
    }
}
