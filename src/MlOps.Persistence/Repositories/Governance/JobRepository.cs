using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Postgres;

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

    /// <summary>Says of each job which process runs it, and how its last run ended.</summary>
    public async Task<IReadOnlyList<JobActivity>> ListActivityAsync(CancellationToken cancellationToken = default)
    {
        var (j, r, e) = (context.GetTable<Job>("j"), context.GetTable<JobRun>("r"), context.GetTable<JobRun>("e"));
        return await context.QuerySql<JobActivity>(
            $"""
            SELECT {j[x => x.Id]} AS "JobId", {r[x => x.CreatedAt]} AS "RunningSince", {r[x => x.Runner]} AS "Runner",
                latest.ended_at AS "LastEndedAt", latest.error AS "LastError"
            FROM {j}
            LEFT JOIN {r} ON {r[x => x.TenantId]} = {context.TenantId} AND {r[x => x.Id]} = {j[x => x.RunId]}
                AND {j[x => x.LeasedUntil]} >= now()
            LEFT JOIN LATERAL (
                SELECT {e[x => x.EndedAt]} AS ended_at, {e[x => x.Error]} AS error FROM {e}
                WHERE {e[x => x.TenantId]} = {context.TenantId} AND {e[x => x.Job]} = {j[x => x.Name]} AND {e[x => x.EndedAt]} IS NOT NULL
                ORDER BY {e[x => x.CreatedAt]} DESC LIMIT 1) AS latest ON true
            WHERE {j[x => x.TenantId]} = {context.TenantId}
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Enables a job, or disables it, and saves the context. It may be so already.</summary>
    /// <exception cref="MlOpsException">There is no such job, or another writer changed it at the same time.</exception>
    public async Task<Job> SetEnabledAsync(
        string name, bool enabled, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var job = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        await context.RefreshAsync(job, cancellationToken).ConfigureAwait(false);
        if (job.IsEnabled == enabled)
            return job;

        if (enabled)
            job.Enable(at);
        else
            job.Disable(at);

        await context.SaveOrConflictAsync(
            [job], [], $"Another process changed job '{name}' at the same time. Try again.", cancellationToken).ConfigureAwait(false);
        return job;
    }
}
