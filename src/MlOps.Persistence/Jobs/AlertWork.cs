using Microsoft.Extensions.Logging;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Notices;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Evaluates the alert rules of a tenant, and sends notices of alerts. It saves what it found before that, so that nobody hears of an
/// alert that is not stored.
/// </summary>
internal sealed class AlertWork(NoticeOptions options, ILogger logger) : IJobWork
{
    private readonly IReadOnlyList<INoticeSink> _sinks = options.ListSinks(logger);

    public JobKind Kind => JobKind.EvaluateAlerts;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var report = await new AlertEvaluation(turn.Context, turn.DueAt, AlertMeasures.All)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        var notices = new AlertNotices(turn.Context, _sinks, turn.DueAt, logger);
        await notices.PlanAsync(cancellationToken).ConfigureAwait(false);
        report.Sent = await notices.SendAsync(cancellationToken).ConfigureAwait(false);
        return new JobOutcome(Json.From(report));
    }
}
