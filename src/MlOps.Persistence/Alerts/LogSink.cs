using Microsoft.Extensions.Logging;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>Writes notices into the log of the process.</summary>
internal sealed class LogSink(ILogger logger) : IAlertSink
{
    public string Name => AlertOptions.LogSinkName;

    public Task SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        var about = notice.Subject.Length == 0 ? notice.Rule : $"{notice.Rule} ({notice.Subject})";
        if (notice.State == AlertNoticeKind.Resolved)
            AlertLog.Resolved(logger, about, notice.AlertId);
        else if (notice.Severity == AlertLevel.Critical)
            AlertLog.Critical(logger, about, notice.Observation, notice.Remedy, notice.AlertId);
        else
            AlertLog.Warning(logger, about, notice.Observation, notice.Remedy, notice.AlertId);

        return Task.CompletedTask;
    }
}
