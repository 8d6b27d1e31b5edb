using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>How resources are configured.</summary>
public sealed class ConfigurationRepository(MlOpsDbContext context)
{
    public void Add(Configuration configuration) => context.Configurations.Add(configuration);

    public Task<Configuration?> FindAsync(string resourceId, CancellationToken cancellationToken = default) =>
        context.Configurations.SingleOrDefaultAsync(configuration => configuration.ResourceId == resourceId, cancellationToken);

    /// <exception cref="MlOpsException">There is no such configuration.</exception>
    public async Task<Configuration> GetAsync(string resourceId, CancellationToken cancellationToken = default) =>
        await FindAsync(resourceId, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no configuration of resource '{resourceId}'. Add it first.");
}
