using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>A write on its way, with a place in the <see cref="Backlog"/>.</summary>
/// <param name="Write">What is to be stored.</param>
/// <param name="AcceptedAt">When it was accepted, by the monotonic clock.</param>
/// <param name="Append">Its record in the journal, if there is a journal.</param>
/// <param name="IsReplayed">Whether an earlier process may have stored it already.</param>
internal readonly record struct QueuedWrite(Write Write, long AcceptedAt, JournalAppend? Append = null, bool IsReplayed = false);
