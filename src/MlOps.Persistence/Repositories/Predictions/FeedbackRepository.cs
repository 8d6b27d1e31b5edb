using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>What people and programs think of predictions.</summary>
public sealed class FeedbackRepository(MlOpsDbContext context)
{
    public void Add(Feedback feedback) => context.Feedback.Add(feedback);

    /// <summary>Stores feedback by COPY: all or none. It is not tracked afterwards.</summary>
    /// <returns>How much was stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<Feedback> feedback, CancellationToken cancellationToken = default) =>
        BulkInsert.RunAsync(context, feedback, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory and one transaction.</summary>
    /// <returns>How much was stored.</returns>
    public Task<long> BulkInsertAsync(IAsyncEnumerable<Feedback> feedback, CancellationToken cancellationToken = default) =>
        BulkInsert.RunAsync(context, feedback, cancellationToken);

    /// <summary>Stores feedback of which some may be stored already: that is changed where it differs. All or none.</summary>
    /// <returns>How much it was about.</returns>
    public Task<long> BulkUpsertAsync(IEnumerable<Feedback> feedback, CancellationToken cancellationToken = default) =>
        context.BulkUpsertAsync(feedback, cancellationToken);

    /// <inheritdoc cref="BulkUpsertAsync(IEnumerable{Feedback}, CancellationToken)"/>
    public Task<long> BulkUpsertAsync(IAsyncEnumerable<Feedback> feedback, CancellationToken cancellationToken = default) =>
        context.BulkUpsertAsync(feedback, cancellationToken);

    /// <summary>All feedback on a prediction, oldest first.</summary>
    public IAsyncEnumerable<Feedback> StreamForAsync(Guid predictionId) =>
        context.Feedback.AsNoTracking()
            .Where(feedback => feedback.PredictionId == predictionId)
            .OrderBy(feedback => feedback.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>All feedback of a window, oldest first.</summary>
    public IAsyncEnumerable<Feedback> StreamAsync(TimeWindow window) =>
        context.Feedback.AsNoTracking()
            .Where(feedback => feedback.CreatedAt >= window.Start && feedback.CreatedAt < window.End)
            .OrderBy(feedback => feedback.CreatedAt)
            .AsAsyncEnumerable();
}
