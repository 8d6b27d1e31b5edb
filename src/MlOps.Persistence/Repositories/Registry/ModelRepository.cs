using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;

namespace MlOps.Persistence.Repositories.Registry;

/// <summary>Models by name.</summary>
public sealed class ModelRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new model. SaveChanges stores it.</summary>
    public void Add(Model model) => context.Models.Add(model);

    public Task<Model?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        context.Models.SingleOrDefaultAsync(model => model.Name == name, cancellationToken);

    /// <exception cref="MlOpsException">There is no such model.</exception>
    public async Task<Model> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await FindAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no model '{name}'. Register it first.");

    /// <summary>Reads all models of a status, by name.</summary>
    public IAsyncEnumerable<Model> StreamAsync(ModelStatus status) =>
        context.Models.AsNoTracking()
            .Where(model => model.Status == status)
            .OrderBy(model => model.Name)
            .AsAsyncEnumerable();
}
