using Microsoft.Extensions.Logging;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Evaluates the alert rules of a tenant, and sends notices of alerts. It saves what it found before that, so that nobody hears of an
/// alert that is not stored.
/// </summary>
internal sealed class AlertWork : IJobWork
{
    private readonly IReadOnlyList<IAlertSink> _sinks;
    private readonly ILogger _logger;

    public AlertWork(AlertOptions options, ILogger logger)
    {
        _logger = logger;
        _sinks = options.Sinks.Any(sink => sink.Name == AlertOptions.LogSinkName)
            ? [.. options.Sinks]
            : [new LogSink(logger), .. options.Sinks];
        if (_sinks.GroupBy(sink => sink.Name).FirstOrDefault(sinks => sinks.Count() > 1)?.Key is { } twice)
            throw new ArgumentException($"Two sinks of alerts have the name '{twice}'. Give each a name of its own.", nameof(options));
    }

    public JobKind Kind => JobKind.EvaluateAlerts;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var report = await new AlertEvaluation(turn.Context, turn.DueAt, AlertMeasures.All)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        var dispatch = new AlertDispatch(turn.Context, _sinks, turn.DueAt, _logger);
        await dispatch.PlanAsync(cancellationToken).ConfigureAwait(false);
        report.Sent = await dispatch.DeliverAsync(cancellationToken).ConfigureAwait(false);
        return new JobOutcome(Json.From(report));
    }
}
