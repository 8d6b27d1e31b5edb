using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>
/// Reports on predictions for dashboards. Each is one statement, which reads the slices of its window in the base table
/// only.
/// </summary>
public sealed class PredictionReportRepository(MlOpsDbContext context)
{
    /// <summary>
    /// Reads the predictions that were off by more than a threshold, the worst first. It reads the whole window.
    /// </summary>
    public IAsyncEnumerable<PredictionSummary> StreamErrorsAboveAsync(double threshold, TimeWindow window, int count) =>
        context.Predictions.Within(window)
            .Where(prediction => prediction.Error > threshold)
            .OrderByDescending(prediction => prediction.Error)
            .Take(count)
            .Select(PredictionSummary.FromPrediction)
            .AsAsyncEnumerable();

    /// <summary>Reads the predictions of high or critical risk, the newest first. It reads no other rows.</summary>
    public IAsyncEnumerable<PredictionSummary> StreamHighRiskAsync(TimeWindow window, int count) =>
        context.Predictions.Within(window)
            .Where(prediction =>
                prediction.RiskLevel == RiskLevel.High || prediction.RiskLevel == RiskLevel.Critical)
            .OrderByDescending(prediction => prediction.CreatedAt)
            .Take(count)
            .Select(PredictionSummary.FromPrediction)
            .AsAsyncEnumerable();

    /// <summary>Reads the errors of each service, the best service first. It reads the whole window.</summary>
    public IAsyncEnumerable<ErrorStatistics> StreamAccuracyByServiceAsync(TimeWindow window) =>
        SelectStatistics(context.Predictions.Within(window).GroupBy(prediction => prediction.ServiceName))
            .AsAsyncEnumerable();

    /// <summary>
    /// Compares two registered versions by the errors of their predictions in a window. It reads the predictions of
    /// both.
    /// </summary>
    public async Task<VersionErrors> CompareVersionsAsync(
        Guid first, Guid second, TimeWindow window, CancellationToken cancellationToken = default)
    {
        var found = await SelectStatistics(context.Predictions.Within(window)
                .Where(prediction => prediction.ModelVersionId == first || prediction.ModelVersionId == second)
                .GroupBy(prediction => prediction.ModelVersionId!.Value.ToString()))
            .ToDictionaryAsync(version => version.Group, cancellationToken).ConfigureAwait(false);
        return new VersionErrors(FindOrEmpty(first), FindOrEmpty(second));

        ErrorStatistics FindOrEmpty(Guid id) =>
            found.GetValueOrDefault(id.ToString())
            ?? new ErrorStatistics(id.ToString(), 0, 0, null, null, null, null);
    }

    /// <summary>
    /// Reads the number of predictions of each service on each day of a window, by day. It reads the whole window.
    /// </summary>
    public IAsyncEnumerable<DailyVolume> StreamDailyVolumeAsync(TimeWindow window) =>
        context.Predictions.Within(window)
            .GroupBy(prediction => new
            {
                Day = DateOnly.FromDateTime(prediction.CreatedAt.UtcDateTime),
                prediction.ServiceName,
            })
            .OrderBy(day => day.Key.Day).ThenBy(day => day.Key.ServiceName)
            .Select(day => new DailyVolume(
                day.Key.Day,
                day.Key.ServiceName,
                day.LongCount(),
                day.LongCount(prediction => prediction.ActualValue != null)))
            .AsAsyncEnumerable();

    private static IQueryable<ErrorStatistics> SelectStatistics(IQueryable<IGrouping<string, Prediction>> groups) =>
        groups
            .OrderBy(group => group.Average(prediction => prediction.Error))
            .Select(group => new ErrorStatistics(
                group.Key,
                group.LongCount(),
                group.LongCount(prediction => prediction.Error != null),
                group.Average(prediction => prediction.Error),
                EF.Functions.StandardDeviationSample(group.Select(prediction => prediction.Error!.Value)),
                group.Min(prediction => prediction.Error),
                group.Max(prediction => prediction.Error)));
}
