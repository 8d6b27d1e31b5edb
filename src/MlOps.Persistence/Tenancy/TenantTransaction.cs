using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Sets the tenant of a transaction if its session has none: with <see cref="TenantScope.Transaction"/>, and on a connection that
/// was open when the context got it. The server forgets it when the transaction ends.
/// </summary>
internal sealed class TenantTransaction : DbTransactionInterceptor
{
    public static readonly TenantTransaction Instance = new();

    private const string AskTenant = $"SELECT current_setting('{MlOpsPostgresFeatures.TenantSetting}', true)";

    public override DbTransaction TransactionStarted(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        try
        {
            var tenantId = eventData.GetTenantOptions().TenantId;
            if (!IsKnown(connection, tenantId))
                SetTenant(connection, result, tenantId);

            return result;
        }
        catch
        {
            // The caller never gets the transaction, and could not end it.
            result.Dispose();
            throw;
        }
    }

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default)
    {
        try
        {
            var tenantId = eventData.GetTenantOptions().TenantId;
            if (!IsKnown(connection, tenantId))
                await SetTenantAsync(connection, result, tenantId, cancellationToken).ConfigureAwait(false);

            return result;
        }
        catch
        {
            await result.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override DbTransaction TransactionUsed(
        DbConnection connection, TransactionEventData eventData, DbTransaction result)
    {
        var tenantId = eventData.GetTenantOptions().TenantId;
        if (!IsKnown(connection, tenantId))
        {
            using (var ask = CreateCommand(connection, result, AskTenant))
                RefuseAnother(ask.ExecuteScalar(), tenantId);

            SetTenant(connection, result, tenantId);
        }

        return result;
    }

    public override async ValueTask<DbTransaction> TransactionUsedAsync(
        DbConnection connection,
        TransactionEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default)
    {
        var tenantId = eventData.GetTenantOptions().TenantId;
        if (!IsKnown(connection, tenantId))
        {
            var ask = CreateCommand(connection, result, AskTenant);
            await using (ask.ConfigureAwait(false))
                RefuseAnother(await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), tenantId);

            await SetTenantAsync(connection, result, tenantId, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private static void SetTenant(DbConnection connection, DbTransaction transaction, Guid tenantId)
    {
        using var command = CreateCommand(connection, transaction, Statement(tenantId));
        command.ExecuteNonQuery();
        ConnectionTenant.Remember(connection, tenantId, transaction);
    }

    private static async Task SetTenantAsync(
        DbConnection connection, DbTransaction transaction, Guid tenantId, CancellationToken cancellationToken)
    {
        var command = CreateCommand(connection, transaction, Statement(tenantId));
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        ConnectionTenant.Remember(connection, tenantId, transaction);
    }

    // A literal SET LOCAL, because Citus passes it on to its workers. It does not pass on set_config().
    private static string Statement(Guid tenantId) =>
        $"SET LOCAL {MlOpsPostgresFeatures.TenantSetting} = '{tenantId}'; SET LOCAL enable_partitionwise_join = on";

    private static DbCommand CreateCommand(DbConnection connection, DbTransaction transaction, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        return command;
    }

    // Another context opened the connection, and its next command must not see the rows of this one.
    private static bool IsKnown(DbConnection connection, Guid tenantId)
    {
        if (ConnectionTenant.Find(connection) is not { IsForTheSession: true } served)
            return false;

        RefuseAnother(served.TenantId.ToString(), tenantId);
        return true;
    }

    // A setting is '' once the transaction that set it has ended.
    private static void RefuseAnother(object? served, Guid tenantId)
    {
        if (served is string { Length: > 0 } tenant && tenant != tenantId.ToString())
            throw new InvalidOperationException(
                $"The connection serves tenant {tenant} already, and the context that is to share it has tenant " +
                $"{tenantId}. Give each tenant a connection of its own, or its own transactions one after the other.");
    }
}
