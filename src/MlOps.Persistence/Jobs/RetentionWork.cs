using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance.Retention;

namespace MlOps.Persistence.Jobs;

/// <summary>Archives or deletes what the retention policies of all tenants say, as the owner of the tables.</summary>
internal sealed class RetentionWork : IJobWork
{
    public JobKind Kind => JobKind.ApplyRetention;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var steps = await new RetentionRun(turn.Context).RunAsync(turn.StartedAt, null, cancellationToken).ConfigureAwait(false);
        return new JobOutcome(Json.From(new
        {
            Archived = Name(RetentionOutcome.Archived),
            Deleted = Name(RetentionOutcome.Deleted),
            Kept = steps.Where(step => step.Outcome == RetentionOutcome.Kept).Select(step => $"{step}: {step.Reason}"),
        }));

        IEnumerable<string> Name(RetentionOutcome outcome) => steps.Where(step => step.Outcome == outcome).Select(step => $"{step}");
    }
}
