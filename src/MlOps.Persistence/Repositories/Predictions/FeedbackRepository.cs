using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>Feedback on predictions, from people and from programs.</summary>
public sealed class FeedbackRepository(MlOpsDbContext context)
{
    /// <summary>Tracks new feedback. SaveChanges stores it.</summary>
    public void Add(Feedback feedback) => context.Feedback.Add(feedback);

    /// <summary>Reads all feedback on a prediction, the oldest first.</summary>
    public IAsyncEnumerable<Feedback> StreamByPredictionAsync(Guid predictionId) =>
        context.Feedback.AsNoTracking()
            .Where(feedback => feedback.PredictionId == predictionId)
            .OrderBy(feedback => feedback.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Reads all feedback of a window, the oldest first.</summary>
    public IAsyncEnumerable<Feedback> StreamAsync(TimeWindow window) =>
        context.Feedback.AsNoTracking().During(window)
            .OrderBy(feedback => feedback.CreatedAt)
            .AsAsyncEnumerable();
}
