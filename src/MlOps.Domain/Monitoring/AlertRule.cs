using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>
/// A threshold for a metric over a time window. A value beyond it raises an alert, one for each subject of the metric: a service, a table,
/// a job.
/// </summary>
public sealed class AlertRule : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxRequiredBreaches = 1000;

    private readonly HashSet<Alert> _alerts = [];

    private AlertRule()
    {
    }

    private AlertRule(
        string name,
        string metric,
        AlertCondition condition,
        double threshold,
        TimeSpan windowLength,
        AlertLevel severity,
        DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        Metric = Guard.Text(metric, nameof(Metric), MaxNameLength);
        Condition = Guard.Declared(condition, nameof(Condition));
        Threshold = Guard.Finite(threshold, nameof(Threshold));
        WindowLength = RequirePositive(windowLength);
        Severity = Guard.Declared(severity, nameof(Severity));
        if (Severity == AlertLevel.None)
            throw new InvalidValueException(
                nameof(Severity), $"must be {AlertLevel.Warning} or {AlertLevel.Critical}; it was {severity}");
    }

    /// <summary>Unique within the tenant.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    /// <summary>The metric to watch: "error_rate", "feature_drift_ratio".</summary>
    [MaxLength(MaxNameLength)]
    public string Metric { get; private set; } = null!;

    /// <summary>The model to watch; null for all.</summary>
    [MaxLength(MaxNameLength)]
    public string? ModelName { get; private set; }

    /// <summary>The service to watch; null for all.</summary>
    [MaxLength(MaxNameLength)]
    public string? ServiceName { get; private set; }

    public AlertCondition Condition { get; private set; }

    public double Threshold { get; private set; }

    /// <summary>An open alert ends only when the value is back at this, so that it does not come and go. Null for the threshold.</summary>
    public double? ClearThreshold { get; private set; }

    /// <summary>How often in a row the value must be beyond the threshold before the rule fires.</summary>
    public int RequiredBreaches { get; private set; } = 1;

    /// <summary>The length of the window over which the metric is computed.</summary>
    public TimeSpan WindowLength { get; private set; }

    public AlertLevel Severity { get; private set; }

    public bool Enabled { get; private set; } = true;

    /// <summary>The rule fires no alert before this time.</summary>
    public DateTimeOffset? SilencedUntil { get; private set; }

    [MaxLength(MaxNameLength)]
    public string? SilencedBy { get; private set; }

    /// <summary>The alerts of the rule, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<Alert> Alerts => _alerts;

    public static AlertRule Define(
        string name,
        string metric,
        AlertCondition condition,
        double threshold,
        TimeSpan windowLength,
        AlertLevel severity,
        DateTimeOffset at,
        string? modelName = null,
        string? serviceName = null,
        double? clearThreshold = null,
        int requiredBreaches = 1) =>
        new(name, metric, condition, threshold, windowLength, severity, at)
        {
            ClearThreshold = RequireGood(clearThreshold, condition, threshold),
            RequiredBreaches = Guard.Between(requiredBreaches, 1, MaxRequiredBreaches, nameof(RequiredBreaches)),
            ModelName = Guard.OptionalText(modelName, nameof(ModelName), MaxNameLength),
            ServiceName = Guard.OptionalText(serviceName, nameof(ServiceName), MaxNameLength),
        };

    /// <summary>Changes what the rule fires at. Open alerts do not change.</summary>
    /// <param name="threshold">The new threshold.</param>
    /// <param name="windowLength">The new length of the window.</param>
    /// <param name="at">The present.</param>
    /// <param name="clearThreshold">Where an open alert ends from now on; at the threshold if it is null.</param>
    /// <param name="requiredBreaches">How many breaches in a row fire from now on; as many as before if it is null.</param>
    public void Tune(
        double threshold, TimeSpan windowLength, DateTimeOffset at, double? clearThreshold = null, int? requiredBreaches = null)
    {
        var (to, over) = (Guard.Finite(threshold, nameof(Threshold)), RequirePositive(windowLength));
        var clear = RequireGood(clearThreshold, Condition, to);
        var breaches = Guard.Between(requiredBreaches ?? RequiredBreaches, 1, MaxRequiredBreaches, nameof(RequiredBreaches));
        Touch(at);
        (Threshold, WindowLength, ClearThreshold, RequiredBreaches) = (to, over, clear, breaches);
    }

    /// <summary>Stops the rule from firing until a time. A later call replaces the time. Open alerts do not change.</summary>
    public void Silence(DateTimeOffset until, string by, DateTimeOffset at)
    {
        var (end, who) = (Guard.Time(until, nameof(SilencedUntil)), Guard.Text(by, nameof(SilencedBy), MaxNameLength));
        if (end <= at)
            throw new InvalidValueException(nameof(SilencedUntil), $"must be later than the present, {at:O}; it was {end:O}");

        Touch(at);
        (SilencedUntil, SilencedBy) = (end, who);
    }

    public bool IsSilencedAt(DateTimeOffset at) => at < SilencedUntil;

    public void Disable(DateTimeOffset at) => SetEnabled(false, at);

    public void Enable(DateTimeOffset at) => SetEnabled(true, at);

    /// <summary>Whether a value raises an alarm.</summary>
    public bool IsBreachedBy(double value) => Condition == AlertCondition.Above
        ? Guard.Finite(value, nameof(Metric)) > Threshold
        : Guard.Finite(value, nameof(Metric)) < Threshold;

    /// <summary>Whether a value ends an alarm.</summary>
    public bool IsClearedBy(double value) => Condition == AlertCondition.Above
        ? Guard.Finite(value, nameof(Metric)) <= (ClearThreshold ?? Threshold)
        : Guard.Finite(value, nameof(Metric)) >= (ClearThreshold ?? Threshold);

    /// <summary>Raises an alert about a value. The database accepts only one open alert for each rule and subject.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">The present.</param>
    /// <param name="finding">What was seen, and where. Only the value is known if it is null.</param>
    public Alert Fire(double value, DateTimeOffset at, AlertFinding? finding = null)
    {
        if (!Enabled)
            throw new IllegalTransitionException($"{this} is disabled and cannot fire. Enable it first.");

        if (IsSilencedAt(at))
            throw new IllegalTransitionException($"{this} is silenced by {SilencedBy} until {SilencedUntil:O} and cannot fire.");

        if (!IsBreachedBy(value))
            throw new IllegalTransitionException(
                $"{this} cannot fire: {Guard.Show(value)} is not {Condition.ToString().ToLowerInvariant()} " +
                $"{Guard.Show(Threshold)}.");

        return new Alert(this, value, at, finding ?? AlertFinding.None);
    }

    public override string ToString() => $"Alert rule '{Name}'";

    private static double? RequireGood(double? clear, AlertCondition condition, double threshold)
    {
        if (clear is not { } value)
            return null;

        Guard.Finite(value, nameof(ClearThreshold));
        return (condition == AlertCondition.Above ? value <= threshold : value >= threshold)
            ? value
            : throw new InvalidValueException(
                nameof(ClearThreshold),
                $"must raise no alarm: the rule fires {condition.ToString().ToLowerInvariant()} {Guard.Show(threshold)}, " +
                $"and it was {Guard.Show(value)}");
    }

    private static TimeSpan RequirePositive(TimeSpan windowLength)
    {
        var length = Guard.NotNegative(windowLength, nameof(WindowLength));
        return length > TimeSpan.Zero
            ? length
            : throw new InvalidValueException(
                nameof(WindowLength), $"must be a microsecond or more; it was {windowLength}");
    }

    private void SetEnabled(bool enabled, DateTimeOffset at)
    {
        if (Enabled == enabled)
            throw new IllegalTransitionException($"{this} is already {(enabled ? "enabled" : "disabled")}.");

        Touch(at);
        Enabled = enabled;
    }
}
