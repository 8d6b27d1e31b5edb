namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What a writer has done so far, and what it still has to do.</summary>
/// <param name="Accepted">Writes that were accepted.</param>
/// <param name="Stored">Writes that are in the database.</param>
/// <param name="Deduplicated">Writes that were stored already, or that arrived twice.</param>
/// <param name="DeadLettered">Writes that the database refuses. They are in the table of dead letters.</param>
/// <param name="Retried">Attempts that followed a failed one, while the database was away.</param>
/// <param name="Pending">Writes on their way.</param>
/// <param name="OldestAge">How long the oldest of them has been on its way.</param>
/// <param name="Late">How many of them have been on their way for longer than <see cref="PredictionWriterOptions.QueuedTooLong"/>.</param>
/// <param name="Fault">Why the last attempt to store a batch failed; null if it succeeded.</param>
public sealed record WriterStatistics(
    long Accepted,
    long Stored,
    long Deduplicated,
    long DeadLettered,
    long Retried,
    long Pending,
    TimeSpan OldestAge,
    long Late,
    WriterFault? Fault);
