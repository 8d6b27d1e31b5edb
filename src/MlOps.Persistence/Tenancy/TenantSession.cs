using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Persistence.Postgres.RowSecurity;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Tells the server whose rows a session may see, each time that a context opens a connection. The tenant is that of the
/// context and of nothing else: connections, and contexts that are pooled, have had others before. What is set here is
/// forgotten when the connection goes back to its pool.
/// </summary>
internal sealed class TenantSession : DbConnectionInterceptor
{
    public static readonly TenantSession Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection, eventData.Context);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var command = Command(connection, eventData.Context);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // Without partitionwise joins a read of a leaf would look into the leaf's partitions of all times.
    private static DbCommand Command(DbConnection connection, DbContext? context)
    {
        var tenantId = ((MlOpsDbContext)context!).TenantId;
        if (tenantId == Guid.Empty)
            throw new InvalidOperationException("The context has no tenant, so that the server could not tell whose rows it may see.");

        var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT set_config('{RowSecuritySql.Setting}', '{tenantId}', false), set_config('enable_partitionwise_join', 'on', false)";
        return command;
    }
}
