using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.Killed;

[OneVersionIsEnough]
public sealed class KilledTakeoverTests(TestServer server) : IAsyncLifetime
{
    private const string Old =
        """
        CREATE TABLE ml_predictions (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(), service_name text, predicted_value float8, created_at timestamptz DEFAULT now());
        INSERT INTO ml_predictions (service_name, predicted_value) SELECT 'quiz', 0.5 FROM generate_series(1, 20000)
        """;

    private const int KillsOfCopies = 3;

    // scripts/long asks for more.
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("MLOPS_TAKEOVER_KILLS"), out var kills) ? kills : 5;

    private readonly CommandLine _mlops = new(new PrivateHome().Path);
    private string _connection = "";
    private NpgsqlDataSource _database = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await server.CreateEmptyDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connection);
        await using var command = _database.CreateCommand(Old);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await server.DropDatabaseAsync(_connection);
    }

    [Fact]
    public async Task What_is_killed_leaves_the_old_state_and_the_next_run_completes()
    {
        await KillAsync("copy", "to_regnamespace('mlops_next') IS NOT NULL");
        await KillAsync("copy", "to_regclass('mlops_next.mlops_migrations_history') IS NOT NULL");
        // The rows are on their way.
        await KillAsync("copy", "EXISTS (SELECT FROM pg_class WHERE relnamespace = 'mlops_next'::regnamespace " +
            "AND relname ~ '^ml_predictions_20' AND relkind = 'r' AND pg_relation_size(oid) > 0)");
        Assert.Equal(["20000"], await _database.ColumnAsync("SELECT count(*)::text FROM ml_predictions"));
        await GoAsync("copy");
        Assert.Equal(["20000"], await _database.ColumnAsync("SELECT count(*)::text FROM mlops_next.ml_predictions"));

        for (var kills = KillsOfCopies; kills < Kills; kills += 2)
            await SwitchAndGoBackAsync();
    }

    private async Task SwitchAndGoBackAsync()
    {
        await KillWhileReadAsync("switch", "ml_predictions");
        Assert.Equal(["20000"], await _database.ColumnAsync("SELECT count(*)::text FROM mlops_next.ml_predictions"));
        await GoAsync("switch");
        Assert.Equal(["20000"], await _database.ColumnAsync("SELECT count(*)::text FROM legacy.ml_predictions"));

        await KillWhileReadAsync("back", "ml_predictions");
        Assert.Equal(["20000"], await _database.ColumnAsync("SELECT count(*)::text FROM legacy.ml_predictions"));
        await GoAsync("back");
        Assert.Equal(["20000"], await _database.ColumnAsync("SELECT count(*)::text FROM mlops_next.ml_predictions"));
    }

    // A reader lets it have all locks but those of the last moment.
    private async Task KillWhileReadAsync(string verb, string table)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var read = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection, transaction);
        await read.ExecuteScalarAsync();
        await KillAsync(
            verb,
            $"EXISTS (SELECT FROM pg_locks WHERE relation = '{table}'::regclass AND mode = 'AccessExclusiveLock')",
            RefuseAnotherAsync);
    }

    private async Task RefuseAnotherAsync()
    {
        var another = await CommandInProcess.RunAsync("takeover", "back", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.Conflict), another.ExitCode);
        var status = await CommandInProcess.RunAsync("takeover", "status", "--connection", _connection);
        Assert.True(status.ExitCode == 0, status.ToString());
    }

    private async Task KillAsync(string verb, string reached, Func<Task>? meanwhile = null)
    {
        using var process = _mlops.Start("takeover", verb, "--connection", _connection);
        await Polling.UntilAsync(
            async () => process.HasExited || await _database.ColumnAsync($"SELECT ({reached})::text") is ["true"], reached);
        if (meanwhile is not null)
            await meanwhile();

        Assert.False(process.HasExited, reached);
        process.Kill();
        await process.WaitForExitAsync();
        await Polling.UntilAsync(
            async () => await _database.ColumnAsync(
                "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name <> '' " +
                "AND pid <> pg_backend_pid() UNION SELECT pid::text FROM pg_locks WHERE locktype = 'advisory'") is [],
            "the server has noticed that its client is gone");
    }

    private async Task GoAsync(string verb)
    {
        var result = await _mlops.RunAsync("takeover", verb, "--connection", _connection);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
