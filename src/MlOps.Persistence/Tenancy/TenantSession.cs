using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Tells the server whose rows a session may see, each time that a context opens a connection. The tenant is that of the
/// context and of nothing else: connections, and contexts that are pooled, have had others before. What is set here is
/// forgotten when the connection goes back to its pool.
/// </summary>
internal sealed class TenantSession : DbConnectionInterceptor
{
    public static readonly TenantSession Instance = new();

    /// <summary>The context, which must have a tenant.</summary>
    public static MlOpsDbContext ContextOf(DbContextEventData eventData) =>
        eventData.Context is MlOpsDbContext context && context.TenantId != Guid.Empty
            ? context
            : throw new InvalidOperationException(
                "The context has no tenant, so that the server could not tell whose rows it may see. Pass one to UseMlOps.");

    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        ContextOf(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        ContextOf(eventData);
        return ValueTask.FromResult(result);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var context = ContextOf(eventData);
        if (context.TenantScope != TenantScope.Session)
            return;

        using var command = Command(connection, context);
        try
        {
            command.ExecuteNonQuery();
            ToldTenant.Remember(connection, context.TenantId);
        }
        catch
        {
            // Left open, it would serve the context's next command without a tenant.
            connection.Close();
            throw;
        }
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var context = ContextOf(eventData);
        if (context.TenantScope != TenantScope.Session)
            return;

        var command = Command(connection, context);
        await using (command.ConfigureAwait(false))
        {
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                ToldTenant.Remember(connection, context.TenantId);
            }
            catch
            {
                await connection.CloseAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    // Without partitionwise joins a read of a leaf would look into the leaf's partitions of all times.
    private static DbCommand Command(DbConnection connection, MlOpsDbContext context)
    {
        var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT set_config('{MlOpsPostgresFeatures.TenantSetting}', '{context.TenantId}', false), set_config('enable_partitionwise_join', 'on', false)";
        return command;
    }
}
