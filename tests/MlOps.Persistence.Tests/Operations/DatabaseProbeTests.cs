using MlOps.Domain.Monitoring;
using MlOps.Persistence.Operations.Health;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations;

/// <summary>Probes of the whole database. Their limits are hours and thousands of millions, so that the tests have lower ones.</summary>
public class DatabaseProbeTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_transaction_that_stays_open_is_seen_with_its_process_and_is_over_when_it_ends()
    {
        await using var session = new NpgsqlConnection(Database.OwnerConnectionString);
        await session.OpenAsync();
        var transaction = await session.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT 1", session, transaction))
            await command.ExecuteScalarAsync();

        var degraded = await RunAsync(new TransactionProbe { Degraded = TimeSpan.Zero });
        Assert.Equal(HealthState.Degraded, degraded.State);
        Assert.Contains($"process {session.ProcessID} ", degraded.Detail, StringComparison.Ordinal);
        Assert.Contains($"pid = {session.ProcessID}", degraded.Remedy, StringComparison.Ordinal);
        var none = new TransactionProbe { Degraded = TimeSpan.Zero, Unhealthy = TimeSpan.Zero };
        Assert.Equal(HealthState.Unhealthy, (await RunAsync(none)).State);
        Assert.Equal(HealthState.Healthy, (await RunAsync(new TransactionProbe())).State);

        await transaction.DisposeAsync();
        Assert.DoesNotContain($"process {session.ProcessID} ", (await RunAsync(none)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_rows_are_seen()
    {
        var oldest = await Database.ScalarAsync<int>("SELECT age(datfrozenxid) FROM pg_database WHERE datname = current_database()");
        Assert.Equal(HealthState.Healthy, (await RunAsync(new WraparoundProbe())).State);
        Assert.Equal(HealthState.Degraded, (await RunAsync(new WraparoundProbe { Degraded = oldest - 1 })).State);
        var unhealthy = await RunAsync(new WraparoundProbe { Degraded = oldest - 1, Unhealthy = oldest - 1 });
        Assert.Equal(HealthState.Unhealthy, unhealthy.State);
        Assert.Contains("autovacuum", unhealthy.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_that_stays_prepared_is_seen_with_its_name_and_how_to_end_it()
    {
        var none = new PreparedTransactionProbe { Degraded = TimeSpan.Zero, Unhealthy = TimeSpan.Zero };
        Assert.Equal(HealthState.Healthy, (await RunAsync(none)).State);
        await using var session = new NpgsqlConnection(Database.OwnerConnectionString);
        await session.OpenAsync();
        // A batch would be one transaction of its own.
        foreach (var statement in (string[])["BEGIN", "SELECT pg_current_xact_id()", "PREPARE TRANSACTION 'it''s open'"])
            await ExecuteAsync(session, statement);

        try
        {
            var degraded = await RunAsync(new PreparedTransactionProbe { Degraded = TimeSpan.Zero });
            Assert.Equal(HealthState.Degraded, degraded.State);
            Assert.Contains("'it's open'", degraded.Detail, StringComparison.Ordinal);
            Assert.EndsWith("ROLLBACK PREPARED 'it''s open'.", degraded.Remedy, StringComparison.Ordinal);
            Assert.Equal(HealthState.Unhealthy, (await RunAsync(none)).State);
            Assert.Equal(HealthState.Healthy, (await RunAsync(new PreparedTransactionProbe())).State);
        }
        finally
        {
            await ExecuteAsync(session, "ROLLBACK PREPARED 'it''s open'");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string statement)
    {
        await using var command = new NpgsqlCommand(statement, session);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<HealthFinding> RunAsync(IHealthProbe probe)
    {
        await using var context = Database.CreateOwnerContext();
        return await SystemHealth.RunAsync(probe, context, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
    }
}
