using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>The runs of scheduled jobs.</summary>
public sealed class JobRunRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new run. SaveChanges stores it.</summary>
    public void Add(JobRun run) => context.JobRuns.Add(run);

    /// <summary>Finds the latest run of a job.</summary>
    public Task<JobRun?> FindLatestAsync(string job, CancellationToken cancellationToken = default) =>
        context.JobRuns
            .Where(run => run.Job == job)
            .OrderByDescending(run => run.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reads the latest runs of a job, or of all jobs if it is null, the newest first.</summary>
    public IAsyncEnumerable<JobRun> StreamRecentAsync(string? job, int count) =>
        (job is null ? context.JobRuns : context.JobRuns.Where(run => run.Job == job)).AsNoTracking()
            .OrderByDescending(run => run.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();
}
