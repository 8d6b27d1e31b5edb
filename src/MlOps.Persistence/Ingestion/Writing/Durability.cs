namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What survives when the process dies before the database has a write.</summary>
public enum Durability
{
    /// <summary>Nothing. A write is accepted when it is in memory.</summary>
    Memory,

    /// <summary>Everything that was accepted: it is in a journal on disk, and stored after the next start.</summary>
    Journal,
}
