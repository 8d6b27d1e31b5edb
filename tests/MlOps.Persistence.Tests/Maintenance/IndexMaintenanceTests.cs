using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;
using Npgsql;
using static MlOps.Persistence.Tests.Maintenance.ConcurrentIndexes;

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
            await using var own = Database.CreateOwnerContext();
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
        await using var connection = await Database.OwnerDataSource.OpenConnectionAsync();
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
        await using var context = Database.CreateOwnerContext();
        Assert.Equal(2, (await new IndexMaintenance(context).CompleteAsync()).Distinct().Count());
        Assert.Equal(0, await Database.ScalarAsync<long>(Invalid));
        await Database.ExecuteAsync($"DROP TABLE {table}");
    }

    [Fact]
    public async Task In_a_schema_that_is_not_on_the_search_path_and_under_odd_names_a_leftover_is_repaired_too()
    {
        const string Schema = "\"My {0} Shop's\"";
        const string Table = $"{Schema}.\"a USING b\"";
        await Database.ExecuteAsync(
            $"""
            CREATE SCHEMA {Schema};
            CREATE TABLE {Table} (id int) PARTITION BY RANGE (id);
            CREATE TABLE {Table[..^1]}_1" PARTITION OF {Table} FOR VALUES FROM (1) TO (2);
            CREATE INDEX " ON ONLY USING x" ON ONLY {Table} (id) WHERE id > 0;
            """);
        await using var context = Database.CreateOwnerContext();
        var part = Assert.Single(await new IndexMaintenance(context).CompleteAsync());
        await Database.ExecuteAsync(
            $"""
            DROP INDEX {Schema}." ON ONLY USING x";
            CREATE INDEX " ON ONLY USING x" ON ONLY {Table} (id) WHERE id > 0;
            CREATE INDEX {part} ON {Table[..^1]}_1" (id);
            """);
        Assert.Equal([part], await new IndexMaintenance(context).CompleteAsync());
        Assert.Equal(0, await Database.ScalarAsync<long>(Invalid));
        await Database.ExecuteAsync($"DROP SCHEMA {Schema} CASCADE");
    }

    [Fact]
    public async Task Who_cannot_attach_at_once_lets_others_pass_and_does_not_build_again()
    {
        const string Attaching =
            "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'ALTER INDEX%'";
        await using var context = await SlicedAsync();
        await Database.ExecuteAsync(Sql(context, "ml_predictions", "ix_attached"));
        await using var connection = await Database.OwnerDataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("COMMENT ON INDEX ix_attached IS 'held'", connection))
            await command.ExecuteNonQueryAsync();

        var building = new IndexMaintenance(context).CompleteAsync();
        var tries = new HashSet<string>();
        List<string> part;
        try
        {
            await Polling.UntilAsync(
                async () =>
                {
                    tries.UnionWith(await Database.ColumnAsync($"SELECT query_start::text {Attaching}"));
                    return building.IsCompleted || tries.Count > 1;
                },
                "the attaching gives up and is tried again");
            part = await Database.ColumnAsync("SELECT indexrelid::text FROM pg_index WHERE indisvalid AND indrelid = " +
                "'ml_predictions_2031_01'::regclass ORDER BY indexrelid DESC LIMIT 1");
        }
        finally
        {
            await transaction.RollbackAsync();
            await building;
        }

        Assert.Equal(3, (await building).Count);
        Assert.Equal(part, await Database.ColumnAsync("SELECT inhrelid::text FROM pg_inherits JOIN pg_index ON indexrelid = inhrelid " +
            "WHERE inhparent = 'ix_attached'::regclass AND indrelid = 'ml_predictions_2031_01'::regclass"));
        await Database.ExecuteAsync("DROP INDEX ix_attached");
    }

    [Fact]
    public void The_statement_names_the_parent_alone()
    {
        using var context = Database.CreateOwnerContext();
        Assert.Equal("CREATE INDEX ix_sources ON ONLY ml_predictions (tenant_id, source);\n", Sql(context, "ml_predictions", "ix_sources"));
    }

    private async Task<MlOpsDbContext> SlicedAsync()
    {
        var context = Database.CreateOwnerContext();
        var start = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await new SliceMaintenance(context).EnsureAsync(start, start.AddMonths(1));
        return context;
    }
}
