using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

public class IndexMaintenanceTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";

    [Fact]
    public async Task An_index_of_a_sliced_table_is_declared_by_the_migration_and_built_on_each_partition()
    {
        await using var context = await SlicedAsync();
        await Database.ExecuteAsync(Sql(context, "ml_predictions", "ix_sources"));
        Assert.Equal(1, await Database.ScalarAsync<long>(Invalid));

        var built = await new IndexMaintenance(context).CompleteAsync();
        Assert.Equal(3, built.Count);
        Assert.Equal(0, await Database.ScalarAsync<long>(Invalid));
        Assert.Empty(await new IndexMaintenance(context).CompleteAsync());
        await Database.ExecuteAsync("DROP INDEX ix_sources");
    }

    [Fact]
    public async Task What_a_killed_build_left_is_repaired()
    {
        await using var context = await SlicedAsync();
        await Database.ExecuteAsync(Sql(context, "ml_predictions", "ix_killed"));
        var first = (await new IndexMaintenance(context).CompleteAsync())[0];
        // As if the server had died between the building and the attaching.
        await Database.ExecuteAsync("DROP INDEX ix_killed");
        await Database.ExecuteAsync(Sql(context, "ml_predictions", "ix_killed"));
        await Database.ExecuteAsync($"CREATE INDEX {first} ON ml_predictions_2031_01 (source)");
        await Database.ExecuteAsync($"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{first}'::regclass");

        Assert.Equal(3, (await new IndexMaintenance(context).CompleteAsync()).Count);
        Assert.Equal(0, await Database.ScalarAsync<long>(Invalid));
        await Database.ExecuteAsync("DROP INDEX ix_killed");
    }

    [Fact]
    public async Task Several_at_once_build_each_part_once()
    {
        await using var context = await SlicedAsync();
        await Database.ExecuteAsync(Sql(context, "ml_predictions", "ix_raced"));
        var built = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
        {
            await using var own = Database.CreateContext();
            return await new IndexMaintenance(own).CompleteAsync();
        })));
        Assert.Equal(3, Assert.Single(built, names => names.Count > 0).Count);
        Assert.Equal(0, await Database.ScalarAsync<long>(Invalid));
        await Database.ExecuteAsync("DROP INDEX ix_raced");
    }

    [Fact]
    public async Task A_build_may_take_longer_than_the_commands_of_the_application()
    {
        await using var context = await SlicedAsync();
        await Database.ExecuteAsync(Sql(context, "ml_predictions", "ix_slow"));
        context.Database.SetCommandTimeout(1);
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE ml_predictions_2031_01 IN ROW EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        var building = new IndexMaintenance(context).CompleteAsync();
        await Polling.UntilAsync(
            async () => building.IsCompleted || await Database.ScalarAsync<bool>(
                """
                SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
                    AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND query_start < clock_timestamp() - interval '1.5 s'
                """),
            "the build has waited for longer than a second");
        await transaction.CommitAsync();
        Assert.Equal(3, (await building).Count);
        Assert.Equal(1, context.Database.GetCommandTimeout());
        await Database.ExecuteAsync("DROP INDEX ix_slow");
    }

    [Fact]
    public async Task Partitions_whose_long_names_begin_alike_get_an_index_each()
    {
        var table = new string('p', 55);
        await Database.ExecuteAsync(
            $"""
            CREATE TABLE {table} (id int) PARTITION BY RANGE (id);
            CREATE TABLE {table}_2031_01 PARTITION OF {table} FOR VALUES FROM (1) TO (2);
            CREATE TABLE {table}_2031_02 PARTITION OF {table} FOR VALUES FROM (2) TO (3);
            CREATE INDEX ix_long ON ONLY {table} (id);
            """);
        await using var context = Database.CreateContext();
        Assert.Equal(2, (await new IndexMaintenance(context).CompleteAsync()).Distinct().Count());
        Assert.Equal(0, await Database.ScalarAsync<long>(Invalid));
        await Database.ExecuteAsync($"DROP TABLE {table}");
    }

    [Fact]
    public void The_statement_names_the_parent_alone()
    {
        using var context = Database.CreateContext();
        Assert.Equal("CREATE INDEX ix_sources ON ONLY ml_predictions (tenant_id, source);\n", Sql(context, "ml_predictions", "ix_sources"));
    }

    [Fact]
    public void On_an_ordinary_table_an_invalid_leftover_is_dropped_before_the_build()
    {
        using var context = Database.CreateContext();
        var sql = Sql(context, "ml_models", "ix_sources");
        Assert.Contains("DROP INDEX ix_sources;", sql, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_sources ON ml_models", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_an_ordinary_table_a_migration_that_was_killed_before_it_was_noted_can_run_again()
    {
        await using var context = Database.CreateContext();
        foreach (var leftover in (string[])["none", "valid", "invalid"])
        {
            if (leftover == "invalid")
                await Database.ExecuteAsync("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_again'::regclass");

            foreach (var statement in Statements(context, "model_versions", "ix_again", ["tenant_id", "status"]))
                await Database.ExecuteAsync(statement);

            Assert.True(await Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_again'::regclass"), leftover);
        }

        await Database.ExecuteAsync("DROP INDEX ix_again");
    }

    [Fact]
    public void In_an_idempotent_script_nothing_is_built_concurrently()
    {
        using var context = Database.CreateContext();
        var sql = Sql(context, "ml_models", "ix_sources", MigrationsSqlGenerationOptions.Idempotent);
        Assert.Equal("CREATE INDEX ix_sources ON ml_models (tenant_id, source);\n", sql);
    }

    private async Task<MlOpsDbContext> SlicedAsync()
    {
        var context = Database.CreateContext();
        var start = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await new SliceMaintenance(context).EnsureAsync(start, start.AddMonths(1));
        return context;
    }

    private static string Sql(
        MlOpsDbContext context, string table, string name, MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default) =>
        string.Concat(Statements(context, table, name, ["tenant_id", "source"], options));

    private static IEnumerable<string> Statements(
        MlOpsDbContext context,
        string table,
        string name,
        string[] columns,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default)
    {
        var index = new CreateIndexOperation { Table = table, Name = name, Columns = columns };
        index["Npgsql:CreatedConcurrently"] = true;
        var model = context.GetService<IDesignTimeModel>().Model;
        return context.GetService<IMigrationsSqlGenerator>().Generate([index], model, options).Select(command => command.CommandText);
    }
}
