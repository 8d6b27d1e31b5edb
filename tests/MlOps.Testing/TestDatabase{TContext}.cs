using MlOps.Persistence;
using Npgsql;
using Xunit;

namespace MlOps.Testing;

/// <summary>
/// A migrated database for one test class, on the server that is a fixture of the assembly. Use it as a class fixture, and reset it
/// before each test.
/// </summary>
/// <typeparam name="TContext">The context under test.</typeparam>
public class TestDatabase<TContext> : IAsyncLifetime
    where TContext : MlOpsDbContext
{
    private TestServer<TContext>? _server;
    private DatabaseReset? _reset;

    public TestDatabase()
    {
    }

    /// <summary>For a class whose constructor takes the server, because it is no fixture of a test class.</summary>
    protected internal TestDatabase(TestServer<TContext> server) => _server = server;

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource DataSource { get; private set; } = null!;

    private TestServer<TContext> Server => _server ?? throw new InvalidOperationException(
        "The test database has no server yet. xunit calls InitializeAsync of fixtures; call it if you create the database yourself.");

    public virtual async ValueTask InitializeAsync()
    {
        _server ??= await ServerFixture.FindAsync<TContext>();
        ConnectionString = await _server.CreateDatabaseAsync();
        DataSource = NpgsqlDataSource.Create(ConnectionString);
        _reset = await _server.CreateResetAsync(DataSource);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (ConnectionString.Length == 0)
            return;

        await DataSource.DisposeAsync();
        await Server.DropDatabaseAsync(ConnectionString);
    }

    /// <summary>A new context on this database.</summary>
    public TContext CreateContext(Guid? tenantId = null) => Server.CreateContext(DataSource, tenantId);

    /// <summary>Empties every table. The schema stays.</summary>
    public Task ResetAsync() => _reset!.RunAsync();
}
