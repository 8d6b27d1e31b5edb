using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>Predictions of all services, and their labels.</summary>
public sealed class PredictionRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new prediction. SaveChanges stores it.</summary>
    public void Add(Prediction prediction) => context.Predictions.Add(prediction);

    /// <summary>Finds a prediction, with all that its service stores of it.</summary>
    public Task<Prediction?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.Predictions.SingleOrDefaultAsync(prediction => prediction.Id == id, cancellationToken);

    /// <exception cref="MlOpsException">There is no such prediction.</exception>
    public async Task<Prediction> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no prediction {id}.");

    /// <summary>
    /// Finds predictions by the names that their callers have for them. A name can have several predictions, or none. It takes one
    /// statement for any number of names. A window makes the server skip the slices of other times.
    /// </summary>
    public async Task<ILookup<string, Guid>> FindIdsAsync(
        IReadOnlyCollection<string> requestIds, TimeWindow? window = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requestIds);
        var predictions = window is { } times ? context.Predictions.Within(times) : context.Predictions;
        var found = await predictions
            .Where(prediction => prediction.RequestId != null && requestIds.Contains(prediction.RequestId))
            .OrderBy(prediction => prediction.Id)
            .Select(prediction => new { RequestId = prediction.RequestId!, prediction.Id })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.ToLookup(prediction => prediction.RequestId, prediction => prediction.Id, StringComparer.Ordinal);
    }

    /// <summary>Reads the latest predictions of one service, or of all if none is given, the newest first.</summary>
    public IAsyncEnumerable<PredictionSummary> StreamRecentAsync(string? serviceName, int count) =>
        (serviceName is null
            // The ids hold the time, and the primary key is in their order. The time itself has no index.
            ? context.Predictions.OrderByDescending(prediction => prediction.Id)
            : context.Predictions
                .Where(prediction => prediction.ServiceName == serviceName)
                .OrderByDescending(prediction => prediction.CreatedAt))
            .Take(count)
            .Select(PredictionSummary.FromPrediction)
            .AsAsyncEnumerable();

    /// <summary>
    /// Reads the predictions of one service in a window, the oldest first, with all that the service stores of them.
    /// </summary>
    public IAsyncEnumerable<TPrediction> StreamAsync<TPrediction>(TimeWindow window)
        where TPrediction : Prediction =>
        context.Set<TPrediction>().AsNoTracking().Within(window)
            .OrderBy(prediction => prediction.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Reads how many predictions each service made in a window, and how good they were.</summary>
    public IAsyncEnumerable<ServiceStatistics> StreamStatisticsAsync(TimeWindow window) =>
        context.Predictions.Within(window)
            .GroupBy(prediction => prediction.ServiceName)
            .OrderBy(service => service.Key)
            .Select(service => new ServiceStatistics(
                service.Key,
                service.LongCount(),
                service.LongCount(prediction => prediction.ActualValue != null),
                service.Average(prediction => prediction.Confidence),
                service.Average(prediction => prediction.Error)))
            .AsAsyncEnumerable();

    /// <summary>Records the label of a prediction, and saves the context, with all else that it tracks.</summary>
    /// <exception cref="MlOpsException">There is no such prediction, or other writers were faster.</exception>
    public Task<Prediction> RecordLabelAsync(
        Guid id, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        LabelAsync(id, prediction => prediction.RecordLabel(actualValue, at), cancellationToken);

    /// <summary>Replaces a wrong label, and saves the context with the reason.</summary>
    /// <exception cref="MlOpsException">There is no such prediction, or other writers were faster.</exception>
    public Task<Prediction> CorrectLabelAsync(
        Guid id, double actualValue, string reason, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        LabelAsync(id, prediction => prediction.CorrectLabel(actualValue, reason, at), cancellationToken);

    /// <summary>
    /// Stores many labels at once. A label that contradicts an earlier one, that belongs to no prediction, or that the
    /// database refuses is returned with the reason. The others are stored.
    /// </summary>
    public Task<BulkLabelResult> BulkLabelAsync(
        IEnumerable<Label> labels, CancellationToken cancellationToken = default) =>
        BulkLabel.RunAsync(context, labels, cancellationToken);

    /// <summary>
    /// Stores a stream of labels of any length in the same way. It takes constant memory, apart from the refused
    /// labels.
    /// </summary>
    public Task<BulkLabelResult> BulkLabelAsync(
        IAsyncEnumerable<Label> labels, CancellationToken cancellationToken = default) =>
        BulkLabel.RunAsync(context, labels, cancellationToken);

    // Tries once more after a lost race: the other writer may have recorded the same label, which is no conflict.
    private async Task<Prediction> LabelAsync(Guid id, Action<Prediction> label, CancellationToken cancellationToken) =>
        await TryLabelAsync(id, label, cancellationToken).ConfigureAwait(false)
        ?? await TryLabelAsync(id, label, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(
            MlOpsError.Conflict, $"Other writers keep changing prediction {id}. Read it again before you label it.");

    private async Task<Prediction?> TryLabelAsync(
        Guid id, Action<Prediction> label, CancellationToken cancellationToken)
    {
        var prediction = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        label(prediction);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return prediction;
        }
        catch (DbUpdateConcurrencyException e) when (e.Entries.Any(entry => entry.Entity == prediction))
        {
            context.Detach([prediction]);
            return null;
        }
    }
}
