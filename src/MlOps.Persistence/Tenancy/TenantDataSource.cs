using System.Data.Common;
using Npgsql;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// The connections of an application with one tenant. Their sessions have the tenant from the start, so no command sets it. Where something
/// between refuses the options that say so, as pgbouncer does, the connections are plain.
/// </summary>
internal sealed class TenantDataSource(NpgsqlDataSource withTenant, Func<NpgsqlDataSource> plain) : DbDataSource
{
    private volatile bool _isKnown;
    private volatile bool _isRefused;

    public override string ConnectionString => withTenant.ConnectionString;

    /// <summary>Whether something has refused the options of its sessions.</summary>
    public bool IsRefused => _isRefused;

    /// <summary>Creates a connection in place of one that would be refused; null if that one is right.</summary>
    public DbConnection? Replace(DbConnection connection)
    {
        if (!_isKnown)
            Ask();

        return Choose(connection);
    }

    /// <inheritdoc cref="Replace"/>
    public async ValueTask<DbConnection?> ReplaceAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (!_isKnown)
            await AskAsync(cancellationToken).ConfigureAwait(false);

        return Choose(connection);
    }

    /// <summary>Takes note of an error with which a connection was not opened: a proxy may have come in between.</summary>
    public void Note(Exception error) => _isRefused |= IsRefusal(error);

    protected override DbConnection CreateDbConnection() => (_isRefused ? plain() : withTenant).CreateConnection();

    protected override DbConnection OpenDbConnection()
    {
        if (!_isKnown)
            Ask();

        return base.OpenDbConnection();
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        if (!_isKnown)
            await AskAsync(cancellationToken).ConfigureAwait(false);

        return await base.OpenDbConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            withTenant.Dispose();

        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await withTenant.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    // pgbouncer knows no such options, and other proxies have no such feature. PostgreSQL itself has neither of these errors.
    private static bool IsRefusal(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation or PostgresErrorCodes.FeatureNotSupported };

    // The connection returns to its pool, from which the caller takes it.
    private void Ask()
    {
        try
        {
            withTenant.OpenConnection().Dispose();
            _isKnown = true;
        }
        catch (PostgresException e)
        {
            Conclude(e);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await withTenant.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            _isKnown = true;
        }
        catch (PostgresException e)
        {
            Conclude(e);
        }
    }

    // Of another error the caller hears when it opens its own connection.
    private void Conclude(PostgresException error)
    {
        Note(error);
        _isKnown = _isRefused;
    }

    private NpgsqlConnection? Choose(DbConnection connection) =>
        _isRefused && connection.ConnectionString == ConnectionString ? plain().CreateConnection() : null;
}
