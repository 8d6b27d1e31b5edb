using System.Security.Cryptography;
using System.Text;
using MlOps.Persistence;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Npgsql;

namespace MlOps.Testing;

/// <summary>
/// One private PostgreSQL server for all test processes of a run, with one migrated template database. Use it as an assembly
/// fixture. It starts when a test asks for the first database. A few seconds after the last process ends, in whatever way, the
/// server and its files are deleted. Override <see cref="CreateContext"/> to test your own context.
/// </summary>
public class TestServer : IAsyncDisposable
{
    // Nothing here needs to survive a crash of the machine. Statistics change only where a test says ANALYZE, so that plans do not
    // depend on when a vacuum passed.
    private static readonly Dictionary<string, string> FastSettings = new()
    {
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
        ["autovacuum"] = "off",
        ["max_connections"] = "400",
    };

    // Every session of the server takes part, and one that waits in a COPY for its client answers late.
    private static readonly TimeSpan DropTimeout = TimeSpan.FromMinutes(5);

    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly bool _isShared;
    private readonly Lazy<Task> _start;
    private RunDirectory? _directory;
    private LocalServer? _server;
    private string _administrator = "";
    private string _template = "";

    /// <summary>The server that the test processes of a run share.</summary>
    public TestServer()
        : this(FastSettings, isShared: true)
    {
    }

    /// <summary>A separate server with other settings, for tests that need one that survives a crash.</summary>
    protected TestServer(IReadOnlyDictionary<string, string> settings)
        : this(settings, isShared: false)
    {
    }

    private TestServer(IReadOnlyDictionary<string, string> settings, bool isShared)
    {
        _settings = settings;
        _isShared = isShared;
        _start = new Lazy<Task>(StartAsync);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (!_isShared && _server is not null)
            await _server.DestroyAsync();

        _directory?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Creates the context for tests. The template gets the migrations of this context.</summary>
    public virtual MlOpsDbContext CreateContext(NpgsqlDataSource dataSource, Guid? tenantId = null) =>
        TestContexts.Create(dataSource, tenantId);

    /// <summary>Copies the template. Returns the connection string of the copy.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        await _start.Value;
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {_template}");
        return ConnectionTo(name, pooling: true);
    }

    /// <summary>Creates an empty database. Returns its connection string.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        await _start.Value;
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionTo(name, pooling: true);
    }

    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)", DropTimeout);

    // If there is no PostgreSQL, every test that asks for a database fails with the reason.
    private async Task StartAsync()
    {
        var cache = LocalHome.OfThisProject();
        var programs = await PostgresLocator.ForThisMachine(cache).FindAsync();
        _directory = _isShared ? await RunDirectory.JoinAsync(NameOf(programs)) : RunDirectory.CreateOwn();
        var home = new LocalHome(Path.Combine(_directory.Path, "home"), cache.BinariesCache);
        _server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home), settings: _settings);
        var info = await _server.StartAsync();
        _administrator = new NpgsqlConnectionStringBuilder(info.ConnectionString) { Pooling = false }.ConnectionString;
        _template = await new TemplateDatabase(_administrator, dataSource => CreateContext(dataSource)).EnsureAsync();
    }

    // Runs of other users, with another PostgreSQL or with other settings have separate servers.
    private string NameOf(PostgresBinaries programs)
    {
        var settings = string.Join(' ', _settings.Select(setting => $"{setting.Key}={setting.Value}"));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.UserName} {programs.Directory} {programs.Version} {settings}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    private string ConnectionTo(string database, bool pooling) => new NpgsqlConnectionStringBuilder(_administrator)
    {
        Database = database,
        Pooling = pooling,
        // The error names the refused row and its table, since test data has no secrets.
        IncludeErrorDetail = true,
    }.ConnectionString;

    private async Task ExecuteAsync(string sql, TimeSpan? timeout = null)
    {
        await using var connection = new NpgsqlConnection(_administrator);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.CommandTimeout = (int)(timeout ?? TimeSpan.FromMinutes(1)).TotalSeconds;
        await command.ExecuteNonQueryAsync();
    }
}
