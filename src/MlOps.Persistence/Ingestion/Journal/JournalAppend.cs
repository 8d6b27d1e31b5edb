namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// A record on its way to the disk. Positions grow in the order of appending. Once <paramref name="Durable"/> has succeeded, the
/// record is on disk, and <paramref name="Position"/> may be released. If it fails, the record is not in the journal.
/// </summary>
internal readonly record struct JournalAppend(long Position, Task Durable);
