using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Refuses a command where the server was not told the context's tenant: it would see no row, or those of another tenant.
/// This asks nothing of the server. Commands of migrations are about the schema, and need no tenant.
/// </summary>
internal sealed class TenantCommand : DbCommandInterceptor
{
    public static readonly TenantCommand Instance = new();

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (eventData.CommandSource == CommandSource.Migrations)
            return result;

        var context = TenantSession.ContextOf(eventData);
        var connection = result.Connection!;
        // The context is about to open it, and will tell the tenant then.
        if (context.TenantScope == TenantScope.Session && connection.State != ConnectionState.Open)
            return result;

        return ToldTenant.Of(connection) is { } told && told.TenantId == context.TenantId && told.HoldsIn(result.Transaction)
            ? result
            : throw new InvalidOperationException(context.TenantScope == TenantScope.Session
                ? "The context has an open connection that it did not open itself, so that the server was not told its tenant, " +
                  $"{context.TenantId}. Give it a closed one, or let it use a transaction: context.Database.BeginTransaction or UseTransaction."
                : "The command runs outside of a transaction of its context, where the server does not know the tenant, " +
                  $"{context.TenantId}: with TenantScope.Transaction it is told at the start of each. Begin one: " +
                  "await using var transaction = await context.Database.BeginTransactionAsync().");
    }
}
