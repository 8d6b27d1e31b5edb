namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>What the flushing thread has to do next.</summary>
internal enum JournalWork
{
    /// <summary>A group waits to be written.</summary>
    Write,

    /// <summary>A closed segment can be deleted, because all of its records are released.</summary>
    Delete,

    /// <summary>All records of the open segment are released, and no more arrive.</summary>
    CloseIdle,

    /// <summary>Everything is written, and no more records will arrive.</summary>
    Stop,
}
