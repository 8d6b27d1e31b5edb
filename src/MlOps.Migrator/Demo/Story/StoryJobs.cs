using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence;
using MlOps.Persistence.Jobs;

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

    private readonly TenantDatabase _database;
    private readonly StoryClock _clock = new();
    private readonly JobRunner _runner;

    public StoryJobs(TenantDatabase database)
    {
        _database = database;
        _runner = new JobRunner(database.CreateContext, new JobRunnerOptions { TenantId = database.TenantId }, _clock);
    }

    /// <summary>Runs the jobs of a day.</summary>
    public Task RunAsync(DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(EachDay, at, cancellationToken);

    /// <summary>Runs all jobs, for the present.</summary>
    public Task RunAllAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        // What arrived since the last run is noted by the first, and looked at by the second.
        RunAsync([JobKind.LateRows, .. PresentMeasures.Jobs, .. EachDay], at, cancellationToken);

    private async Task RunAsync(IReadOnlyList<JobKind> kinds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _clock.Set(at);
        foreach (var kind in kinds)
        {
            foreach (var name in await ListAsync(kind, cancellationToken))
                await RunAsync(name, at, cancellationToken);
        }
    }

    private async Task RunAsync(string name, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var failure = (await _runner.RunAsync(name, at, cancellationToken)).FirstOrDefault(run => run.Error is not null);
        if (failure is not null)
            throw new MlOpsException(MlOpsError.Refused, $"Job '{name}' failed: {failure.Error}");
    }

    private async Task<List<string>> ListAsync(JobKind kind, CancellationToken cancellationToken)
    {
        await using var context = _database.CreateContext();
        return await context.Jobs.AsNoTracking().Where(job => job.Kind == kind && job.IsEnabled)
            .OrderBy(job => job.Name).Select(job => job.Name).ToListAsync(cancellationToken);
    }
}
