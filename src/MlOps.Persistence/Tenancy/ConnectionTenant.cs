using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// The tenant that an open connection serves, for its session or for one transaction. It belongs to the connection, because
/// several contexts may share one, and other code may open and close it.
/// </summary>
internal sealed class ConnectionTenant(Guid tenantId, DbTransaction? transaction)
{
    private static readonly ConditionalWeakTable<DbConnection, ConnectionTenant> Known = [];

    public Guid TenantId => tenantId;

    public bool IsForTheSession => transaction is null;

    public static ConnectionTenant? Find(DbConnection connection) =>
        Known.TryGetValue(connection, out var tenant) ? tenant : null;

    public static void Remember(DbConnection connection, Guid tenantId, DbTransaction? transaction = null)
    {
        Known.AddOrUpdate(connection, new ConnectionTenant(tenantId, transaction));
        connection.StateChange -= Forget;
        connection.StateChange += Forget;
    }

    /// <summary>
    /// Whether the server knows the tenant for a command of this transaction, or of none. Npgsql gives no command a transaction
    /// that has ended.
    /// </summary>
    public bool HoldsIn(DbTransaction? current) => IsForTheSession || transaction == current;

    private static void Forget(object sender, StateChangeEventArgs change)
    {
        var connection = (DbConnection)sender;
        connection.StateChange -= Forget;
        Known.Remove(connection);
    }
}
