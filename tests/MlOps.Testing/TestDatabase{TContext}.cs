using System.Collections.Concurrent;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using Npgsql;
using Xunit;

namespace MlOps.Testing;

/// <summary>
/// A migrated database for one test class, on the server that is a fixture of the assembly. Use it as a class fixture, and reset it
/// before each test. Contexts have the role mlops_app, as those of an application, so that tests notice a missing grant.
/// </summary>
/// <typeparam name="TContext">The context under test.</typeparam>
public class TestDatabase<TContext> : IAsyncLifetime
    where TContext : MlOpsDbContext
{
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _dataSources = new(StringComparer.Ordinal);

    private TestServer<TContext>? _server;
    private string? _ownerConnection;
    private NpgsqlDataSource? _owner;
    private DatabaseReset? _reset;

    public TestDatabase()
    {
    }

    /// <summary>For a class whose constructor takes the server, because it is no fixture of a test class.</summary>
    protected internal TestDatabase(TestServer<TContext> server) => _server = server;

    /// <summary>For an application under test: its sessions have the role mlops_app.</summary>
    public string ConnectionString => ConnectionStringAs(MlOpsRoles.App);

    /// <summary>For what migrates, makes slices or refreshes views: its sessions are those of a superuser.</summary>
    public string OwnerConnectionString => _ownerConnection ?? throw NotCreated();

    /// <summary>Connections with the role mlops_app.</summary>
    public NpgsqlDataSource DataSource => DataSourceAs(MlOpsRoles.App);

    /// <summary>Connections of a superuser, whom no policy stops.</summary>
    public NpgsqlDataSource OwnerDataSource => _owner ?? throw NotCreated();

    public virtual async ValueTask InitializeAsync()
    {
        _server ??= await ServerFixture.FindAsync<TContext>();
        _ownerConnection = await _server.CreateDatabaseAsync();
        _owner = NpgsqlDataSource.Create(_ownerConnection);
        _reset = await _server.CreateResetAsync(_owner);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_owner is null)
            return;

        foreach (var dataSource in _dataSources.Values.Append(_owner))
            await dataSource.DisposeAsync();

        await _server!.DropDatabaseAsync(OwnerConnectionString);
    }

    /// <summary>A new context of an application: it reads and writes the rows of its tenant, as mlops_app may.</summary>
    public TContext CreateContext(Guid? tenantId = null) => CreateContextAs(MlOpsRoles.App, tenantId);

    /// <summary>A new context of a dashboard: it reads the rows of its tenant, as mlops_reader may.</summary>
    public TContext CreateReaderContext(Guid? tenantId = null) => CreateContextAs(MlOpsRoles.Reader, tenantId);

    /// <summary>A new context of a superuser, for what an application may not do.</summary>
    public TContext CreateOwnerContext(Guid? tenantId = null) => CreateContext(OwnerDataSource, tenantId);

    /// <summary>A new context with another role, which must exist.</summary>
    public TContext CreateContextAs(string role, Guid? tenantId = null) => CreateContext(DataSourceAs(role), tenantId);

    /// <summary>For sessions with another role, which must exist.</summary>
    public string ConnectionStringAs(string role) =>
        new NpgsqlConnectionStringBuilder(OwnerConnectionString) { Options = $"-c role={role}" }.ConnectionString;

    /// <summary>Runs SQL as a superuser. Returns how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = OwnerDataSource.CreateCommand(TestModel.Name<TContext>(sql));
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads one value as a superuser.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = OwnerDataSource.CreateCommand(TestModel.Name<TContext>(sql));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Reads a column of text as a superuser.</summary>
    public Task<List<string>> ColumnAsync(string sql) => OwnerDataSource.ColumnAsync(TestModel.Name<TContext>(sql));

    /// <summary>Counts the rows of a table, of all tenants.</summary>
    public Task<long> CountAsync(string table) => ScalarAsync<long>($"SELECT count(*) FROM {table}");

    /// <summary>Empties every table. The schema stays.</summary>
    public Task ResetAsync() => _reset!.RunAsync();

    private TContext CreateContext(NpgsqlDataSource dataSource, Guid? tenantId) => _server!.CreateContext(dataSource, tenantId);

    private static InvalidOperationException NotCreated() => new(
        "The test database does not exist yet. xunit calls InitializeAsync of fixtures; call it if you create the database yourself.");

    private NpgsqlDataSource DataSourceAs(string role) =>
        _dataSources.GetOrAdd(role, name => NpgsqlDataSource.Create(ConnectionStringAs(name)));
}
