using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>Jobs: what is due when.</summary>
public sealed class JobRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new job. SaveChanges stores it.</summary>
    public void Add(Job job) => context.Jobs.Add(job);

    public Task<Job?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        context.Jobs.SingleOrDefaultAsync(job => job.Name == name, cancellationToken);

    /// <exception cref="MlOpsException">There is no such job.</exception>
    public async Task<Job> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await FindAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no job '{name}'.");

    /// <summary>Reads all jobs, by name.</summary>
    public IAsyncEnumerable<Job> StreamAsync() => context.Jobs.AsNoTracking().OrderBy(job => job.Name).AsAsyncEnumerable();
}
