using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Experiments;

namespace MlOps.Persistence.Repositories.Experiments;

/// <summary>A/B experiments with their variants and results.</summary>
public sealed class AbExperimentRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new experiment with its variants. SaveChanges stores them.</summary>
    public void Add(AbExperiment experiment) => context.AbExperiments.Add(experiment);

    /// <summary>Tracks a new result. SaveChanges stores it.</summary>
    public void Add(AbResult result) => context.AbResults.Add(result);

    public Task<AbExperiment?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        context.AbExperiments.SingleOrDefaultAsync(experiment => experiment.Name == name, cancellationToken);

    /// <exception cref="MlOpsException">There is no such experiment.</exception>
    public async Task<AbExperiment> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await FindAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no A/B experiment '{name}'. Design it first.");

    /// <summary>Gets the verdict on an experiment, by the results that are stored now.</summary>
    /// <exception cref="MlOpsException">There is no such experiment.</exception>
    public async Task<AbVerdict> GetVerdictAsync(string name, CancellationToken cancellationToken = default)
    {
        var experiment = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        var results = await StreamResultsAsync(experiment.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return experiment.Analyse(results);
    }

    /// <summary>Reads all results of an experiment, the oldest first.</summary>
    public IAsyncEnumerable<AbResult> StreamResultsAsync(Guid experimentId) =>
        context.AbResults.AsNoTracking()
            .Join(
                context.AbVariants.Where(variant => variant.ExperimentId == experimentId),
                result => new { result.TenantId, Id = result.VariantId },
                variant => new { variant.TenantId, variant.Id },
                (result, _) => result)
            .OrderBy(result => result.WindowStart)
            .AsAsyncEnumerable();
}
