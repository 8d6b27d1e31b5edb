using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// The tenant that a context told the server on an open connection: for the session, or for one transaction of it. A
/// connection may be handed from context to context, and opened and closed by others, so it is remembered with the
/// connection and not with a context.
/// </summary>
internal sealed class ToldTenant(Guid tenantId, DbTransaction? transaction)
{
    private static readonly ConditionalWeakTable<DbConnection, ToldTenant> Known = [];

    public Guid TenantId => tenantId;

    public bool IsForTheSession => transaction is null;

    public static ToldTenant? Of(DbConnection connection) => Known.TryGetValue(connection, out var told) ? told : null;

    public static void Remember(DbConnection connection, Guid tenantId, DbTransaction? transaction = null)
    {
        Known.AddOrUpdate(connection, new ToldTenant(tenantId, transaction));
        connection.StateChange -= Forget;
        connection.StateChange += Forget;
    }

    /// <summary>Whether it holds for a command of a transaction, or of none. Npgsql lets none have one that has ended.</summary>
    public bool HoldsIn(DbTransaction? current) => IsForTheSession || transaction == current;

    private static void Forget(object sender, StateChangeEventArgs change)
    {
        var connection = (DbConnection)sender;
        connection.StateChange -= Forget;
        Known.Remove(connection);
    }
}
