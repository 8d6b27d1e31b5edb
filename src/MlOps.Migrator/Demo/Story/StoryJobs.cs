using System.Diagnostics;
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

    // A process that was killed has its lease until the end.
    private static readonly TimeSpan LongestLease = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly TenantDatabase _database;
    private readonly StoryClock _clock = new();
    private readonly JobRunner _runner;

    public StoryJobs(TenantDatabase database)
    {
        _database = database;
        var options = new JobRunnerOptions { TenantId = database.TenantId, LeaseTime = TimeSpan.FromSeconds(15) };
        _runner = new JobRunner(database.CreateContext, options, _clock);
    }

    /// <summary>Runs the jobs of a day.</summary>
    public Task RunAsync(DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(EachDay, at, cancellationToken);

    public Task RunLateRowsAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        RunAsync([JobKind.LateRows], at, cancellationToken);

    /// <summary>Runs the jobs that measure or show how it is now.</summary>
    public Task RunOfThePresentAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync([JobKind.TakeSamples, JobKind.RefreshViews], now, cancellationToken);

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
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(Pause, cancellationToken))
        {
            try
            {
                var failure = (await _runner.RunAsync(name, at, cancellationToken)).FirstOrDefault(run => run.Error is not null);
                if (failure is not null)
                    throw new MlOpsException(MlOpsError.Refused, $"Job '{name}' failed: {failure.Error}");

                return;
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.Conflict && Stopwatch.GetElapsedTime(started) < LongestLease)
            {
                // Another process runs it, or was killed while it did.
            }
        }
    }

    private async Task<List<string>> ListAsync(JobKind kind, CancellationToken cancellationToken)
    {
        await using var context = _database.CreateContext();
        return await context.Jobs.AsNoTracking().Where(job => job.Kind == kind && job.IsEnabled)
            .OrderBy(job => job.Name).Select(job => job.Name).ToListAsync(cancellationToken);
    }
}
