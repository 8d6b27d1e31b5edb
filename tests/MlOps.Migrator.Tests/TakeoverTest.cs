using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

/// <summary>A test of takeovers, in a database that has old tables.</summary>
public abstract class TakeoverTest(TestServer server, string old) : IAsyncLifetime
{
    private string _administrator = "";

    /// <summary>The database, as the login that takes it over.</summary>
    protected NpgsqlDataSource Database { get; private set; } = null!;

    private protected string Connection { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _administrator = await server.CreateEmptyDatabaseAsync();
        Connection = await CreateLoginAsync(_administrator);
        Database = NpgsqlDataSource.Create(Connection);
        await ExecuteAsync(old);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await server.DropDatabaseAsync(_administrator);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the login that takes over, if it is another one than that of the tests.</summary>
    protected virtual Task<string> CreateLoginAsync(string administrator) => Task.FromResult(administrator);

    private protected async Task<string> GoAsync(params string[] arguments)
    {
        var result = await RunAsync(["takeover", .. arguments]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private protected Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", Connection]);

    // Notes of a dump name the database that it was made of.
    protected Task ChangeDatabaseAsync(string schema) => ExecuteAsync(
        $"""
        DO $$ BEGIN
            EXECUTE format('COMMENT ON SCHEMA {schema} IS %L', regexp_replace(
                obj_description('{schema}'::regnamespace, 'pg_namespace'), '"Database":"[^"]*"', '"Database":"another"'));
        END $$
        """);

    protected Task<List<string>> ColumnAsync(string sql) => Database.ColumnAsync(sql);

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
