using Microsoft.Extensions.Logging;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Notices;

namespace MlOps.Persistence.Alerts;

/// <summary>What a sink gets to know of an alert.</summary>
/// <param name="Id">The id of the notice, the same each time that it is sent.</param>
/// <param name="State">Whether the alert fired or is resolved.</param>
/// <param name="AlertId">The alert, by which `mlops alerts` knows it.</param>
/// <param name="TenantId">The tenant of the alert.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Metric">The metric of the rule.</param>
/// <param name="Subject">The service, the table or the job that it is about; empty for none.</param>
/// <param name="Severity">How serious it is.</param>
/// <param name="Value">The value that fired the rule.</param>
/// <param name="Threshold">The threshold of the rule then.</param>
/// <param name="Since">The first value in a row that was beyond it.</param>
/// <param name="FiredAt">When the alert was fired.</param>
/// <param name="ResolvedAt">When it was resolved. Null if it is open.</param>
/// <param name="Observation">What was seen, and where.</param>
/// <param name="Remedy">What to do about it, or to type.</param>
public sealed record AlertNotice(
    Guid Id,
    AlertNoticeKind State,
    Guid AlertId,
    Guid TenantId,
    string Rule,
    string Metric,
    string Subject,
    AlertLevel Severity,
    double Value,
    double Threshold,
    DateTimeOffset Since,
    DateTimeOffset FiredAt,
    DateTimeOffset? ResolvedAt,
    string? Observation,
    string? Remedy)
    : Notice(Id)
{
    private string About => Subject.Length == 0 ? Rule : $"{Rule} ({Subject})";

    /// <inheritdoc/>
    public override string ToJson() => Write(this);

    /// <inheritdoc/>
    public override string ToText() => State == AlertNoticeKind.Resolved
        ? $"Alert '{About}' is over (alert {AlertId})."
        : $"Alert '{About}': {Observation} {Remedy} (alert {AlertId})";

    internal override void WriteTo(ILogger logger)
    {
        if (State == AlertNoticeKind.Resolved)
            AlertLog.Resolved(logger, About, AlertId);
        else if (Severity == AlertLevel.Critical)
            AlertLog.Critical(logger, About, Observation, Remedy, AlertId);
        else
            AlertLog.Warning(logger, About, Observation, Remedy, AlertId);
    }

    internal static AlertNotice Of(AlertDelivery delivery, Alert alert, AlertRule rule) => new(
        delivery.Id,
        delivery.Notice,
        alert.Id,
        alert.TenantId,
        rule.Name,
        rule.Metric,
        alert.Subject,
        alert.Severity,
        alert.Value,
        alert.Threshold,
        alert.Since,
        alert.FiredAt,
        delivery.Notice == AlertNoticeKind.Resolved ? alert.ResolvedAt : null,
        alert.Observation,
        alert.Remedy);
}
