using MlOps.Migrator.Tests.Later;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

[OneVersionIsEnough]
public sealed class ScriptTests(TestServer server) : IAsyncLifetime
{
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
    public async Task What_is_pending_is_SQL_that_can_be_run_again_and_makes_what_migrating_makes()
    {
        var script = await LaterCommand.ReadAsync("script", "--to", "AddScores", "--connection", _connection);
        Assert.StartsWith(
            $"-- From {LaterMigrations.Initial} to {AddScores.Id}. It leaves out what the database has", script, StringComparison.Ordinal);
        Assert.Equal([LaterMigrations.Initial], await ListMigrationsAsync());
        await ExecuteAsync(script);
        await ExecuteAsync(script);
        Assert.Equal([LaterMigrations.Initial, AddNotes.Id, AddScores.Id], await ListMigrationsAsync());
        var steps = Manual.ParseJson("migrate", await LaterCommand.ReadAsync("migrate", "--json", "--connection", _connection));
        Assert.Equal(
            [AddIndex.Id],
            steps.Where(step => step.GetProperty("kind").GetString() == "migration").Select(step => step.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task An_index_that_is_built_while_others_write_is_for_one_run_and_the_script_says_so()
    {
        using var directory = new TestDirectory();
        var file = directory.Child("pending.sql");
        var json = await LaterCommand.ReadAsync("script", "--output", file, "--json", "--connection", _connection);
        var result = Manual.ParseJson("script", json).Single();
        Assert.False(result.GetProperty("isIdempotent").GetBoolean());
        Assert.Equal(3, result.GetProperty("migrations").GetArrayLength());
        var script = await File.ReadAllTextAsync(file);
        Assert.Contains($"Run it once: {AddIndex.Id} has a statement that runs in no transaction", script, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_later_owner", script, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(directory.Path));

        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
        Assert.Equal("-- No migration is missing.\n", await LaterCommand.ReadAsync("script", "--connection", _connection));
    }

    [Fact]
    public async Task From_one_to_another_it_asks_no_server()
    {
        var script = await LaterCommand.ReadAsync("script", "--from", "Initial", "--to", "AddNotes");
        Assert.Contains("mlops_migrations_history", script, StringComparison.Ordinal);
        await ExecuteAsync(script);
        Assert.Equal([LaterMigrations.Initial, AddNotes.Id], await ListMigrationsAsync());

        var all = await CommandInProcess.ReadAsync("script", "--from", "0");
        var empty = await server.CreateEmptyDatabaseAsync();
        await using (var target = NpgsqlDataSource.Create(empty))
        await using (var command = target.CreateCommand(all))
            await command.ExecuteNonQueryAsync();

        var steps = Manual.ParseJson("migrate", await CommandInProcess.ReadAsync("migrate", "--json", "--connection", empty));
        Assert.DoesNotContain("migration", steps.Select(step => step.GetProperty("kind").GetString()));
        await server.DropDatabaseAsync(empty);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "Give either --from,", "--from", "0", "--connection", "x")]
    [InlineData(12, "is older than", "--from", "AddScores", "--to", "AddNotes")]
    [InlineData(12, "There is no migration 'x'.", "--from", "x")]
    [InlineData(3, "The SQL was not written to '/no/such/file'", "--from", "AddNotes", "--output", "/no/such/file")]
    public async Task What_cannot_be_written_is_named(int code, string expected, params string[] arguments)
    {
        var result = await LaterCommand.RunAsync(["script", .. arguments]);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task<List<string>> ListMigrationsAsync() => _dataSource.ColumnAsync(
        """SELECT "MigrationId" FROM mlops_migrations_history ORDER BY 1""");
}
