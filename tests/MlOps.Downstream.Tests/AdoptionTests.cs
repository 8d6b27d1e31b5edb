using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Migrator.Tests;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Downstream.Tests;

/// <summary>A team's context goes on with a database that the library's own migrations made.</summary>
public sealed class AdoptionTests(TestServer server, SampleProject project) : IAsyncLifetime
{
    private const string MigrationLocks =
        "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = " +
        "current_database())";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private string _connection = "";
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        // The template has the library's migrations, and the command adds the rest.
        _connection = await server.CreateDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_connection);
        await project.RunAsync("dotnet", PublishedCommand.File, "migrate", "--connection", _connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connection);
    }

    [Fact]
    public async Task An_adopted_database_keeps_its_rows_and_is_what_the_team_would_have_made_from_nothing()
    {
        await StorePredictionAsync();
        Assert.Contains("_First", await MigrateAsync(_connection), StringComparison.Ordinal);
        Assert.Equal("fraud_ml_predictions,1",
            await ReadAsync("SELECT to_regclass('fraud_ml_predictions') || ',' || count(*) FROM ml_predictions"));
        Assert.Equal("First", await ReadAsync("""SELECT string_agg(substr("MigrationId", 16), ',') FROM mlops_migrations_history"""));

        var fresh = await server.CreateEmptyDatabaseAsync();
        await MigrateAsync(fresh);
        await using var freshSource = NpgsqlDataSource.Create(fresh);
        var (made, adopted) = (await SchemaCatalogue.ReadAsync(freshSource), await SchemaCatalogue.ReadAsync(_dataSource));
        Assert.Empty(made.Except(adopted));
        Assert.Empty(adopted.Except(made));
        Assert.Equal(made, adopted);
        var verified = await project.RunCommandAsync("verify", "--connection", _connection);
        Assert.True(verified is { ExitCode: 0, Output: "" }, $"{verified}");

        // A second run does nothing, and the library's own command knows that the database is another's now.
        Assert.Single((await MigrateAsync(_connection)).Trim().Split('\n'));
        Assert.Equal(adopted, await SchemaCatalogue.ReadAsync(_dataSource));
        var library = await project.TryAsync("dotnet", PublishedCommand.File, "migrate", "--connection", _connection);
        Assert.Equal(7, library.ExitCode);
        Assert.Contains("migrations that MlOpsDbContext does not know", library.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adoption_that_is_killed_leaves_the_database_as_it_was_and_the_next_run_completes_it()
    {
        var before = await SchemaCatalogue.ReadAsync(_dataSource);
        await using var connection = await _dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE mlops_migrations_history IN SHARE MODE", connection))
            await command.ExecuteNonQueryAsync();

        // All tables are made when it waits to write down that they are.
        using (var process = project.StartCommand("migrate", "--connection", _connection))
        {
            await Polling.UntilAsync(async () => await ReadAsync(MigrationLocks) != "0", "the command has the lock of migrations");
            await Polling.UntilAsync(
                async () => await ReadAsync(
                    "SELECT (count(*) > 0)::text FROM pg_stat_activity WHERE query LIKE 'DELETE FROM mlops_migrations_history%'" +
                    " AND wait_event_type = 'Lock' AND datname = current_database()") == "true",
                "the adoption waits for the history");
            process.Kill();
            await process.WaitForExitAsync();
        }

        await transaction.RollbackAsync();
        await Polling.UntilAsync(
            async () => await ReadAsync(MigrationLocks) == "0", "the server notices that the command is dead");
        Assert.Equal(before, await SchemaCatalogue.ReadAsync(_dataSource));
        Assert.Contains("_First", await MigrateAsync(_connection), StringComparison.Ordinal);
    }

    private async Task<string> MigrateAsync(string connection)
    {
        var result = await project.RunCommandAsync("migrate", "--connection", connection);
        Assert.True(result.ExitCode == 0, $"{result}");
        return result.Output;
    }

    private async Task StorePredictionAsync()
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(_dataSource);
        await using var context = new MlOpsDbContext(builder.Options);
        context.Add(Prediction.ForService("plain", "quality", 1, Noon));
        await context.SaveChangesAsync();
    }

    private async Task<string> ReadAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
