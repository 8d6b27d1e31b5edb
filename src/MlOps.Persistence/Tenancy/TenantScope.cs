namespace MlOps.Persistence.Tenancy;

/// <summary>How long the server knows which tenant's rows it may show.</summary>
public enum TenantScope
{
    /// <summary>For as long as a connection is open. Every command may run outside of a transaction.</summary>
    Session,

    /// <summary>
    /// From the start of each transaction to its end, as the transaction pooling of pgbouncer and Citus need it. A command outside
    /// of a transaction is refused.
    /// </summary>
    Transaction,
}
