using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Migrator.Demo.Story;

/// <summary>Runs the jobs of the demo's days, as a process would that never stops.</summary>
internal sealed class StoryJobs
{
    // An alert is of what the others have stored.
    private static readonly JobKind[] EachDay =
    [
        JobKind.Monitor, JobKind.LateRows, JobKind.CheckQuality, JobKind.DetectPatterns, JobKind.RequestRetraining,
        JobKind.EvaluateAlerts,
    ];

    // What they measure is how it is now, and not how it was on a day of the past.
    private static readonly JobKind[] OfThePresent = [JobKind.TakeSamples, JobKind.RefreshViews];

    private readonly StoryClock _clock;
    private readonly Func<MlOpsDbContext> _createContext;
    private readonly JobRunner _runner;

    public StoryJobs(TenantDatabase database, StoryClock clock)
    {
        (_clock, _createContext) = (clock, database.CreateContext);
        _runner = new JobRunner(database.CreateContext, new JobRunnerOptions { TenantId = database.TenantId }, clock);
    }

    /// <summary>Lets the jobs that measure the present wait until <see cref="ResumeAsync"/>.</summary>
    public Task PauseAsync(DateTimeOffset at, CancellationToken cancellationToken) => SetEnabledAsync(false, at, cancellationToken);

    public Task ResumeAsync(DateTimeOffset at, CancellationToken cancellationToken) => SetEnabledAsync(true, at, cancellationToken);

    /// <summary>Runs the jobs of a day.</summary>
    public Task RunAsync(DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(EachDay, at, cancellationToken);

    /// <summary>Runs all jobs, for the present.</summary>
    public Task RunAllAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        // What arrived since the last run is noted by the first, and looked at by the second.
        RunAsync([JobKind.LateRows, .. OfThePresent, .. EachDay], at, cancellationToken);

    private async Task RunAsync(IReadOnlyList<JobKind> kinds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _clock.Set(at);
        foreach (var kind in kinds)
        {
            foreach (var name in await ListAsync([kind], enabled: true, cancellationToken))
                await RunAsync(name, at, cancellationToken);
        }
    }

    private async Task RunAsync(string name, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var failure = (await _runner.RunAsync(name, at, cancellationToken)).FirstOrDefault(run => run.Error is not null);
        if (failure is not null)
            throw new MlOpsException(MlOpsError.Refused, $"Job '{name}' failed: {failure.Error}");
    }

    private async Task SetEnabledAsync(bool enabled, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var name in await ListAsync(OfThePresent, !enabled, cancellationToken))
        {
            await using var context = _createContext();
            await new JobRepository(context).SetEnabledAsync(name, enabled, at, cancellationToken);
        }
    }

    private async Task<List<string>> ListAsync(IReadOnlyList<JobKind> kinds, bool enabled, CancellationToken cancellationToken)
    {
        await using var context = _createContext();
        return await context.Jobs.AsNoTracking()
            .Where(job => kinds.Contains(job.Kind) && job.IsEnabled == enabled)
            .OrderBy(job => job.Name).Select(job => job.Name).ToListAsync(cancellationToken);
    }
}
