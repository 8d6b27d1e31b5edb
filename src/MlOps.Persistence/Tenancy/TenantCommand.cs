using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Refuses a command for which the server does not know the context's tenant. It would see no rows, or those of another tenant.
/// The check needs no round trip. Commands of migrations concern the schema, and need no tenant.
/// </summary>
internal sealed class TenantCommand : DbCommandInterceptor
{
    public static readonly TenantCommand Instance = new();

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (eventData.CommandSource == CommandSource.Migrations)
            return result;

        var options = eventData.GetTenantOptions();
        var connection = result.Connection!;
        // The context is about to open the connection, and sets the tenant then.
        if (options.TenantScope == TenantScope.Session && connection.State != ConnectionState.Open)
            return result;

        return ConnectionTenant.Find(connection) is { } served
            && served.TenantId == options.TenantId && served.HoldsIn(result.Transaction)
            ? result
            : throw new InvalidOperationException(options.TenantScope == TenantScope.Session
                ? "The context has an open connection that it did not open itself, so the server does not know its tenant, " +
                  $"{options.TenantId}. Give it a closed one, or let it use a transaction: " +
                  "context.Database.BeginTransaction or UseTransaction."
                : "The command runs outside of a transaction of its context, where the server does not know the tenant, " +
                  $"{options.TenantId}: with TenantScope.Transaction each transaction sets it at its start. Begin one: " +
                  "await using var transaction = await context.Database.BeginTransactionAsync().");
    }
}
