using MlOps.Persistence;
using Npgsql;

namespace MlOps.Migrator;

/// <summary>The database that the user chose, for the rows of a tenant.</summary>
internal sealed class TenantDatabase : IAsyncDisposable
{
    private readonly ContextFactory _contexts;
    private readonly MlOpsHost _host;
    private readonly NpgsqlDataSource _dataSource;

    private TenantDatabase(ContextFactory contexts, MlOpsHost host, Guid tenantId)
    {
        (_contexts, _host, TenantId) = (contexts, host, tenantId);
        _dataSource = NpgsqlDataSource.Create(host.ConnectionString);
    }

    public Guid TenantId { get; }

    /// <inheritdoc cref="MlOpsHost.Target"/>
    public string Target => _host.Target;

    /// <inheritdoc cref="MlOpsHost.ConnectionString"/>
    public string ConnectionString => _host.ConnectionString;

    /// <inheritdoc cref="MlOpsHost.IsPrivate"/>
    public bool IsPrivate => _host.IsPrivate;

    public IServiceProvider Services => _host.Services;

    /// <inheritdoc cref="MlOpsHost.OpenAsync"/>
    public static async Task<TenantDatabase> OpenAsync(
        ContextFactory contexts, string? connectionOption, Guid tenantId, CancellationToken cancellationToken) =>
        new(contexts, await MlOpsHost.OpenAsync(contexts, connectionOption, cancellationToken), tenantId);

    public MlOpsDbContext CreateContext() => CreateContext(TenantId);

    public MlOpsDbContext CreateContext(Guid tenantId) => _contexts.Create(_dataSource, tenantId);

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        _host.Dispose();
    }
}
