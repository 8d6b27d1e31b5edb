using MlOps.Domain.Monitoring;
using MlOps.Persistence.Operations.Health;
using MlOps.Persistence.Tests.TestKit;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations;

/// <summary>Replication slots, which all databases of a server have in common.</summary>
public sealed class StandbyProbeTests : IAsyncLifetime
{
    private readonly SeparateServer _server = new([]);
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync() => _dataSource = NpgsqlDataSource.Create(await _server.CreateDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_slot_that_a_standby_has_left_is_seen_with_what_it_keeps()
    {
        Assert.Equal(HealthState.Healthy, (await RunAsync(new StandbyProbe())).State);
        await ExecuteAsync("SELECT pg_create_physical_replication_slot('prepared')");
        var prepared = await RunAsync(new StandbyProbe());
        Assert.Equal(HealthState.Healthy, prepared.State);
        Assert.EndsWith("Replication slots: 1, in use: 0.", prepared.Detail, StringComparison.Ordinal);

        await ExecuteAsync("SELECT pg_create_physical_replication_slot('nobody', true)");
        var degraded = await RunAsync(new StandbyProbe());
        Assert.Equal(HealthState.Degraded, degraded.State);
        Assert.Matches(@"^The replication slot 'nobody', which is not in use, keeps [\d.e-]+ GB of WAL\.$", degraded.Detail);
        Assert.Contains("pg_drop_replication_slot", degraded.Remedy, StringComparison.Ordinal);
        Assert.Equal(HealthState.Unhealthy, (await RunAsync(new StandbyProbe { UnhealthyBytes = -1 })).State);

        await ExecuteAsync("SELECT pg_drop_replication_slot('nobody')");
        Assert.Equal(HealthState.Healthy, (await RunAsync(new StandbyProbe())).State);
    }

    private async Task<HealthFinding> RunAsync(StandbyProbe probe)
    {
        await using var context = _server.CreateContext(_dataSource);
        return await SystemHealth.RunAsync(probe, context, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
