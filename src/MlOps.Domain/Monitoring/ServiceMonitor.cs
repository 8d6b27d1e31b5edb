using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Monitoring;

/// <summary>
/// What is watched: the predictions of a service, window by window, beside a reference. It never changes, so that each of its runs can
/// be computed again. Another definition is another monitor.
/// </summary>
/// <remarks>.NET has a class Monitor in System.Threading, which every program imports.</remarks>
public sealed class ServiceMonitor : Entity
{
    public const int MaxNameLength = 200;
    public const int MaxFeatures = 10_000;
    public const int MaxRules = 10_000;
    public const int MaxSegmentCap = 1000;
    public const int MaxLookbackHours = 24 * 366;

    /// <summary>The column of labels, which come after their predictions.</summary>
    public const string LabelColumn = "actual_value";

    private ServiceMonitor()
    {
    }

    private ServiceMonitor(DateTimeOffset at)
        : base(at)
    {
    }

    /// <summary>Unique within the tenant.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    [MaxLength(DriftMetric.MaxNameLength)]
    public string ModelName { get; private set; } = null!;

    [MaxLength(Prediction.MaxNameLength)]
    public string ServiceName { get; private set; } = null!;

    /// <inheritdoc cref="MonitorSettings.Every"/>
    public TimeSpan Every { get; private set; }

    /// <inheritdoc cref="MonitorSettings.LookbackHours"/>
    public int LookbackHours { get; private set; }

    /// <inheritdoc cref="MonitorSettings.Delay"/>
    public TimeSpan Delay { get; private set; }

    public MonitorReferenceKind ReferenceKind { get; private set; }

    public DateTimeOffset? ReferenceStart { get; private set; }

    public DateTimeOffset? ReferenceEnd { get; private set; }

    /// <summary>The version of the baseline that is the reference. Null for any other reference.</summary>
    public Guid? BaselineVersionId { get; private set; }

    /// <summary>The version. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? BaselineVersion { get; private set; }

    /// <inheritdoc cref="MonitorSettings.Features"/>
    public string[]? Features { get; private set; }

    /// <inheritdoc cref="MonitorSettings.SegmentFeature"/>
    [MaxLength(DriftMetric.MaxNameLength)]
    public string? SegmentFeature { get; private set; }

    /// <inheritdoc cref="MonitorSettings.SegmentCap"/>
    public int SegmentCap { get; private set; }

    /// <inheritdoc cref="MonitorSettings.Rules"/>
    public IReadOnlyList<MonitorRule> Rules { get; private set; } = [];

    /// <inheritdoc cref="MonitorSettings.DriftShare"/>
    public double DriftShare { get; private set; }

    /// <inheritdoc cref="MonitorSettings.DecisionThreshold"/>
    public double DecisionThreshold { get; private set; }

    /// <inheritdoc cref="MonitorSettings.PositiveLabel"/>
    public double PositiveLabel { get; private set; }

    /// <inheritdoc cref="MonitorSettings.MinSample"/>
    public int MinSample { get; private set; }

    public MonitorReference Reference => ReferenceKind switch
    {
        MonitorReferenceKind.Fixed => MonitorReference.Fixed(ReferenceWindow),
        MonitorReferenceKind.Baseline => MonitorReference.Baseline(BaselineVersionId!.Value, ReferenceWindow),
        _ => MonitorReference.Previous,
    };

    /// <summary>Whether windows, and the reference, begin and end with hours, so that counts of hours say all about them.</summary>
    public bool HasWholeHours => IsWholeHours(Every) && ReferenceKind switch
    {
        MonitorReferenceKind.Fixed => IsWholeHour(ReferenceStart!.Value) && IsWholeHour(ReferenceEnd!.Value),
        _ => true,
    };

    /// <summary>Whether the counts of hours answer a rule. A label can come after its hour was counted.</summary>
    public bool IsCounted(MonitorRule rule) =>
        HasWholeHours && Guard.Given(rule, nameof(rule)).IsOnFixedBins && rule.Feature != LabelColumn;

    /// <summary>Whether the counts of hours answer any rule.</summary>
    public bool NeedsCounts => Rules.Any(IsCounted);

    private TimeWindow ReferenceWindow => new(ReferenceStart!.Value, ReferenceEnd!.Value);

    public static ServiceMonitor Define(
        string name, string modelName, string serviceName, DateTimeOffset at, MonitorSettings? settings = null)
    {
        var chosen = settings ?? new MonitorSettings();
        var reference = Guard.Given(chosen.Reference, nameof(Reference));
        var monitor = new ServiceMonitor(at)
        {
            Name = Guard.Text(name, nameof(Name), MaxNameLength),
            ModelName = Guard.Text(modelName, nameof(ModelName), DriftMetric.MaxNameLength),
            ServiceName = Guard.Text(serviceName, nameof(ServiceName), Prediction.MaxNameLength),
            Every = RequireWholeSeconds(chosen.Every),
            LookbackHours = Guard.Between(chosen.LookbackHours, 1, MaxLookbackHours, nameof(LookbackHours)),
            Delay = Guard.NotNegative(chosen.Delay, nameof(Delay)),
            ReferenceKind = reference.Kind,
            ReferenceStart = reference.Window?.Start,
            ReferenceEnd = reference.Window?.End,
            BaselineVersionId = reference.BaselineVersionId,
            Features = RequireFeatures(chosen.Features),
            SegmentFeature = chosen.SegmentFeature is null
                ? null : Guard.Text(chosen.SegmentFeature, nameof(SegmentFeature), DriftMetric.MaxNameLength),
            SegmentCap = Guard.Between(chosen.SegmentCap, 1, MaxSegmentCap, nameof(SegmentCap)),
            Rules = RequireRules(chosen.Rules),
            DriftShare = Guard.Between(chosen.DriftShare, 0, 1, nameof(DriftShare)),
            DecisionThreshold = Guard.Between(chosen.DecisionThreshold, 0, 1, nameof(DecisionThreshold)),
            PositiveLabel = Guard.Finite(chosen.PositiveLabel, nameof(PositiveLabel)),
            MinSample = Guard.AtLeast(chosen.MinSample, 1, nameof(MinSample)),
        };
        monitor.RequireAnswerableRules();
        return monitor;
    }

    /// <summary>The window that ends at a time.</summary>
    public TimeWindow FindWindow(DateTimeOffset end) => new(end.AddHours(-LookbackHours), end);

    /// <summary>The rule of a feature: its own one, or the one of its kind.</summary>
    public MonitorRule? FindRule(string feature, bool isNumber) =>
        Rules.FirstOrDefault(rule => rule.Feature == feature)
        ?? Rules.FirstOrDefault(rule => rule.Feature is null && !rule.IsForAttributions && rule.IsForNumbers == isNumber);

    /// <summary>From where on the attributions have drifted.</summary>
    public DriftThreshold FindAttributionThreshold() =>
        Rules.FirstOrDefault(rule => rule.IsForAttributions)?.Threshold ?? DriftThreshold.StatisticAtLeast(AttributionDrift.UsualLimit);

    /// <summary>Whether so many of the judged features have drifted that the dataset has.</summary>
    public bool IsDatasetDrift(int drifted, int judged) => judged > 0 && drifted > DriftShare * judged;

    public override string ToString() => $"Monitor '{Name}'";

    private static bool IsWholeHours(TimeSpan span) => span.Ticks % TimeSpan.TicksPerHour == 0;

    private static bool IsWholeHour(DateTimeOffset time) => time.UtcTicks % TimeSpan.TicksPerHour == 0;

    // The end of a window and its revision together are the timestamp of a run.
    private static TimeSpan RequireWholeSeconds(TimeSpan every) =>
        every >= TimeSpan.FromSeconds(1) && every <= TimeSpan.FromDays(366) && every.Ticks % TimeSpan.TicksPerSecond == 0
            ? every
            : throw new InvalidValueException(nameof(Every), $"must be whole seconds, from 1 second to 366 days; it was {every}");

    private void RequireAnswerableRules()
    {
        if (Rules.FirstOrDefault(rule => rule.NeedsSketches && !IsCounted(rule)) is { } uncounted)
        {
            throw new InvalidValueException(nameof(Rules), HasWholeHours
                ? $"must name the edges of {uncounted.Method} for {LabelColumn}, which changes when labels come"
                : $"must name the edges of {uncounted.Method}, or the windows and the reference must begin and end with whole hours");
        }

        if (ReferenceKind == MonitorReferenceKind.Baseline && Rules.FirstOrDefault(rule => !rule.NeedsSketches) is { } wrong)
        {
            throw new InvalidValueException(
                nameof(Rules),
                $"must be without edges and between edges or of names, such as {DriftMethods.PsiEdges} and {DriftMethods.PsiNamed}, " +
                $"since the reference is a baseline; one was {wrong.Method}{(wrong.Edges is null ? "" : " with edges")}");
        }
    }

    private static string[]? RequireFeatures(IReadOnlyList<string>? features)
    {
        if (features is null)
            return null;

        Guard.Between(features.Count, 1, MaxFeatures, nameof(Features));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var feature in features)
        {
            if (!seen.Add(Guard.Text(feature, nameof(Features), DriftMetric.MaxNameLength)))
                throw new InvalidValueException(nameof(Features), $"must differ; '{feature}' was there twice");
        }

        return [.. features];
    }

    private static MonitorRule[] RequireRules(IReadOnlyList<MonitorRule> rules)
    {
        Guard.Between(Guard.Given(rules, nameof(Rules)).Count, 1, MaxRules, nameof(Rules));
        var seen = new HashSet<(string?, bool, bool)>();
        foreach (var rule in rules)
        {
            if (!seen.Add((Guard.Given(rule, nameof(Rules)).Feature, rule.Feature is null && rule.IsForNumbers, rule.IsForAttributions)))
                throw new InvalidValueException(nameof(Rules), $"must differ; {DescribeSubject(rule)} had two");
        }

        return [.. rules];
    }

    private static string DescribeSubject(MonitorRule rule) =>
        rule.IsForAttributions ? "attributions"
        : rule.Feature is null ? "features without a rule of their own"
        : $"'{rule.Feature}'";
}
