using MlOps.Persistence;
using Npgsql;
using Xunit;

namespace MlOps.Testing;

/// <summary>A test class in which each test gets an empty database, and makes a schema in it as its owner.</summary>
/// <param name="server">The server, if it is no fixture of the test assembly.</param>
/// <typeparam name="TContext">The context under test.</typeparam>
public abstract class EmptyDatabaseTest<TContext>(TestServer<TContext>? server = null) : IAsyncLifetime
    where TContext : MlOpsDbContext
{
    private TestServer<TContext> _server = server!;

    protected string ConnectionString { get; private set; } = "";

    protected NpgsqlDataSource DataSource { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        _server ??= await ServerFixture.FindAsync<TContext>();
        ConnectionString = await _server.CreateEmptyDatabaseAsync();
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await DataSource.DisposeAsync();
        await _server.DropDatabaseAsync(ConnectionString);
    }

    /// <summary>A new context on the database, as the server creates them for tests.</summary>
    protected TContext CreateContext() => _server.CreateContext(DataSource);

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    protected Task<List<string>> ColumnAsync(string sql) => DataSource.ColumnAsync(sql);
}
