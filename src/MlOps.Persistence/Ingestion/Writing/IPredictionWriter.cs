using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Takes predictions, labels, feedback and shadow scores, and stores them in batches in the background. Any number of threads may use it.
/// Writes of the same prediction are stored in the order in which they were written.
/// </summary>
public interface IPredictionWriter
{
    /// <summary>What the writer has done so far, and what it still has to do.</summary>
    WriterStatistics Statistics { get; }

    /// <summary>
    /// Accepts a prediction. With a journal it is on disk when this returns; otherwise it is in memory. While the queue is
    /// full this waits or refuses, as the options say.
    /// </summary>
    /// <exception cref="MlOpsException">
    /// The queue is full and the options say to refuse, the journal refuses it, or the writer has stopped.
    /// </exception>
    ValueTask WriteAsync(Prediction prediction, CancellationToken cancellationToken = default);

    /// <summary>
    /// Accepts a prediction without waiting; false if the queue is full or the writer has stopped. With a journal it is on
    /// its way to the disk when this returns.
    /// </summary>
    bool TryWrite(Prediction prediction);

    /// <summary>
    /// Accepts the label of a prediction, which may still be on its way itself. A label that contradicts an earlier one, or
    /// that belongs to no prediction, becomes a dead letter.
    /// </summary>
    ValueTask RecordLabelAsync(
        Guid predictionId, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Accepts a label with its source. See the other overload.</summary>
    ValueTask RecordLabelAsync(Label label, CancellationToken cancellationToken = default);

    /// <summary>Accepts feedback on a prediction, which may still be on its way itself.</summary>
    ValueTask RecordFeedbackAsync(Feedback feedback, CancellationToken cancellationToken = default);

    /// <summary>
    /// Accepts what another version answered to the input of a prediction, which may still be on its way itself. The first answer of a
    /// version stays, and a later one counts as stored already.
    /// </summary>
    ValueTask RecordShadowScoreAsync(ShadowScore score, CancellationToken cancellationToken = default);

    /// <summary>
    /// Accepts any entity that never changes, such as an event or a metric. One that the database refuses becomes a dead letter.
    /// </summary>
    /// <exception cref="ArgumentException">The entity can change, or the context does not know it.</exception>
    ValueTask RecordAsync(Entity entity, CancellationToken cancellationToken = default);

    /// <summary>Returns when everything that was accepted before is stored, or is a dead letter.</summary>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
