using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance;

namespace MlOps.Persistence.Jobs;

/// <summary>Refreshes the materialized views, as their owner.</summary>
internal sealed class ViewRefreshWork : IJobWork
{
    public JobKind Kind => JobKind.RefreshViews;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var durations = await new ViewRefresh(turn.Context).RunAsync(cancellationToken).ConfigureAwait(false);
        var seconds = durations.ToDictionary(view => view.Key, view => Math.Round(view.Value.TotalSeconds, 3));
        return new JobOutcome(Json.From(new { seconds }));
    }
}
