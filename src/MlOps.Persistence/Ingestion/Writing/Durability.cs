namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What survives if the process dies before the database has a write.</summary>
public enum Durability
{
    /// <summary>Nothing. A write is accepted when it is in memory.</summary>
    Memory,

    /// <summary>Every accepted write: it is in a journal on disk, and is stored after the next start.</summary>
    Journal,
}
