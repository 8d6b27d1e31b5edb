using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Persistence.Jobs;

/// <summary>Makes the slices of this period and the next two, as their owner.</summary>
internal sealed class SliceWork : IJobWork
{
    private const int Ahead = 2;

    public JobKind Kind => JobKind.MakeSlices;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var made = await new SliceMaintenance(turn.Context).EnsureAroundAsync(turn.StartedAt, 0, Ahead, cancellationToken)
            .ConfigureAwait(false);
        return new JobOutcome(Json.From(new { made }));
    }
}
