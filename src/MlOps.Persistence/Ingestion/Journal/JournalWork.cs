namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>What the flushing thread has to do next.</summary>
internal enum JournalWork
{
    /// <summary>A group waits to be written.</summary>
    Write,

    /// <summary>A closed segment whose records are all released can go.</summary>
    Delete,

    /// <summary>The open segment's records are all released, and nothing comes after them.</summary>
    CloseIdle,

    /// <summary>Everything is written, and nothing will come any more.</summary>
    Stop,
}
