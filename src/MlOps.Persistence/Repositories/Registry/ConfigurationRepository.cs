using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>The configurations of resources, and which of them deviate from their baseline.</summary>
public sealed class ConfigurationRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new configuration. SaveChanges stores it.</summary>
    public void Add(Configuration configuration) => context.Configurations.Add(configuration);

    public Task<Configuration?> FindAsync(string resourceId, CancellationToken cancellationToken = default) =>
        context.Configurations.SingleOrDefaultAsync(
            configuration => configuration.ResourceId == resourceId, cancellationToken);

    /// <exception cref="MlOpsException">There is no such configuration.</exception>
    public async Task<Configuration> GetAsync(string resourceId, CancellationToken cancellationToken = default) =>
        await FindAsync(resourceId, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(
            MlOpsError.NotFound, $"There is no configuration of resource '{resourceId}'. Add it first.");

    /// <summary>Reads the resources whose present state differs from the accepted baseline, by id.</summary>
    public IAsyncEnumerable<Configuration> StreamDeviatingAsync() =>
        context.Configurations.AsNoTracking()
            .Where(configuration =>
                configuration.BaselineConfig != null && !configuration.BaselineConfig.Equals(configuration.Features))
            .OrderBy(configuration => configuration.ResourceId)
            .AsAsyncEnumerable();
}
