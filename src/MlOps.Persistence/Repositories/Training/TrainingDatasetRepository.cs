using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Training;

namespace MlOps.Persistence.Repositories.Training;

/// <summary>The datasets that models are trained and evaluated on.</summary>
public sealed class TrainingDatasetRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new version of a dataset. SaveChanges stores it.</summary>
    public void Add(TrainingDataset dataset) => context.TrainingDatasets.Add(dataset);

    public Task<TrainingDataset?> FindAsync(
        string name, string version, CancellationToken cancellationToken = default) =>
        context.TrainingDatasets.SingleOrDefaultAsync(
            dataset => dataset.Name == name && dataset.Version == version, cancellationToken);

    /// <exception cref="MlOpsException">There is no such version.</exception>
    public async Task<TrainingDataset> GetAsync(
        string name, string version, CancellationToken cancellationToken = default) =>
        await FindAsync(name, version, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(
            MlOpsError.NotFound, $"Dataset '{name}' has no version '{version}'. Register it first.");

    /// <summary>Reads all versions of a dataset, the newest first.</summary>
    public IAsyncEnumerable<TrainingDataset> StreamVersionsAsync(string name) =>
        context.TrainingDatasets.AsNoTracking()
            .Where(dataset => dataset.Name == name)
            .OrderByDescending(dataset => dataset.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Reads all datasets that contain a feature, by name and then the newest first.</summary>
    public IAsyncEnumerable<TrainingDataset> StreamByFeatureAsync(string featureName) =>
        context.TrainingDatasets.AsNoTracking()
            .Where(dataset => dataset.FeatureNames.Contains(featureName))
            .OrderBy(dataset => dataset.Name).ThenByDescending(dataset => dataset.CreatedAt)
            .AsAsyncEnumerable();
}
