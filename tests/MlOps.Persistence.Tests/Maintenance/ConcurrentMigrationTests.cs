using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tests.Ingestion.Writing;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

public class ConcurrentMigrationTests(TestServer server) : IAsyncLifetime
{
    private string _connectionString = "";

    public async ValueTask InitializeAsync() => _connectionString = await server.CreateEmptyDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DropDatabaseAsync(_connectionString);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_ten_migrators_one_migrates_and_nine_find_nothing_left_to_do()
    {
        await server.DropDatabaseAsync(_connectionString);
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => MigrateAsync())));
        Assert.Single(results, applied => applied.Count > 0);
    }

    [Fact]
    public async Task A_migrator_that_dies_leaves_the_lock_to_the_next()
    {
        await using var dataSource = NpgsqlDataSource.Create(_connectionString);
        await using var holder = await dataSource.OpenConnectionAsync();
        await ExecuteAsync(holder, $"SELECT pg_advisory_lock({MlOpsPostgresFeatures.Options.MigrationLockKey})");
        var waiting = Task.Run(() => MigrateAsync());
        await Polling.UntilAsync(
            async () => await ScalarAsync<long>(
                dataSource, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_try_advisory_lock%'") > 0,
            "the migrator asks for the lock");
        Assert.True(await ScalarAsync<bool>(dataSource, "SELECT to_regclass('ml_models') IS NULL"));

        await ScalarAsync<bool>(dataSource, $"SELECT pg_terminate_backend({holder.ProcessID})");
        Assert.NotEmpty(await waiting);
    }

    // One that waited in the server would hold a snapshot, for which the build waits in turn.
    [Fact]
    public async Task A_migrator_that_waits_does_not_keep_an_index_from_being_built_concurrently()
    {
        await using var dataSource = NpgsqlDataSource.Create(_connectionString);
        await using var holder = await dataSource.OpenConnectionAsync();
        await ExecuteAsync(holder, "CREATE TABLE plain (id int)");
        await ExecuteAsync(holder, $"SELECT pg_advisory_lock({MlOpsPostgresFeatures.Options.MigrationLockKey})");
        using var cancellation = new CancellationTokenSource();
        var waiting = Task.Run(() => MigrateAsync(cancellation.Token));
        await Polling.UntilAsync(
            async () => await ScalarAsync<long>(dataSource, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() " +
                "AND query LIKE 'SELECT pg_try_advisory_lock%'") > 0,
            "the migrator asks for the lock");
        await ExecuteAsync(holder, "CREATE INDEX CONCURRENTLY ix_plain ON plain (id)");
        Assert.False(waiting.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_cancelled_migrator_stops_waiting()
    {
        await using var dataSource = NpgsqlDataSource.Create(_connectionString);
        await using var holder = await dataSource.OpenConnectionAsync();
        await ExecuteAsync(holder, $"SELECT pg_advisory_lock({MlOpsPostgresFeatures.Options.MigrationLockKey})");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MigrateAsync(cancellation.Token));
    }

    [Fact]
    public async Task One_that_waits_says_so_once()
    {
        await using var dataSource = NpgsqlDataSource.Create(_connectionString);
        await using var holder = await dataSource.OpenConnectionAsync();
        await ExecuteAsync(holder, $"SELECT pg_advisory_lock({MlOpsPostgresFeatures.Options.MigrationLockKey})");
        using var log = new TestLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource).UseLoggerFactory(logs);
        await using var context = new MlOpsDbContext(builder.Options);
        using var cancellation = new CancellationTokenSource();
        var waiting = Task.Run(() => SchemaMigration.RunAsync(context, cancellation.Token));
        await Polling.UntilAsync(() => Task.FromResult(Asked() > 2), "the migrator asks again and again");
        Assert.Equal(
            "Another process migrates the database. This one waits until it is done.",
            Assert.Single(log.Of(LogLevel.Warning), line => line.Contains("migrates", StringComparison.Ordinal)));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        int Asked() => log.Of(LogLevel.Information).Count(line => line.Contains("pg_try_advisory_lock", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken = default)
    {
        await using var dataSource = NpgsqlDataSource.Create(_connectionString);
        await using var context = server.CreateContext(dataSource);
        return await SchemaMigration.RunAsync(context, cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
