using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Training;

namespace MlOps.Persistence.Repositories.Training;

/// <summary>The training jobs of versions: planned, running and finished.</summary>
public sealed class TrainingJobRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new job. SaveChanges stores it.</summary>
    public void Add(TrainingJob job) => context.TrainingJobs.Add(job);

    public Task<TrainingJob?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.TrainingJobs.SingleOrDefaultAsync(job => job.Id == id, cancellationToken);

    /// <exception cref="MlOpsException">There is no such job.</exception>
    public async Task<TrainingJob> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no training job {id}.");

    /// <summary>Reads the latest jobs of a version, the newest first.</summary>
    public IAsyncEnumerable<TrainingJob> StreamLatestAsync(Guid modelVersionId, int count) =>
        context.TrainingJobs.AsNoTracking()
            .Where(job => job.ModelVersionId == modelVersionId)
            .OrderByDescending(job => job.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();

    /// <summary>
    /// Fails the running jobs that have sent no heartbeat for longer than the limit, and saves the context. A job that
    /// sends a heartbeat meanwhile goes on, and each lost job is returned to one caller, however many callers look for
    /// them.
    /// </summary>
    /// <param name="limit">The longest time without a heartbeat that is still in order.</param>
    /// <param name="at">The present time, by the clock of the heartbeats.</param>
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
                // One of the jobs sent a heartbeat, or another caller was faster. Nothing was saved, so all are looked
                // for again.
                context.Detach(lost);
            }
        }
    }

    private async Task<IReadOnlyList<TrainingJob>> FindLostAsync(
        TimeSpan limit, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var earliest = at.ToUniversalTime() - limit;
        var silent = await context.TrainingJobs
            .Where(job => job.Status == TrainingStatus.Running && job.HeartbeatAt < earliest)
            .OrderBy(job => job.HeartbeatAt)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var job in silent)
            await context.RefreshAsync(job, cancellationToken).ConfigureAwait(false);

        return [.. silent.Where(job => job.IsLost(limit, at))];
    }
}
