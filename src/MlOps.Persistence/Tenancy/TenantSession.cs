using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Sets the tenant of a session each time that a context opens a connection, unless the session has it from its start. It always takes
/// the tenant of the context, because a pooled connection or context may have served another one before. The server forgets what was set
/// when the connection returns to its pool.
/// </summary>
internal sealed class TenantSession : DbConnectionInterceptor
{
    /// <summary>Without it a read of a leaf would scan all partitions of the leaf.</summary>
    public const string PartitionwiseJoin = "enable_partitionwise_join";

    public static readonly TenantSession Instance = new();

    private const string AskStart =
        $"""
        RESET {MlOpsPostgresFeatures.TenantSetting};
        RESET {PartitionwiseJoin};
        SELECT CASE current_setting('{PartitionwiseJoin}') WHEN 'on' THEN current_setting('{MlOpsPostgresFeatures.TenantSetting}', true) END,
        """;

    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (eventData.GetTenantOptions().DataSource is TenantDataSource source)
            Use(eventData, source.Replace(connection));

        return result;
    }

    public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        if (eventData.GetTenantOptions().DataSource is TenantDataSource source)
            Use(eventData, await source.ReplaceAsync(connection, cancellationToken).ConfigureAwait(false));

        return result;
    }

    public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) =>
        (eventData.GetTenantOptions().DataSource as TenantDataSource)?.Note(eventData.Exception);

    public override Task ConnectionFailedAsync(
        DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionFailed(connection, eventData);
        return Task.CompletedTask;
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var options = eventData.GetTenantOptions();
        if (options.TenantScope != TenantScope.Session)
            return;

        try
        {
            var start = SessionStart.Find(connection);
            if (start?.Serves(options.TenantId) is not true)
            {
                using var command = CreateCommand(connection, options.TenantId, asksStart: start is null);
                var answer = command.ExecuteScalar();
                if (start is null)
                    SessionStart.Remember(connection, answer);
            }

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

        try
        {
            var start = SessionStart.Find(connection);
            if (start?.Serves(options.TenantId) is not true)
            {
                var command = CreateCommand(connection, options.TenantId, asksStart: start is null);
                await using var whenDone = command.ConfigureAwait(false);
                var answer = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
                if (start is null)
                    SessionStart.Remember(connection, answer);
            }

            ConnectionTenant.Remember(connection, options.TenantId);
        }
        catch
        {
            await connection.CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void Use(ConnectionEventData eventData, DbConnection? other)
    {
        if (other is not null)
            eventData.Context!.Database.SetDbConnection(other, contextOwnsConnection: true);
    }

    private static DbCommand CreateCommand(DbConnection connection, Guid tenantId, bool asksStart)
    {
        var command = connection.CreateCommand();
        command.CommandText =
            $"{(asksStart ? AskStart : "SELECT")} set_config('{MlOpsPostgresFeatures.TenantSetting}', '{tenantId}', false), " +
            $"set_config('{PartitionwiseJoin}', 'on', false)";
        return command;
    }
}
