using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Testing.Servers;
using Npgsql;

namespace MlOps.Testing;

/// <summary>
/// One PostgreSQL server for all test processes of a run, with one migrated template database. Use it as an assembly fixture. It
/// starts when a test asks for the first database. By default it is a private server. A few seconds after the last process ends, in
/// whatever way, that server and its files are deleted. The environment variable MLOPS_TEST_SERVER chooses another: a container, or a
/// server that runs.
/// </summary>
/// <typeparam name="TContext">The context under test: the template gets its migrations.</typeparam>
public class TestServer<TContext> : IAsyncDisposable
    where TContext : MlOpsDbContext
{
    // Nothing here needs to survive a crash of the machine. Statistics change only where a test says ANALYZE, so that plans do not
    // depend on when a vacuum passed.
    private static readonly Dictionary<string, string> FastSettings = new()
    {
        ["fsync"] = "off",
        ["synchronous_commit"] = "off",
        ["full_page_writes"] = "off",
        ["autovacuum"] = "off",
        ["jit"] = "off",
        ["max_connections"] = "400",
        ["max_prepared_transactions"] = "8",
    };

    // Every session of the server takes part, and one that waits in a COPY for its client answers late.
    private static readonly TimeSpan DropTimeout = TimeSpan.FromMinutes(5);

    private readonly ServerSource _source;
    private readonly Lazy<Task> _start;
    private string _administrator = "";
    private string _template = "";

    /// <summary>The server that the test processes of a run share.</summary>
    public TestServer()
        : this(ServerSource.Choose(Environment.GetEnvironmentVariable(ServerSource.Variable), FastSettings))
    {
    }

    /// <summary>A separate private server with other settings, for tests that need one that survives a crash.</summary>
    protected TestServer(IReadOnlyDictionary<string, string> settings)
        : this(new PrivateServerSource(settings, isShared: false))
    {
    }

    internal TestServer(ServerSource source)
    {
        _source = source;
        _start = new Lazy<Task>(StartAsync);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Creates the context for tests by its public constructor that takes the options. Its errors contain the values of parameters.
    /// Override it if your context needs other options or arguments.
    /// </summary>
    public virtual TContext CreateContext(NpgsqlDataSource dataSource, Guid? tenantId = null)
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        builder.UseMlOps(dataSource, tenantId);
        builder.EnableSensitiveDataLogging();
        return CreateContext(builder.Options);
    }

    /// <summary>
    /// Creates the reset of a test database. Override it to choose another way than <see cref="DatabaseReset.ByDeletion"/>.
    /// </summary>
    public virtual Task<DatabaseReset> CreateResetAsync(NpgsqlDataSource dataSource) =>
        Task.FromResult(DatabaseReset.ByDeletion(dataSource));

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

    internal virtual TContext CreateContext(DbContextOptions<TContext> options) => ContextConstructor<TContext>.Invoke(options);

    /// <summary>Creates the schema of the template database.</summary>
    internal virtual Task CreateSchemaAsync(TContext context) => new SchemaUpgrade(context).MigrateAsync();

    // If there is no PostgreSQL, every test that asks for a database fails with the reason.
    private async Task StartAsync()
    {
        _administrator = new NpgsqlConnectionStringBuilder(await _source.StartAsync()) { Pooling = false }.ConnectionString;
        _template = await new TemplateDatabase(
            _administrator, dataSource => CreateContext(dataSource), context => CreateSchemaAsync((TContext)context)).EnsureAsync();
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
