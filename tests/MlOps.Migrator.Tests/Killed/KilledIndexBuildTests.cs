using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Killed;

public sealed class KilledIndexBuildTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Building =
        "FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'CREATE INDEX CONCURRENTLY%'";

    // Nothing is ever made there, since the database is given.
    private readonly CommandLine _mlops = new(new PrivateHome().Path);

    [Theory]
    [InlineData("ix_left_invalid", true)]
    [InlineData("ix_left_unattached", false)]
    public async Task An_index_build_that_is_killed_is_repaired_by_the_next_run(string index, bool endsAtTheServerToo)
    {
        var partitions = await PartitionsAsync();
        await ExecuteAsync($"CREATE INDEX {index} ON ONLY ml_predictions (tenant_id, source)");

        await using var connection = await database.OwnerDataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"LOCK TABLE {partitions[0]} IN ROW EXCLUSIVE MODE", connection))
            await command.ExecuteNonQueryAsync();

        using (var process = _mlops.Start("migrate", "--connection", database.OwnerConnectionString))
        {
            await Polling.UntilAsync(
                () => ScalarAsync<bool>(
                    $"SELECT count(*) = 1 FROM pg_index WHERE indrelid = '{partitions[0]}'::regclass AND NOT indisvalid"),
                "the build waits for the one who writes");
            process.Kill();
            await process.WaitForExitAsync();
        }

        if (endsAtTheServerToo)
            await ScalarAsync<bool>($"SELECT bool_and(pg_terminate_backend(pid)) {Building}");

        // The server goes on with what it was asked for, and only then finds that nobody wants to know.
        using var next = _mlops.Start("migrate", "--connection", database.OwnerConnectionString);
        await transaction.CommitAsync();
        var result = await CommandLine.FinishAsync(next);
        Assert.True(result.ExitCode == 0, result.ToString());

        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
        Assert.Equal(partitions, await ColumnAsync(
            $"SELECT indrelid::regclass::text FROM pg_index JOIN pg_inherits ON inhrelid = indexrelid WHERE inhparent = " +
            $"'{index}'::regclass ORDER BY 1"));
        // Nothing of the first build is left beside it.
        Assert.Equal(partitions.Count, await ScalarAsync<long>(
            "SELECT count(*) FROM pg_indexes WHERE tablename LIKE 'ml\\_predictions\\_%' AND indexdef LIKE '%(tenant_id, source)'"));
        await ExecuteAsync($"DROP INDEX {index}");
    }

    private async Task<List<string>> PartitionsAsync()
    {
        await using var context = database.CreateOwnerContext();
        var now = TimeProvider.System.GetUtcNow();
        await new SliceMaintenance(context).EnsureAsync(now, now.AddMonths(2));
        return await ColumnAsync(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ml_predictions'::regclass ORDER BY 1");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.OwnerDataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = database.OwnerDataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<string>> ColumnAsync(string sql)
    {
        await using var command = database.OwnerDataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));

        return values;
    }
}
