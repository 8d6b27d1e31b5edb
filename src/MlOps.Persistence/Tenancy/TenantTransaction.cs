using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Tells the server whose rows a transaction may see, where the session does not know: in <see cref="TenantScope.Transaction"/>,
/// and on a connection that the context was given open. The server forgets it when the transaction ends.
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
            var context = TenantSession.ContextOf(eventData);
            if (!IsKnown(connection, context))
                Tell(connection, result, context);

            return result;
        }
        catch
        {
            // The caller never gets it, and could not end it.
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
            var context = TenantSession.ContextOf(eventData);
            if (!IsKnown(connection, context))
                await TellAsync(connection, result, context, cancellationToken).ConfigureAwait(false);

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
        var context = TenantSession.ContextOf(eventData);
        if (!IsKnown(connection, context))
        {
            using (var ask = Command(connection, result, AskTenant))
                RefuseAnother(ask.ExecuteScalar(), context);

            Tell(connection, result, context);
        }

        return result;
    }

    public override async ValueTask<DbTransaction> TransactionUsedAsync(
        DbConnection connection,
        TransactionEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default)
    {
        var context = TenantSession.ContextOf(eventData);
        if (!IsKnown(connection, context))
        {
            var ask = Command(connection, result, AskTenant);
            await using (ask.ConfigureAwait(false))
                RefuseAnother(await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), context);

            await TellAsync(connection, result, context, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private static void Tell(DbConnection connection, DbTransaction transaction, MlOpsDbContext context)
    {
        using var command = Command(connection, transaction, Statement(context));
        command.ExecuteNonQuery();
        ToldTenant.Remember(connection, context.TenantId, transaction);
    }

    private static async Task TellAsync(
        DbConnection connection, DbTransaction transaction, MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var command = Command(connection, transaction, Statement(context));
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        ToldTenant.Remember(connection, context.TenantId, transaction);
    }

    // Literally SET LOCAL, which Citus hands on to its workers, as it does not with set_config().
    private static string Statement(MlOpsDbContext context) =>
        $"SET LOCAL {MlOpsPostgresFeatures.TenantSetting} = '{context.TenantId}'; SET LOCAL enable_partitionwise_join = on";

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        return command;
    }

    // Another context opened the connection, whose next command must not see the rows of this one.
    private static bool IsKnown(DbConnection connection, MlOpsDbContext context)
    {
        if (ToldTenant.Of(connection) is not { IsForTheSession: true } told)
            return false;

        RefuseAnother(told.TenantId.ToString(), context);
        return true;
    }

    // A setting that was made and undone is '' ever after.
    private static void RefuseAnother(object? told, MlOpsDbContext context)
    {
        if (told is string { Length: > 0 } tenant && tenant != context.TenantId.ToString())
            throw new InvalidOperationException(
                $"The connection serves tenant {tenant} already, and the context that is to share it has tenant {context.TenantId}. " +
                "Give each tenant a connection of its own, or its own transactions one after the other.");
    }
}
