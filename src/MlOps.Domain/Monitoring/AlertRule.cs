using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Monitoring;

/// <summary>A threshold for a metric over a time window. A value beyond it raises an alert.</summary>
public sealed class AlertRule : ChangingEntity
{
    public const int MaxNameLength = 255;

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

    /// <summary>The length of the window over which the metric is computed.</summary>
    public TimeSpan WindowLength { get; private set; }

    public AlertLevel Severity { get; private set; }

    public bool Enabled { get; private set; } = true;

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
        string? serviceName = null) =>
        new(name, metric, condition, threshold, windowLength, severity, at)
        {
            ModelName = Guard.OptionalText(modelName, nameof(ModelName), MaxNameLength),
            ServiceName = Guard.OptionalText(serviceName, nameof(ServiceName), MaxNameLength),
        };

    /// <summary>Changes the threshold, the window or both. Open alerts do not change.</summary>
    public void Tune(double threshold, TimeSpan windowLength, DateTimeOffset at)
    {
        var (to, over) = (Guard.Finite(threshold, nameof(Threshold)), RequirePositive(windowLength));
        Touch(at);
        (Threshold, WindowLength) = (to, over);
    }

    public void Disable(DateTimeOffset at) => SetEnabled(false, at);

    public void Enable(DateTimeOffset at) => SetEnabled(true, at);

    /// <summary>Whether a value raises an alarm.</summary>
    public bool IsBreachedBy(double value) => Condition == AlertCondition.Above
        ? Guard.Finite(value, nameof(Metric)) > Threshold
        : Guard.Finite(value, nameof(Metric)) < Threshold;

    /// <summary>Raises an alert about a value. The database accepts only one open alert for each rule.</summary>
    public Alert Fire(double value, DateTimeOffset at)
    {
        if (!Enabled)
            throw new IllegalTransitionException($"{this} is disabled and cannot fire. Enable it first.");

        if (!IsBreachedBy(value))
            throw new IllegalTransitionException(
                $"{this} cannot fire: {Guard.Show(value)} is not {Condition.ToString().ToLowerInvariant()} " +
                $"{Guard.Show(Threshold)}.");

        return new Alert(this, value, at);
    }

    public override string ToString() => $"Alert rule '{Name}'";

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
