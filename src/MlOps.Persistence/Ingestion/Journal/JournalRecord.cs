namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>A record that an earlier process left behind.</summary>
internal readonly record struct JournalRecord(long Position, ReadOnlyMemory<byte> Payload);
