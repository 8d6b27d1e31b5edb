namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What a writer did since it was made, and what it still has to do.</summary>
/// <param name="Accepted">Writes that were accepted.</param>
/// <param name="Stored">Writes that are in the database.</param>
/// <param name="Deduplicated">Writes that were there already, or came twice.</param>
/// <param name="DeadLettered">Writes that the database refuses; they are kept in the table of dead letters.</param>
/// <param name="Retried">Attempts after one that failed for want of a database.</param>
/// <param name="Pending">Writes on their way.</param>
/// <param name="OldestAge">For how long the oldest of them has been.</param>
/// <param name="Late">How many of them for longer than <see cref="PredictionWriterOptions.QueuedTooLong"/>.</param>
public sealed record WriterStatistics(
    long Accepted, long Stored, long Deduplicated, long DeadLettered, long Retried, long Pending, TimeSpan OldestAge, long Late);
