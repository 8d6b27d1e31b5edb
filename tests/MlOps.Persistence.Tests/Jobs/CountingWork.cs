using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Jobs;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>Work that leaves a row for each run, with the time that the run was for.</summary>
internal sealed class CountingWork(bool catchesUp = false) : IJobWork
{
    /// <summary>What happens while the work runs.</summary>
    public Func<JobTurn, CancellationToken, Task> During { get; set; } = (_, _) => Task.CompletedTask;

    public JobKind Kind => JobKind.RefreshViews;

    public bool CatchesUp => catchesUp;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        turn.Context.Add(SystemMetric.Measure(turn.Job.Name, "runs", 1, turn.DueAt));
        await During(turn, cancellationToken);
        return new JobOutcome(Json.From(new { turn.DueAt }));
    }
}
