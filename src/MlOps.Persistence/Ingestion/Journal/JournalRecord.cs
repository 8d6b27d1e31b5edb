namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>A record of an earlier process.</summary>
internal readonly record struct JournalRecord(long Position, ReadOnlyMemory<byte> Payload);
