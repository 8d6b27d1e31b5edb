using System.Globalization;
using MlOps.Migrator.Tests.Later;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

[OneVersionIsEnough]
public sealed class MigrateTests(TestServer server) : IAsyncLifetime
{
    private const string Waiting =
        "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query " +
        "LIKE 'INSERT INTO mlops_migrations_history%'";

    private const string WaitsFor100Ms =
        "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query " +
        "LIKE '%LOCK TABLE ml_models%' AND query_start < clock_timestamp() - interval '0.1 s' AND pid <> pg_backend_pid()";

    private string _connection = "";
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await server.CreateDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connection);
    }

    [Fact]
    public async Task A_plan_has_each_statement_with_its_lock_and_changes_nothing()
    {
        var text = await LaterCommand.ReadAsync("migrate", "--dry-run", "--connection", _connection);
        Assert.Contains(
            $"-- {AddNotes.Id}\n-- ACCESS EXCLUSIVE on ml_models\nALTER TABLE ml_models ADD later_note text;\n", text,
            StringComparison.Ordinal);
        var json = await LaterCommand.ReadAsync("migrate", "--dry-run", "--json", "--connection", _connection);
        var plan = Manual.ParseJson("migrate --dry-run", json);
        var index = plan.Single(step =>
            step.GetProperty("statement").GetString()!.StartsWith("CREATE INDEX ix_later_type", StringComparison.Ordinal));
        Assert.Equal(("SHARE", "ml_models"), (index.GetProperty("lock").GetString(), index.GetProperty("tables")[0].GetString()));
        Assert.True(index.GetProperty("bytes").GetInt64() > 0);
        Assert.Equal("Call IsCreatedConcurrently() on the index", index.GetProperty("advice").GetString());
        Assert.Equal([LaterMigrations.Initial], await ListMigrationsAsync());
    }

    [Fact]
    public async Task A_statement_that_lets_others_write_has_its_lock_and_no_wait()
    {
        await LaterCommand.ReadAsync("migrate", "--to", "AddScores", "--connection", _connection);
        var plan = await LaterCommand.ReadAsync("migrate", "--dry-run", "--connection", _connection);
        Assert.Contains("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_later_owner", plan, StringComparison.Ordinal);
        Assert.Contains("-- SHARE UPDATE EXCLUSIVE on ml_models, for ", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("wait for about", plan, StringComparison.Ordinal);
    }

    [Theory, InlineData(), InlineData("--dry-run")]
    public async Task What_keeps_writers_waiting_for_longer_than_they_may_is_refused_with_what_to_do_instead(params string[] more)
    {
        var result = await LaterCommand.RunAsync(["migrate", "--connection", _connection, "--lock-budget", "0.0001", .. more]);
        Assert.Equal(ExitCode.Of(MlOpsError.LocksTooLong), result.ExitCode);
        Assert.Contains($"{AddNotes.Id} would keep the writers of ml_models waiting for about ", result.Error, StringComparison.Ordinal);
        Assert.Contains(
            "Nothing was changed. The statement is: CREATE INDEX ix_later_type ON ml_models (model_type)", result.Error,
            StringComparison.Ordinal);
        Assert.Contains("Call IsCreatedConcurrently() on the index, or allow a longer wait.", result.Error, StringComparison.Ordinal);
        Assert.Equal([LaterMigrations.Initial], await ListMigrationsAsync());
    }

    [Fact]
    public async Task It_goes_as_far_as_it_is_asked_to_and_the_next_run_does_the_rest()
    {
        var json = await LaterCommand.ReadAsync("migrate", "--to", "AddNotes", "--json", "--connection", _connection);
        var steps = Manual.ParseJson("migrate", json);
        Assert.Equal(AddNotes.Id, steps[0].GetProperty("name").GetString());
        Assert.Equal([LaterMigrations.Initial, AddNotes.Id], await ListMigrationsAsync());
        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
        Assert.Equal(4, (await ListMigrationsAsync()).Count);
        // What is applied stays.
        await LaterCommand.ReadAsync("migrate", "--to", "AddNotes", "--connection", _connection);
        Assert.Equal(4, (await ListMigrationsAsync()).Count);
        var unknown = await LaterCommand.RunAsync("migrate", "--to", "AddNothing", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), unknown.ExitCode);
        Assert.Contains($"{AddNotes.Id}, {AddScores.Id}, {AddIndex.Id}.", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_migration_is_not_taken_back_to_apply_an_older_one()
    {
        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
        await ExecuteAsync(
            $"DELETE FROM mlops_migrations_history WHERE \"MigrationId\" = '{AddScores.Id}'; " +
            "ALTER TABLE ml_predictions DROP COLUMN later_score");
        string[][] verbs = [["migrate", "--to", "AddScores"], ["migrate", "--to", "AddScores", "--dry-run"], ["script"]];
        foreach (var verb in verbs)
        {
            var refused = await LaterCommand.RunAsync([.. verb, "--connection", _connection]);
            Assert.Equal((ExitCode.Of(MlOpsError.Conflict), ""), (refused.ExitCode, refused.Output));
            Assert.Contains(AddIndex.Id, refused.Error, StringComparison.Ordinal);
        }

        Assert.Contains(AddIndex.Id, await ListMigrationsAsync());
        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
        Assert.Equal(4, (await ListMigrationsAsync()).Count);
    }

    [Fact]
    public async Task A_small_budget_lets_a_migration_that_gets_no_lock_try_again()
    {
        await using var holder = await HoldHistoryAsync();
        var migrating = LaterCommand.RunAsync("migrate", "--lock-budget", "2s", "--connection", _connection);
        await Polling.UntilAsync(
            async () => migrating.IsCompleted || await _dataSource.ColumnAsync(Waiting) is [_, ..], "the migration waits for the history");
        await Polling.UntilAsync(
            async () => migrating.IsCompleted || await _dataSource.ColumnAsync(Waiting) is [], "the migration lets others pass");
        await holder.CloseAsync();
        var result = await migrating;
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task The_wait_of_writers_is_measured_and_printed()
    {
        // The migration waits at the history, in the transaction that has locked the models.
        await using var holder = await HoldHistoryAsync();
        var migrating = LaterCommand.RunAsync("migrate", "--to", "AddNotes", "--connection", _connection);
        await Polling.UntilAsync(
            async () => migrating.IsCompleted || await _dataSource.ColumnAsync(Waiting) is [_, ..], "the migration waits for the history");
        await using (var writer = _dataSource.CreateCommand("BEGIN; LOCK TABLE ml_models IN ROW EXCLUSIVE MODE; COMMIT"))
        {
            var writing = writer.ExecuteNonQueryAsync();
            await Polling.UntilAsync(
                async () => await _dataSource.ColumnAsync(WaitsFor100Ms) is [_, ..] || writing.IsCompleted, "a writer waits for 0.1 s");
            await holder.CloseAsync();
            await writing;
        }

        var result = await migrating;
        Assert.True(result.ExitCode == 0, result.ToString());
        var line = result.Output.Split('\n').Single(line => line.StartsWith("Writers of ml_models waited for ", StringComparison.Ordinal));
        Assert.InRange(double.Parse(line.Split(' ')[5], CultureInfo.InvariantCulture), 0.09, 60);
    }

    [Fact]
    public async Task A_migration_that_takes_longer_than_it_may_is_stopped_and_leaves_nothing()
    {
        await ExecuteAsync(
            """
            CREATE FUNCTION be_slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); END';
            CREATE EVENT TRIGGER slow ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION be_slow()
            """);
        var result = await LaterCommand.RunAsync("migrate", "--lock-budget", "0.2s", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.LocksTooLong), result.ExitCode);
        Assert.Contains("A writer of ml_models has waited for 0.", result.Error, StringComparison.Ordinal);
        Assert.Contains("What was committed before stays", result.Error, StringComparison.Ordinal);
        await ExecuteAsync("DROP EVENT TRIGGER slow; DROP FUNCTION be_slow");
        Assert.Equal([LaterMigrations.Initial], await ListMigrationsAsync());
        Assert.Empty(await _dataSource.ColumnAsync("SELECT attname::text FROM pg_attribute WHERE attname = 'later_note'"));
        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
    }

    [Theory]
    [InlineData("Give --review without", "--review", "--to", "x")]
    [InlineData("Give --dry-run, which changes nothing,", "--dry-run", "--review")]
    [InlineData("--lock-budget must be a number of seconds", "--lock-budget", "soon")]
    public async Task What_does_not_go_together_is_named(string expected, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(["migrate", .. arguments]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> HoldHistoryAsync()
    {
        var holder = await _dataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE mlops_migrations_history IN SHARE MODE", holder);
        await command.ExecuteNonQueryAsync();
        return holder;
    }

    private Task<List<string>> ListMigrationsAsync() => _dataSource.ColumnAsync(
        """SELECT "MigrationId" FROM mlops_migrations_history ORDER BY 1""");
}
