using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>A breach of a rule: its subject, its time and value, its acknowledgement and its resolution.</summary>
public sealed class Alert : ChangingEntity
{
    public const int MaxByLength = 255;
    public const int MaxNoteLength = 10_000;

    /// <summary>The name by which a program resolves an alert of which the cause is over.</summary>
    public const string Recovery = "recovery";

    private Alert()
    {
    }

    internal Alert(AlertRule rule, double value, DateTimeOffset at, AlertFinding finding)
        : base(at)
    {
        RuleId = rule.Id;
        (Subject, Observation, Remedy) = (finding.Subject, finding.Observation, finding.Remedy);
        (Severity, Threshold, Value) = (rule.Severity, rule.Threshold, value);
        FiredAt = CreatedAt;
        Since = finding.Since < FiredAt ? finding.Since.Value : FiredAt;
        InheritTenantFrom(rule);
    }

    public Guid RuleId { get; private set; }

    /// <summary>The rule that fired. Null if it was not loaded.</summary>
    [JsonIgnore]
    public AlertRule? Rule { get; private set; }

    /// <summary>What it is about: a service, a table, a job. Empty if the metric has no subjects.</summary>
    [MaxLength(AlertFinding.MaxSubjectLength)]
    public string Subject { get; private set; } = "";

    /// <summary>What was seen, and where.</summary>
    public string? Observation { get; private set; }

    /// <summary>What to do about it, or to type.</summary>
    public string? Remedy { get; private set; }

    public AlertLevel Severity { get; private set; }

    /// <summary>The rule's threshold at the time when the alert was fired.</summary>
    public double Threshold { get; private set; }

    public double Value { get; private set; }

    /// <summary>The first of the values in a row that were beyond the threshold.</summary>
    public DateTimeOffset Since { get; private set; }

    public DateTimeOffset FiredAt { get; private set; }

    public DateTimeOffset? AcknowledgedAt { get; private set; }

    [MaxLength(MaxByLength)]
    public string? AcknowledgedBy { get; private set; }

    /// <summary>The database login that acknowledged it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? AcknowledgedLogin { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    [MaxLength(MaxByLength)]
    public string? ResolvedBy { get; private set; }

    /// <summary>The database login that resolved it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? ResolvedLogin { get; private set; }

    /// <summary>The cause and the remedy.</summary>
    public string? Note { get; private set; }

    public AlertStatus Status =>
        ResolvedAt is not null ? AlertStatus.Resolved
        : AcknowledgedAt is not null ? AlertStatus.Acknowledged
        : AlertStatus.Fired;

    /// <summary>Records that somebody takes care of the alert.</summary>
    public void Acknowledge(string by, DateTimeOffset at)
    {
        var who = Guard.Text(by, nameof(AcknowledgedBy), MaxByLength);
        if (Status != AlertStatus.Fired)
            throw new IllegalTransitionException($"{this} is {Status} and can no longer be acknowledged.");

        var time = Guard.Time(at, nameof(AcknowledgedAt));
        RequireOrder("was fired", FiredAt, "be acknowledged", time);
        Touch(time);
        (AcknowledgedAt, AcknowledgedBy) = (time, who);
    }

    /// <summary>Ends the alert, whether or not it was acknowledged.</summary>
    public void Resolve(string by, DateTimeOffset at, string? note = null)
    {
        var who = Guard.Text(by, nameof(ResolvedBy), MaxByLength);
        var text = Guard.OptionalText(note, nameof(Note), MaxNoteLength);
        if (Status == AlertStatus.Resolved)
            throw new IllegalTransitionException($"{this} was already resolved by {ResolvedBy} at {ResolvedAt:O}.");

        var time = Guard.Time(at, nameof(ResolvedAt));
        RequireOrder("was fired", FiredAt, "be resolved", time);
        RequireOrder("was acknowledged", AcknowledgedAt, "be resolved", time);
        Touch(time);
        (ResolvedAt, ResolvedBy, Note) = (time, who, text);
    }

    public override string ToString() => $"Alert {Id}";
}
