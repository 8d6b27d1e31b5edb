using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>Evaluates the windows of monitors, each once, the oldest first.</summary>
/// <param name="reportDirectory">Where the reports go. There are none if it is null.</param>
internal sealed class MonitorWork(string? reportDirectory) : IJobWork
{
    private readonly ReportFiles? _files = reportDirectory is null ? null : new ReportFiles(reportDirectory);

    public JobKind Kind => JobKind.Monitor;

    public bool CatchesUp => true;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var context = turn.Context;
        var monitor = await context.InTransactionAsync(
            () => context.Monitors.AsNoTracking().SingleAsync(row => row.Id == turn.Job.MonitorId, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var found = await new WindowEvaluation(context, monitor, turn.DueAt - monitor.Delay)
            .RunAsync(_files, turn.StartedAt, cancellationToken).ConfigureAwait(false);
        if (_files is not null)
            await ReportFiles.WriteAsync(found, cancellationToken).ConfigureAwait(false);

        context.Add(found.Run);
        context.AddRange(found.Metrics);
        return new JobOutcome(Json.From(new
        {
            found.Run.WindowEnd,
            found.Run.Revision,
            found.Run.NumPredictions,
            found.Run.NumDriftedFeatures,
        }));
    }
}
