using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>Predictions of all services.</summary>
public sealed class PredictionRepository(MlOpsDbContext context)
{
    public void Add(Prediction prediction) => context.Predictions.Add(prediction);

    /// <summary>
    /// Stores predictions of any services at once, by COPY: all or none. They are not tracked afterwards. Within a
    /// transaction of the context they are stored when it commits.
    /// </summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<Prediction> predictions, CancellationToken cancellationToken = default) =>
        BulkInsert.RunAsync(context, predictions, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory and one transaction.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IAsyncEnumerable<Prediction> predictions, CancellationToken cancellationToken = default) =>
        BulkInsert.RunAsync(context, predictions, cancellationToken);

    /// <summary>
    /// Stores predictions of which some may be stored already: those are changed where they differ, but for labels, which
    /// are filled in where there are none and never changed. All or none.
    /// </summary>
    /// <returns>How many predictions it was about.</returns>
    public Task<long> BulkUpsertAsync(IAsyncEnumerable<Prediction> predictions, CancellationToken cancellationToken = default) =>
        BulkUpsert.RunAsync(context, predictions, cancellationToken);

    /// <inheritdoc cref="BulkUpsertAsync(IAsyncEnumerable{Prediction}, CancellationToken)"/>
    public Task<long> BulkUpsertAsync(IEnumerable<Prediction> predictions, CancellationToken cancellationToken = default) =>
        BulkUpsertAsync(predictions.ToAsyncEnumerable(), cancellationToken);

    /// <summary>
    /// Records many labels at once. One that contradicts the label that a prediction has, belongs to none, or is refused by
    /// the database is returned with the reason; the others are stored.
    /// </summary>
    public Task<BulkLabelResult> BulkLabelAsync(IEnumerable<Label> labels, CancellationToken cancellationToken = default) =>
        BulkLabel.RunAsync(context, labels, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory but for what is refused.</summary>
    public Task<BulkLabelResult> BulkLabelAsync(IAsyncEnumerable<Label> labels, CancellationToken cancellationToken = default) =>
        BulkLabel.RunAsync(context, labels, cancellationToken);

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
            .Select(PredictionSummary.OfPrediction)
            .AsAsyncEnumerable();

    /// <summary>One service's predictions of a window, oldest first, with all that it keeps of them.</summary>
    public IAsyncEnumerable<TPrediction> StreamAsync<TPrediction>(TimeWindow window)
        where TPrediction : Prediction =>
        context.Set<TPrediction>().AsNoTracking().Within(window)
            .OrderBy(prediction => prediction.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>How many predictions each service made in a window, and how good they were.</summary>
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

    /// <summary>Records the truth about a prediction, and saves it.</summary>
    /// <exception cref="MlOpsException">There is no such prediction, or other writers were faster.</exception>
    public Task<Prediction> RecordLabelAsync(
        Guid id, double actualValue, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        LabelAsync(id, prediction => prediction.RecordLabel(actualValue, at), cancellationToken);

    /// <summary>Replaces a label that was wrong, and saves it together with the reason.</summary>
    /// <exception cref="MlOpsException">There is no such prediction, or other writers were faster.</exception>
    public Task<Prediction> CorrectLabelAsync(
        Guid id, double actualValue, string reason, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        LabelAsync(id, prediction => prediction.CorrectLabel(actualValue, reason, at), cancellationToken);

    // Once more after a lost race: the other writer may have recorded the same label, which is no conflict.
    private async Task<Prediction> LabelAsync(Guid id, Action<Prediction> label, CancellationToken cancellationToken) =>
        await TryLabelAsync(id, label, cancellationToken).ConfigureAwait(false)
        ?? await TryLabelAsync(id, label, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(
            MlOpsError.Conflict, $"Other writers keep changing prediction {id}. Read it again before labelling it.");

    private async Task<Prediction?> TryLabelAsync(Guid id, Action<Prediction> label, CancellationToken cancellationToken)
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
            context.Entry(prediction).State = EntityState.Detached;
            return null;
        }
    }
}
