using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>What the last evaluation of a rule saw of one subject: a value, or why there is none.</summary>
public sealed class AlertState : Entity
{
    private AlertState()
    {
    }

    private AlertState(AlertRule rule, string subject, DateTimeOffset at)
        : base(at)
    {
        RuleId = Guard.Given(rule, nameof(Rule)).Id;
        Subject = Guard.OptionalText(Guard.Given(subject, nameof(Subject)), nameof(Subject), AlertFinding.MaxSubjectLength)!;
        EvaluatedAt = CreatedAt;
        InheritTenantFrom(rule);
    }

    public Guid RuleId { get; private set; }

    /// <summary>The rule. Null if it was not loaded.</summary>
    [JsonIgnore]
    public AlertRule? Rule { get; private set; }

    /// <summary>The service, the table or the job. Empty if the metric has no subjects, or could not be measured at all.</summary>
    [MaxLength(AlertFinding.MaxSubjectLength)]
    public string Subject { get; private set; } = "";

    /// <summary>The value. Null if it is missing.</summary>
    public double? Value { get; private set; }

    /// <summary>Why there is no value.</summary>
    public string? MissingReason { get; private set; }

    /// <summary>How many values in a row were beyond the threshold. A missing one does not count.</summary>
    public int Breaches { get; private set; }

    /// <summary>The time of the first of them.</summary>
    public DateTimeOffset? BreachedSince { get; private set; }

    public DateTimeOffset EvaluatedAt { get; private set; }

    /// <summary>Begins with a value.</summary>
    public static AlertState Measure(AlertRule rule, string subject, double value, DateTimeOffset at)
    {
        var state = new AlertState(rule, subject, at);
        state.See(rule, value, at);
        return state;
    }

    /// <summary>Begins without a value.</summary>
    public static AlertState Miss(AlertRule rule, string subject, string missingReason, DateTimeOffset at)
    {
        var state = new AlertState(rule, subject, at);
        state.Miss(missingReason, at);
        return state;
    }

    /// <summary>Notes a value, and counts it if it is beyond the threshold.</summary>
    public void See(AlertRule rule, double value, DateTimeOffset at)
    {
        var isBreached = Guard.Given(rule, nameof(Rule)).IsBreachedBy(Guard.Finite(value, nameof(Value)));
        EvaluatedAt = Guard.Time(at, nameof(EvaluatedAt));
        (Value, MissingReason) = (value, null);
        Breaches = isBreached ? Math.Min(Breaches + 1, AlertRule.MaxRequiredBreaches) : 0;
        BreachedSince = isBreached ? BreachedSince ?? EvaluatedAt : null;
    }

    /// <summary>Notes that there is no value.</summary>
    public void Miss(string missingReason, DateTimeOffset at)
    {
        var why = Guard.Text(missingReason, nameof(MissingReason), AlertFinding.MaxTextLength);
        EvaluatedAt = Guard.Time(at, nameof(EvaluatedAt));
        (Value, MissingReason) = (null, why);
    }

    public override string ToString() => $"State of '{Subject}'";
}
