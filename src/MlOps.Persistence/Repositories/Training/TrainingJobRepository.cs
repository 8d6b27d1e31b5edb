using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Training;

namespace MlOps.Persistence.Repositories.Training;

/// <summary>Trainings of versions: what is planned, what runs, and how it ended.</summary>
public sealed class TrainingJobRepository(MlOpsDbContext context)
{
    public void Add(TrainingJob job) => context.TrainingJobs.Add(job);

    public Task<TrainingJob?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.TrainingJobs.SingleOrDefaultAsync(job => job.Id == id, cancellationToken);

    /// <exception cref="MlOpsException">There is no such job.</exception>
    public async Task<TrainingJob> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no training job {id}.");

    /// <summary>The latest jobs of a version, the newest first.</summary>
    public IAsyncEnumerable<TrainingJob> StreamLatestAsync(Guid modelVersionId, int count) =>
        context.TrainingJobs.AsNoTracking()
            .Where(job => job.ModelVersionId == modelVersionId)
            .OrderByDescending(job => job.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();

    /// <summary>
    /// Fails the running jobs whose workers were not heard of for longer than the limit, and saves them all at once. A job
    /// that beats meanwhile goes on, and each lost job is returned to one caller, however many look for them.
    /// </summary>
    /// <param name="limit">The longest silence that is still in order.</param>
    /// <param name="at">Now, by the clock that heartbeats go by.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<TrainingJob>> FailLostAsync(
        TimeSpan limit, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        Guard.NotNegative(limit, nameof(limit));
        while (true)
        {
            var lost = await FindLostAsync(limit, at, cancellationToken).ConfigureAwait(false);
            foreach (var job in lost)
                job.MarkLost(limit, at);

            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return lost;
            }
            catch (DbUpdateConcurrencyException e) when (e.Entries.All(entry => lost.Contains(entry.Entity)))
            {
                // One of them beat, or another caller was faster: nothing was saved. Whoever is silent is found again.
                context.Forget(lost);
            }
        }
    }

    private async Task<IReadOnlyList<TrainingJob>> FindLostAsync(TimeSpan limit, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var heardOf = at.ToUniversalTime() - limit;
        var silent = await context.TrainingJobs
            .Where(job => job.Status == TrainingStatus.Running && job.HeartbeatAt < heardOf)
            .OrderBy(job => job.HeartbeatAt)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var job in silent)
            await context.RefreshAsync(job, cancellationToken).ConfigureAwait(false);

        return [.. silent.Where(job => job.IsLost(limit, at))];
    }
}
