using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Npgsql;
using Xunit;

namespace MlOps.Testing;

/// <summary>
/// One private PostgreSQL server for a test run, with one migrated template database. Use it as an assembly fixture;
/// nothing of it is left when the run ends, however it ends. Override <see cref="CreateContext"/> to test a context of
/// your own.
/// </summary>
public class TestServer : IAsyncLifetime
{
    private const string Template = "mlops_template";

    // Nothing here needs to survive a crash of the machine.
    private static readonly Dictionary<string, string> FastSettings = new()
    {
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
        ["max_connections"] = "200",
    };

    private readonly LocalServer _server;
    private readonly ServerReaper _reaper;
    private string _administrator = "";

    public TestServer()
        : this(FastSettings)
    {
    }

    /// <summary>A server with settings of its own, for whoever needs one that survives a crash.</summary>
    protected TestServer(IReadOnlyDictionary<string, string> settings)
    {
        var home = new LocalHome(
            Path.Combine(Path.GetTempPath(), $"mlops-test-{Guid.NewGuid():N}"), LocalHome.OfThisProject().BinariesCache);
        _server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home), settings: settings);
        _reaper = new ServerReaper(home.Directory);
    }

    /// <summary>Starts the server and migrates the template. Fails with the reason when no PostgreSQL can be had.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        _reaper.Watch();
        var info = await _server.StartAsync();
        _administrator = new NpgsqlConnectionStringBuilder(info.ConnectionString) { Pooling = false }.ConnectionString;
        await ExecuteAsync($"CREATE DATABASE {Template}");

        // Without a pool, since CREATE DATABASE needs a template that nobody is connected to.
        await using (var dataSource = NpgsqlDataSource.Create(ConnectionTo(Template, pooling: false)))
        await using (var context = CreateContext(dataSource))
            await SchemaMigration.RunAsync(context, CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _server.DestroyAsync();
        _reaper.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the context whose migrations the template gets, and which tests work with.</summary>
    public virtual MlOpsDbContext CreateContext(NpgsqlDataSource dataSource, Guid? tenantId = null) =>
        TestContexts.Create(dataSource, tenantId);

    /// <summary>Copies the template. Returns the connection string of the copy.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        return ConnectionTo(name, pooling: true);
    }

    /// <summary>Creates a database with nothing in it. Returns its connection string.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionTo(name, pooling: true);
    }

    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    private string ConnectionTo(string database, bool pooling) => new NpgsqlConnectionStringBuilder(_administrator)
    {
        Database = database,
        Pooling = pooling,
        // The server says which row of which table it refused; test data holds no secrets.
        IncludeErrorDetail = true,
    }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_administrator);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
