using MlOps.Persistence;
using Npgsql;
using Xunit;

namespace MlOps.Testing;

/// <summary>A migrated database for one test class. Use it as a class fixture, and reset it before each test.</summary>
public sealed class TestDatabase(TestServer server) : IAsyncLifetime
{
    private DatabaseReset? _reset;

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource DataSource { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await server.CreateDatabaseAsync();
        DataSource = NpgsqlDataSource.Create(ConnectionString);
        _reset = await server.CreateResetAsync(DataSource);
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await server.DropDatabaseAsync(ConnectionString);
    }

    /// <summary>A new context on this database.</summary>
    public MlOpsDbContext CreateContext(Guid? tenantId = null) => server.CreateContext(DataSource, tenantId);

    /// <summary>Empties every table. The schema stays.</summary>
    public Task ResetAsync() => _reset!.RunAsync();
}
