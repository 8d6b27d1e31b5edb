using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>Checks the rows of the day before the due time by the rules that every tenant has.</summary>
internal sealed class QualityWork : IJobWork
{
    public JobKind Kind => JobKind.CheckQuality;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(turn.Context);
        var results = await new DataQualityRepository(turn.Context).EvaluateDefaultsAsync(
            new TimeWindow(turn.DueAt - turn.Job.Every, turn.DueAt), turn.StartedAt, cancellationToken).ConfigureAwait(false);
        return new JobOutcome(Json.From(new
        {
            Checks = results.Count,
            Failed = results.Count(result => !result.Passed),
            FailedRows = results.Sum(result => result.FailedRows),
        }));
    }
}
