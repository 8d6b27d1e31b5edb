using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>An upgrade leaves its fingerprint, by which the next one knows that there is nothing to do.</summary>
[OneVersionIsEnough]
public sealed class SchemaFingerprintTests(TestServer server) : EmptyDatabaseTest(server)
{
    private const string Fingerprint = "SELECT obj_description('mlops_migrations_history'::regclass)";

    private readonly TestServer _server = server;

    private static readonly DateTimeOffset Start = new(2031, 1, 15, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_up_to_date_database_is_recognised_before_a_model_is_built()
    {
        await UpgradeAsync();
        await using var context = new UnbuiltContext(DataSource);
        await ExecuteAsync(await AsOfAsync(context, DataSource));
        var report = await new SchemaUpgrade(context).RunAsync(Start, Start);
        Assert.All([report.Migrations, report.Slices, report.Indexes, report.Keys], Assert.Empty);
        Assert.Throws<InvalidOperationException>(() => context.Model);
    }

    [Fact]
    public async Task What_somebody_removed_is_looked_at_and_a_slice_is_made_again_once_its_record_is_deleted()
    {
        Assert.NotEmpty((await UpgradeAsync()).Slices);
        Assert.Empty((await UpgradeAsync()).Slices);
        await ExecuteAsync("DROP TABLE capacity_planning_metrics_2031_01");
        Assert.Empty((await UpgradeAsync()).Slices);
        await ExecuteAsync("DROP TABLE query_performance_logs_2031_01");
        await ExecuteAsync("DELETE FROM ml_slices WHERE root = 'capacity_planning_metrics'");
        Assert.Equal(["capacity_planning_metrics_2031_01"], (await UpgradeAsync()).Slices);
    }

    [Fact]
    public async Task Another_month_another_program_and_another_history_are_looked_at()
    {
        await UpgradeAsync();
        await using (var context = CreateContext())
            Assert.Contains("ml_predictions_2031_02", (await new SchemaUpgrade(context).RunAsync(Start, Start.AddMonths(1))).Slices);

        var stored = Assert.Single(await ColumnAsync(Fingerprint));
        await ExecuteAsync("COMMENT ON TABLE mlops_migrations_history IS 'Upgraded by another program'");
        await UpgradeAsync();
        Assert.NotEqual("Upgraded by another program", Assert.Single(await ColumnAsync(Fingerprint)));

        await ExecuteAsync(
            $"COMMENT ON TABLE mlops_migrations_history IS '{stored}'; INSERT INTO mlops_migrations_history VALUES ('3000_Future', '11')");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => UpgradeAsync());
        Assert.Equal(MlOpsError.NewerSchema, error.Error);
    }

    [Fact]
    public async Task A_context_that_got_another_connection_upgrades_the_database_of_that()
    {
        await UpgradeAsync();
        var other = await _server.CreateEmptyDatabaseAsync();
        await using (var context = CreateContext())
        {
            context.Database.SetDbConnection(new NpgsqlConnection(other), contextOwnsConnection: true);
            Assert.Contains("ml_predictions_2031_01", (await new SchemaUpgrade(context).RunAsync(Start, Start)).Slices);
        }

        await _server.DropDatabaseAsync(other);
    }

    [Fact]
    public async Task Nothing_is_written_down_of_a_database_that_a_newer_version_has_migrated_meanwhile()
    {
        await UpgradeAsync();
        await ExecuteAsync("INSERT INTO mlops_migrations_history VALUES ('3000_Future', '11')");
        var before = await ColumnAsync(Fingerprint);
        await using (var context = CreateContext())
            await new SchemaFingerprint(context, Start, Start.AddDays(1)).StoreAsync(CancellationToken.None);

        Assert.Equal(before, await ColumnAsync(Fingerprint));
        await Assert.ThrowsAsync<MlOpsException>(() => UpgradeAsync());
    }

    [Fact]
    public async Task Who_does_not_own_the_history_finds_nothing_to_do_the_long_way()
    {
        await UpgradeAsync();
        var role = $"reader_{Guid.NewGuid():N}";
        await ExecuteAsync($"COMMENT ON TABLE mlops_migrations_history IS NULL; CREATE ROLE {role}");
        try
        {
            await ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}");
            await using var reading = NpgsqlDataSource.Create($"{ConnectionString};Options=-c role={role}");
            await using var context = _server.CreateContext(reading);
            var report = await new SchemaUpgrade(context).RunAsync(Start, Start);
            Assert.Empty(report.Slices);
            await using var command = DataSource.CreateCommand(Fingerprint);
            Assert.Equal(DBNull.Value, await command.ExecuteScalarAsync());
        }
        finally
        {
            await ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    private async Task<SchemaReport> UpgradeAsync()
    {
        await using var context = CreateContext();
        return await new SchemaUpgrade(context).RunAsync(Start, Start);
    }

    // The comment that an upgrade of this context would have written.
    private static async Task<string> AsOfAsync(UnbuiltContext context, NpgsqlDataSource dataSource)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        var text = await new SchemaFingerprint(context, Start, Start).ComposeAsync(connection, CancellationToken.None);
        return $"COMMENT ON TABLE mlops_migrations_history IS '{text}'";
    }

    private sealed class UnbuiltContext(NpgsqlDataSource dataSource) : MlOpsDbContext(
        new DbContextOptionsBuilder<UnbuiltContext>().UseMlOps(dataSource).Options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => throw new InvalidOperationException("The model is built.");
    }
}
