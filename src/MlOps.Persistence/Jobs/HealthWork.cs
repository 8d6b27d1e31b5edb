using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Operations.Health;

namespace MlOps.Persistence.Jobs;

/// <summary>Checks the health of the system, and stores what was seen.</summary>
internal sealed class HealthWork : IJobWork
{
    public JobKind Kind => JobKind.CheckHealth;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var snapshot = await SystemHealth.CheckAsync(turn.Context, turn.StartedAt, cancellationToken).ConfigureAwait(false);
        turn.Context.HealthSnapshots.Add(snapshot);
        return new JobOutcome(Json.From(new { State = $"{snapshot.State}" }));
    }
}
