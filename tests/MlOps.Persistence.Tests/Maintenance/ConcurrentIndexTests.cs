using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Testing;
using Npgsql;
using static MlOps.Persistence.Tests.Maintenance.ConcurrentIndexes;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>Indexes of ordinary tables in use.</summary>
public class ConcurrentIndexTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public void On_an_ordinary_table_an_invalid_leftover_is_dropped_before_the_build()
    {
        using var context = Database.CreateOwnerContext();
        var sql = Sql(context, "ml_models", "ix_sources");
        Assert.Contains("DROP INDEX ix_sources;", sql, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_sources ON ml_models", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_an_ordinary_table_a_migration_that_was_killed_before_it_was_noted_can_run_again()
    {
        await using var context = Database.CreateOwnerContext();
        foreach (var leftover in (string[])["none", "valid", "invalid"])
        {
            if (leftover == "invalid")
                await Database.ExecuteAsync("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_again'::regclass");

            foreach (var statement in Statements(context, "model_versions", "ix_again", ["tenant_id", "status"]))
                await Database.ExecuteAsync(statement);

            Assert.True(
                await Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_again'::regclass"), leftover);
        }

        await Database.ExecuteAsync("DROP INDEX ix_again");
    }

    [Fact]
    public async Task On_an_ordinary_table_a_build_waits_for_writers_longer_than_other_steps_may()
    {
        await using var context = Database.CreateOwnerContext();
        await using var writer = await Database.OwnerDataSource.OpenConnectionAsync();
        var transaction = await writer.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE model_versions IN ROW EXCLUSIVE MODE", writer))
            await command.ExecuteNonQueryAsync();

        await using var migrator = await Database.OwnerDataSource.OpenConnectionAsync();
        await ExecuteAsync(migrator, ["SET lock_timeout = '100ms'"]);
        var building = ExecuteAsync(migrator, Statements(context, "model_versions", "ix_patient", ["tenant_id", "status"]));
        await Polling.UntilAsync(
            async () => building.IsCompleted || await Database.ScalarAsync<bool>(
                $"SELECT query LIKE 'CREATE INDEX CONCURRENTLY%' AND query_start < clock_timestamp() - interval '1 s' FROM " +
                $"pg_stat_activity WHERE pid = {migrator.ProcessID}"),
            "the build has waited for much longer than the limit");
        await transaction.CommitAsync();
        await building;
        await using (var show = new NpgsqlCommand("SHOW lock_timeout", migrator))
            Assert.Equal("100ms", await show.ExecuteScalarAsync());

        await Database.ExecuteAsync("DROP INDEX ix_patient");
    }

    [Fact]
    public void In_an_idempotent_script_nothing_is_built_concurrently()
    {
        using var context = Database.CreateOwnerContext();
        var sql = Sql(context, "ml_models", "ix_sources", MigrationsSqlGenerationOptions.Idempotent);
        Assert.Equal("CREATE INDEX ix_sources ON ml_models (tenant_id, source);\n", sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
