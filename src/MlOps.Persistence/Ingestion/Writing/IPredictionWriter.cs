using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Takes predictions, labels and feedback from the callers' hands and stores them in batches behind their backs. Safe to
/// use from any number of threads. What concerns one prediction is stored in the order in which it was written.
/// </summary>
public interface IPredictionWriter
{
    /// <summary>What the writer did so far, and what it still has to do.</summary>
    WriterStatistics Statistics { get; }

    /// <summary>
    /// Accepts a prediction. With a journal it is on disk when this returns; otherwise it is in memory. Waits while the
    /// queue is full, or refuses then, as the options say.
    /// </summary>
    /// <exception cref="MlOpsException">The queue is full and the options say to refuse, the journal does not take it, or the writer has stopped.</exception>
    ValueTask WriteAsync(Prediction prediction, CancellationToken cancellationToken = default);

    /// <summary>
    /// Accepts a prediction without waiting; false if the queue is full or the writer has stopped. With a journal it is on
    /// its way to the disk when this returns.
    /// </summary>
    bool TryWrite(Prediction prediction);

    /// <summary>
    /// Accepts the truth about a prediction, which may itself be on its way still. A label that contradicts an earlier one,
    /// or belongs to no prediction, becomes a dead letter.
    /// </summary>
    ValueTask RecordLabelAsync(
        Guid predictionId, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Accepts feedback on a prediction, which may itself be on its way still.</summary>
    ValueTask RecordFeedbackAsync(Feedback feedback, CancellationToken cancellationToken = default);

    /// <summary>Returns when everything that was accepted before is stored, or is a dead letter.</summary>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
