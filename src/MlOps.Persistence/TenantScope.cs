namespace MlOps.Persistence;

/// <summary>For how long the server is told whose rows it may see.</summary>
public enum TenantScope
{
    /// <summary>Once for each connection that a context opens. Every command may run outside of a transaction.</summary>
    Session,

    /// <summary>
    /// At the start of each transaction, and for that one alone, as pgbouncer's transaction pooling and Citus need it. A
    /// command outside of a transaction is refused.
    /// </summary>
    Transaction,
}
