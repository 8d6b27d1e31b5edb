using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>
/// What dashboards ask of predictions. Each is one statement that reads the slices of its window alone, of the base table
/// alone.
/// </summary>
public sealed class PredictionReportRepository(MlOpsDbContext context)
{
    /// <summary>Predictions that lay off by more than a threshold, the worst first. Reads the whole window.</summary>
    public IAsyncEnumerable<PredictionSummary> StreamErrorsAboveAsync(double threshold, TimeWindow window, int count) =>
        context.Predictions.Within(window)
            .Where(prediction => prediction.Error > threshold)
            .OrderByDescending(prediction => prediction.Error)
            .Take(count)
            .Select(PredictionSummary.OfPrediction)
            .AsAsyncEnumerable();

    /// <summary>Predictions of high or critical risk, the newest first. Reads these alone.</summary>
    public IAsyncEnumerable<PredictionSummary> StreamHighRiskAsync(TimeWindow window, int count) =>
        context.Predictions.Within(window)
            .Where(prediction => prediction.RiskLevel == RiskLevel.High || prediction.RiskLevel == RiskLevel.Critical)
            .OrderByDescending(prediction => prediction.CreatedAt)
            .Take(count)
            .Select(PredictionSummary.OfPrediction)
            .AsAsyncEnumerable();

    /// <summary>How far each service lay off, the best first. Reads the whole window.</summary>
    public IAsyncEnumerable<ErrorStatistics> StreamAccuracyByServiceAsync(TimeWindow window) =>
        Statistics(context.Predictions.Within(window).GroupBy(prediction => prediction.ServiceName))
            .AsAsyncEnumerable();

    /// <summary>Two registered versions by what they predicted in a window. Reads the predictions of both.</summary>
    public async Task<VersionComparison> CompareVersionsAsync(
        Guid first, Guid second, TimeWindow window, CancellationToken cancellationToken = default)
    {
        var found = await Statistics(context.Predictions.Within(window)
                .Where(prediction => prediction.ModelVersionId == first || prediction.ModelVersionId == second)
                .GroupBy(prediction => prediction.ModelVersionId!.Value.ToString()))
            .ToDictionaryAsync(version => version.Group, cancellationToken).ConfigureAwait(false);
        return new VersionComparison(Of(first), Of(second));

        ErrorStatistics Of(Guid id) =>
            found.GetValueOrDefault(id.ToString()) ?? new ErrorStatistics(id.ToString(), 0, 0, null, null, null, null);
    }

    /// <summary>How much each service predicted on each day of a window, by day. Reads the whole window.</summary>
    public IAsyncEnumerable<DailyVolume> StreamDailyVolumeAsync(TimeWindow window) =>
        context.Predictions.Within(window)
            .GroupBy(prediction => new { Day = DateOnly.FromDateTime(prediction.CreatedAt.UtcDateTime), prediction.ServiceName })
            .OrderBy(day => day.Key.Day).ThenBy(day => day.Key.ServiceName)
            .Select(day => new DailyVolume(
                day.Key.Day, day.Key.ServiceName, day.LongCount(), day.LongCount(prediction => prediction.ActualValue != null)))
            .AsAsyncEnumerable();

    private static IQueryable<ErrorStatistics> Statistics(IQueryable<IGrouping<string, Prediction>> groups) => groups
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
