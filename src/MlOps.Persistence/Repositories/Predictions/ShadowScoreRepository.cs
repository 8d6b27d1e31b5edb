using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>
/// Compares a challenger with the versions that served. Predictions that the challenger served itself are left out.
/// </summary>
public sealed class ShadowScoreRepository(MlOpsDbContext context)
{
    /// <summary>
    /// Reads what the challenger and the version that served answered to the same inputs, in the order of the predictions' ids, so the
    /// oldest first. Predictions without a label or without a number of either version are left out.
    /// </summary>
    public IAsyncEnumerable<ShadowPair> StreamPairsAsync(string serviceName, Guid challengerVersionId, TimeWindow window) =>
        FindScored(serviceName, challengerVersionId, window)
            .Where(scored => scored.Prediction.ActualValue != null
                && scored.Prediction.PredictedValue != null && scored.Score.PredictedValue != null)
            .OrderBy(scored => scored.Prediction.Id)
            .Select(scored => new ShadowPair(
                scored.Prediction.Id,
                scored.Prediction.CreatedAt,
                scored.Prediction.ActualValue!.Value,
                scored.Prediction.PredictedValue!.Value,
                scored.Score.PredictedValue!.Value))
            .AsAsyncEnumerable();

    /// <summary>Counts the predictions of a window that the challenger has answered.</summary>
    public async Task<ShadowCoverage> CountAsync(
        string serviceName, Guid challengerVersionId, TimeWindow window, CancellationToken cancellationToken = default) =>
        await FindScored(serviceName, challengerVersionId, window)
            .GroupBy(_ => 1)
            .Select(all => new ShadowCoverage(
                all.LongCount(),
                all.LongCount(scored => scored.Prediction.ActualValue != null
                    && scored.Prediction.PredictedValue != null && scored.Score.PredictedValue != null)))
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
        ?? new ShadowCoverage(0, 0);

    private IQueryable<Scored> FindScored(string serviceName, Guid challengerVersionId, TimeWindow window)
    {
        // On both sides of the join, so that the server reads none of the challenger's other scores.
        var (first, end) = window.ToIdRange();
        var scores = context.ShadowScores.Where(score =>
            score.ModelVersionId == challengerVersionId && score.PredictionId >= first && score.PredictionId < end);
        return context.Predictions.Within(window)
            .Where(prediction => prediction.ServiceName == serviceName && prediction.ModelVersionId != challengerVersionId)
            .Join(
                scores,
                prediction => new { prediction.TenantId, prediction.Id },
                score => new { score.TenantId, Id = score.PredictionId },
                (prediction, score) => new Scored { Prediction = prediction, Score = score });
    }

    private sealed class Scored
    {
        public required Prediction Prediction { get; init; }

        public required ShadowScore Score { get; init; }
    }
}
