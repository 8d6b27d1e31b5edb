using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories;

/// <summary>Predictions of all services.</summary>
public sealed class PredictionRepository(MlOpsDbContext context)
{
    public void Add(Prediction prediction) => context.Predictions.Add(prediction);

    /// <summary>
    /// Stores predictions of any services at once, by COPY: all or none. They are not tracked afterwards. Within a
    /// transaction of the context they are stored when it commits.
    /// </summary>
    /// <returns>How many were stored.</returns>
    public Task<int> BulkInsertAsync(IEnumerable<Prediction> predictions, CancellationToken cancellationToken = default) =>
        BulkInsert.RunAsync(context, predictions, cancellationToken);

    /// <summary>A prediction, with everything that its service keeps of it.</summary>
    public Task<Prediction?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.Predictions.SingleOrDefaultAsync(prediction => prediction.Id == id, cancellationToken);

    /// <exception cref="MlOpsException">There is no such prediction.</exception>
    public async Task<Prediction> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no prediction {id}.");

    /// <summary>The latest predictions of all services or of one, the newest first.</summary>
    public IAsyncEnumerable<PredictionSummary> StreamRecentAsync(string? serviceName, int count) =>
        context.Predictions
            .Where(prediction => serviceName == null || prediction.ServiceName == serviceName)
            .OrderByDescending(prediction => prediction.CreatedAt)
            .Take(count)
            .Select(prediction => new PredictionSummary(
                prediction.Id,
                prediction.ServiceName,
                prediction.PredictionType,
                prediction.PredictedValue,
                prediction.ActualValue,
                prediction.Error,
                prediction.Confidence,
                prediction.ModelVersion,
                prediction.CreatedAt))
            .AsAsyncEnumerable();

    /// <summary>One service's predictions of a window, oldest first, with all that it keeps of them.</summary>
    public IAsyncEnumerable<TPrediction> StreamAsync<TPrediction>(TimeWindow window)
        where TPrediction : Prediction =>
        context.Set<TPrediction>().AsNoTracking()
            .Where(prediction => prediction.CreatedAt >= window.Start && prediction.CreatedAt < window.End)
            .OrderBy(prediction => prediction.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>How many predictions each service made in a window, and how good they were.</summary>
    public IAsyncEnumerable<ServiceStatistics> StreamStatisticsAsync(TimeWindow window) =>
        context.Predictions
            .Where(prediction => prediction.CreatedAt >= window.Start && prediction.CreatedAt < window.End)
            .GroupBy(prediction => prediction.ServiceName)
            .OrderBy(service => service.Key)
            .Select(service => new ServiceStatistics(
                service.Key,
                service.LongCount(),
                service.LongCount(prediction => prediction.ActualValue != null),
                service.Average(prediction => prediction.Confidence),
                service.Average(prediction => prediction.Error)))
            .AsAsyncEnumerable();

    /// <summary>Records the truth about a prediction, and saves it.</summary>
    /// <exception cref="MlOpsException">There is no such prediction, or another writer was faster.</exception>
    public async Task<Prediction> RecordLabelAsync(
        Guid id, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var prediction = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        prediction.RecordLabel(actualValue, at);
        await SaveLabelAsync(prediction, cancellationToken).ConfigureAwait(false);
        return prediction;
    }

    /// <summary>Replaces a label that was wrong, and saves it together with the reason.</summary>
    /// <exception cref="MlOpsException">There is no such prediction, or another writer was faster.</exception>
    public async Task<Prediction> CorrectLabelAsync(
        Guid id, double actualValue, string reason, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var prediction = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        prediction.CorrectLabel(actualValue, reason, at);
        await SaveLabelAsync(prediction, cancellationToken).ConfigureAwait(false);
        return prediction;
    }

    private async Task SaveLabelAsync(Prediction prediction, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException e)
        {
            context.Entry(prediction).State = EntityState.Detached;
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"Another writer changed prediction {prediction.Id} at the same time. Read it again before labelling it.",
                e);
        }
    }
}
