namespace MlOps.Domain.Monitoring;

/// <summary>A rule was broken: when, by which value, who looks after it, and when it was over.</summary>
public sealed class Alert : ChangingEntity
{
    public const int MaxByLength = 255;
    public const int MaxNoteLength = 10_000;

    private Alert()
    {
    }

    internal Alert(AlertRule rule, double value, DateTimeOffset at)
        : base(at)
    {
        RuleId = rule.Id;
        (Severity, Threshold, Value) = (rule.Severity, rule.Threshold, value);
        FiredAt = CreatedAt;
        InheritTenantFrom(rule);
    }

    public Guid RuleId { get; private set; }

    public AlertLevel Severity { get; private set; }

    /// <summary>The rule's threshold when it fired.</summary>
    public double Threshold { get; private set; }

    public double Value { get; private set; }

    public DateTimeOffset FiredAt { get; private set; }

    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public string? AcknowledgedBy { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public string? ResolvedBy { get; private set; }

    /// <summary>What it was, and what was done.</summary>
    public string? Note { get; private set; }

    public AlertStatus Status =>
        ResolvedAt is not null ? AlertStatus.Resolved : AcknowledgedAt is not null ? AlertStatus.Acknowledged : AlertStatus.Fired;

    /// <summary>Somebody looks after it.</summary>
    public void Acknowledge(string by, DateTimeOffset at)
    {
        var who = Guard.Text(by, nameof(AcknowledgedBy), MaxByLength);
        if (Status != AlertStatus.Fired)
            throw new IllegalTransitionException($"{this} is {Status} and cannot be acknowledged any more.");

        var time = Guard.Time(at, nameof(AcknowledgedAt));
        RequireOrder("was fired", FiredAt, "be acknowledged", time);
        Touch(time);
        (AcknowledgedAt, AcknowledgedBy) = (time, who);
    }

    /// <summary>It is over, whether or not somebody had seen it.</summary>
    public void Resolve(string by, DateTimeOffset at, string? note = null)
    {
        var who = Guard.Text(by, nameof(ResolvedBy), MaxByLength);
        var text = Guard.OptionalText(note, nameof(Note), MaxNoteLength);
        if (Status == AlertStatus.Resolved)
            throw new IllegalTransitionException($"{this} was resolved by {ResolvedBy} at {ResolvedAt:O} already.");

        var time = Guard.Time(at, nameof(ResolvedAt));
        RequireOrder("was fired", FiredAt, "be resolved", time);
        RequireOrder("was acknowledged", AcknowledgedAt, "be resolved", time);
        Touch(time);
        (ResolvedAt, ResolvedBy, Note) = (time, who, text);
    }

    public override string ToString() => $"Alert {Id}";
}
