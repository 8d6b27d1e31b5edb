using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;

namespace MlOps.Migrator.Jobs;

/// <summary>Shows alerts on standard error, where no service has a log.</summary>
internal sealed class TerminalSink : IAlertSink
{
    public string Name => AlertOptions.LogSinkName;

    public Task SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        var about = notice.Subject.Length == 0 ? notice.Rule : $"{notice.Rule} ({notice.Subject})";
        Terminal.Note(notice.State == AlertNoticeKind.Resolved
            ? $"Alert '{about}' is over (alert {notice.AlertId})."
            : $"Alert '{about}': {notice.Observation} {notice.Remedy} (alert {notice.AlertId})");
        return Task.CompletedTask;
    }
}
