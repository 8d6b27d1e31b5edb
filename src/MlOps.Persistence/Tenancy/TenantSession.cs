using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Sets the tenant of a session each time that a context opens a connection. It always takes the tenant of the context, because a
/// pooled connection or context may have served another one before. The server forgets it when the connection returns to its pool.
/// </summary>
internal sealed class TenantSession : DbConnectionInterceptor
{
    public static readonly TenantSession Instance = new();

    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        eventData.GetTenantOptions();
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        eventData.GetTenantOptions();
        return ValueTask.FromResult(result);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var options = eventData.GetTenantOptions();
        if (options.TenantScope != TenantScope.Session)
            return;

        using var command = CreateCommand(connection, options.TenantId);
        try
        {
            command.ExecuteNonQuery();
            ConnectionTenant.Remember(connection, options.TenantId);
        }
        catch
        {
            // An open connection would serve the context's next command without a tenant.
            connection.Close();
            throw;
        }
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var options = eventData.GetTenantOptions();
        if (options.TenantScope != TenantScope.Session)
            return;

        var command = CreateCommand(connection, options.TenantId);
        await using (command.ConfigureAwait(false))
        {
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                ConnectionTenant.Remember(connection, options.TenantId);
            }
            catch
            {
                await connection.CloseAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    // Without partitionwise joins a read of a leaf would scan all partitions of the leaf.
    private static DbCommand CreateCommand(DbConnection connection, Guid tenantId)
    {
        var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT set_config('{MlOpsPostgresFeatures.TenantSetting}', '{tenantId}', false), " +
            "set_config('enable_partitionwise_join', 'on', false)";
        return command;
    }
}
