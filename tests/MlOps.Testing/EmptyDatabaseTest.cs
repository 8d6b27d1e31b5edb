using MlOps.Persistence;
using Npgsql;
using Xunit;

namespace MlOps.Testing;

/// <summary>A test class whose tests each get an empty database, and make a schema of their own in it.</summary>
public abstract class EmptyDatabaseTest(TestServer server) : IAsyncLifetime
{
    protected string ConnectionString { get; private set; } = "";

    protected NpgsqlDataSource DataSource { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        ConnectionString = await server.CreateEmptyDatabaseAsync();
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await DataSource.DisposeAsync();
        await server.DropDatabaseAsync(ConnectionString);
    }

    /// <summary>A new context on the database, as the server creates them for tests.</summary>
    protected MlOpsDbContext CreateContext() => server.CreateContext(DataSource);

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    protected Task<List<string>> ColumnAsync(string sql) => DataSource.ColumnAsync(sql);
}
