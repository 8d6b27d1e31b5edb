using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>Evaluates the windows of monitors, each once, the oldest first.</summary>
/// <param name="files">Where the reports go. There are none if it is null.</param>
internal sealed class MonitorWork(ReportFiles? files) : IJobWork
{
    public JobKind Kind => JobKind.Monitor;

    public bool CatchesUp => true;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var context = turn.Context;
        using var unlimited = new NoCommandTimeout(context);
        var monitor = await context.InTransactionAsync(
            () => context.Monitors.AsNoTracking().SingleAsync(row => row.Id == turn.Job.MonitorId, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var run = await new WatchedWindows(context, files).EvaluateAsync(
            monitor, turn.DueAt - monitor.Delay, turn.StartedAt, cancellationToken).ConfigureAwait(false);
        return new JobOutcome(run is null
            ? null
            : Json.From(new { run.WindowEnd, run.Revision, run.NumPredictions, run.NumDriftedFeatures }));
    }
}
