using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Configurations.Views;

public class StorageViewTests(TestDatabase database) : DatabaseTest(database)
{
    // Of any name, in any schema.
    private const string Predictions = "(SELECT oid FROM pg_class WHERE oid = 'ml_predictions'::regclass)";

    [Fact]
    public async Task A_sliced_table_has_the_size_of_all_its_partitions()
    {
        await Population.StoreAsync(Database);
        var parts = await Database.ScalarAsync<long>(
            $"SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree({Predictions})");
        Assert.Equal(0, await Database.ScalarAsync<long>($"SELECT pg_total_relation_size({Predictions})"));
        Assert.Equal(
            (1, parts), (
                await Database.ScalarAsync<int>($"SELECT count(*)::int FROM v_table_sizes WHERE {IsPredictions}"),
                await Database.ScalarAsync<long>($"SELECT \"size_bytes\" FROM v_table_sizes WHERE {IsPredictions}")));
        Assert.Equal(
            await Database.ScalarAsync<string>($"SELECT pg_size_pretty({parts}::bigint)"),
            await Database.ScalarAsync<string>($"SELECT \"size\" FROM v_table_sizes WHERE {IsPredictions}"));
    }

    [Fact]
    public async Task The_view_has_the_tables_that_samples_have_and_no_partition()
    {
        await using var context = Database.CreateOwnerContext();
        var sampled = await TableSize.ListAsync(context, TestContext.Current.CancellationToken);
        Assert.Equal(
            sampled.Select(table => table.TableName).Where(IsOfTheModel).Order(StringComparer.Ordinal),
            (await Database.ColumnAsync("SELECT \"tablename\"::text FROM v_table_sizes")).Where(IsOfTheModel)
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            0,
            await Database.ScalarAsync<int>(
                "SELECT count(*)::int FROM v_table_sizes JOIN pg_namespace ON nspname = \"schemaname\" " +
                "JOIN pg_class ON relname = \"tablename\" AND relnamespace = pg_namespace.oid WHERE relispartition"));

        // Where the record of migrations is in another schema, samples measure it and the view does not.
        static bool IsOfTheModel(string table) => table != MlOpsDbContextOptionsExtensions.HistoryTable;
    }

    [Fact]
    public async Task An_index_counts_the_scans_of_all_its_partitions()
    {
        await Population.StoreAsync(Database);
        await using (var session = new NpgsqlConnection(Database.OwnerConnectionString))
        {
            await session.OpenAsync();
            await using var command = session.CreateCommand();
            // Each partition is asked by its key, and the statistics are there for others at once.
            command.CommandText = TestModel.Name<MlOpsDbContext>(
                "SET enable_seqscan = off; SELECT count(*) FROM ml_predictions WHERE id = '0195a000-0000-7000-8000-00000000000c'; " +
                "SELECT pg_stat_force_next_flush()");
            await command.ExecuteNonQueryAsync();
        }

        var scans = await Database.ScalarAsync<long>($"SELECT sum(\"index_scans\")::bigint FROM v_index_usage WHERE {IsPredictions}");
        Assert.NotEqual(0, scans);
        Assert.Equal(
            await Database.ScalarAsync<int>($"SELECT count(*)::int FROM pg_index WHERE indrelid = {Predictions}"),
            await Database.ScalarAsync<int>($"SELECT count(*)::int FROM v_index_usage WHERE {IsPredictions}"));
        Assert.Equal(
            scans,
            await Database.ScalarAsync<long>(
                "SELECT sum(s.idx_scan)::bigint FROM pg_stat_user_indexes s JOIN pg_partition_tree(" + Predictions +
                ") part ON part.relid = s.relid"));
        Assert.NotEqual(0, await Database.ScalarAsync<long>($"SELECT min(\"size_bytes\") FROM v_index_usage WHERE {IsPredictions}"));
    }

    [Theory, InlineData("v_table_sizes"), InlineData("v_index_usage")]
    public async Task A_reader_may_read_it(string view)
    {
        await using var reader = NpgsqlDataSource.Create(Database.ConnectionStringAs(MlOpsRoles.Reader));
        await using var command = reader.CreateCommand($"SELECT count(*) FROM {view}");
        Assert.True((long)(await command.ExecuteScalarAsync())! > 50);
    }

    private static string IsPredictions => $"\"tablename\" = (SELECT relname FROM pg_class WHERE oid = {Predictions})";
}
