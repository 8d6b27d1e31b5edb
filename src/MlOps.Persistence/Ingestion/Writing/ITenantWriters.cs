using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Prediction writers of several tenants in one process. Each tenant has a queue and a journal of its own, so that none waits for another
/// one's rows. A writer is opened when its tenant first writes, and closed when the tenant has written nothing for a while.
/// </summary>
public interface ITenantWriters
{
    /// <summary>What each open writer has done since it was opened, and what it still has to do.</summary>
    IReadOnlyDictionary<Guid, WriterStatistics> Statistics { get; }

    /// <inheritdoc cref="IPredictionWriter.WriteAsync"/>
    ValueTask WriteAsync(Guid tenantId, Prediction prediction, CancellationToken cancellationToken = default) =>
        RecordAsync(tenantId, prediction, cancellationToken);

    /// <inheritdoc cref="IPredictionWriter.RecordLabelAsync(Guid, double, DateTimeOffset, CancellationToken)"/>
    ValueTask RecordLabelAsync(
        Guid tenantId, Guid predictionId, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        RecordLabelAsync(tenantId, new Label(predictionId, actualValue, at), cancellationToken);

    /// <inheritdoc cref="IPredictionWriter.RecordLabelAsync(Label, CancellationToken)"/>
    ValueTask RecordLabelAsync(Guid tenantId, Label label, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="IPredictionWriter.RecordFeedbackAsync"/>
    ValueTask RecordFeedbackAsync(Guid tenantId, Feedback feedback, CancellationToken cancellationToken = default) =>
        RecordAsync(tenantId, feedback, cancellationToken);

    /// <inheritdoc cref="IPredictionWriter.RecordShadowScoreAsync"/>
    ValueTask RecordShadowScoreAsync(Guid tenantId, ShadowScore score, CancellationToken cancellationToken = default) =>
        RecordAsync(tenantId, score, cancellationToken);

    /// <inheritdoc cref="IPredictionWriter.RecordAsync"/>
    ValueTask RecordAsync(Guid tenantId, Entity entity, CancellationToken cancellationToken = default);

    /// <summary>Returns when everything that was accepted before is stored, or is a dead letter, or waits for its prediction.</summary>
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>The same for what was accepted of one tenant.</summary>
    Task FlushAsync(Guid tenantId, CancellationToken cancellationToken = default);
}
