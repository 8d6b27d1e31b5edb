using MlOps.Domain.Governance;

namespace MlOps.Persistence.Jobs;

/// <summary>What jobs of a kind do.</summary>
internal interface IJobWork
{
    JobKind Kind { get; }

    /// <summary>Whether each due time needs a run of its own, the oldest first. If not, one run does for all that were missed.</summary>
    bool CatchesUp { get; }

    /// <summary>Does the work. What it adds to the context is saved if this run still has the lease, together with its end.</summary>
    Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken);
}
