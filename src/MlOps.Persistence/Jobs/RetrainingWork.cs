using Microsoft.Extensions.Logging;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Notices;
using MlOps.Persistence.Retraining;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Opens the retraining requests of a tenant that are due, and tells the outside of them and of those that people opened. A request is
/// saved before anybody hears of it.
/// </summary>
internal sealed class RetrainingWork(NoticeOptions options, ILogger logger) : IJobWork
{
    private readonly IReadOnlyList<INoticeSink> _sinks = options.ListSinks(logger);

    public JobKind Kind => JobKind.RequestRetraining;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var triggers = new RetrainingTriggers(turn.Context, turn.Job.Name, turn.DueAt);
        var withdrawn = await turn.Context.InTransactionAsync(
            async () =>
            {
                var served = await triggers.WithdrawServedAsync(cancellationToken).ConfigureAwait(false);
                await triggers.OpenAsync(cancellationToken).ConfigureAwait(false);
                return served;
            },
            cancellationToken).ConfigureAwait(false);
        var notices = new RetrainingNotices(turn.Context, _sinks, turn.DueAt, logger);
        await notices.PlanAsync(cancellationToken).ConfigureAwait(false);
        var sent = await notices.SendAsync(cancellationToken).ConfigureAwait(false);
        return new JobOutcome(Json.From(new
        {
            Opened = triggers.Opened.Select(request => request.ModelName),
            triggers.Ambiguous,
            Withdrawn = withdrawn,
            Sent = sent,
        }));
    }
}
