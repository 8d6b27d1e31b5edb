using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>What a sink gets to know of an alert.</summary>
/// <param name="Id">The id of the notice, the same each time that it is sent: a receiver that has seen it need do nothing.</param>
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
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The notice as JSON, which commands and webhooks get.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

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
