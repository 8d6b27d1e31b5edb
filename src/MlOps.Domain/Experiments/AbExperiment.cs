using System.ComponentModel.DataAnnotations;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Experiments;

/// <summary>A controlled experiment: a control, one or more treatments, and the outcome.</summary>
public sealed class AbExperiment : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxTextLength = 100_000;
    public const double MinAlpha = 1e-6;
    public const double MaxAlpha = 0.5;

    // A share such as one third is not exact.
    private const double ShareTolerance = 1e-6;

    private readonly List<AbVariant> _variants = [];

    private AbExperiment()
    {
    }

    private AbExperiment(string name, string metric, AbMetricKind metricKind, DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        Metric = Guard.Text(metric, nameof(Metric), MaxNameLength);
        MetricKind = Guard.Declared(metricKind, nameof(MetricKind));
    }

    /// <summary>Unique within the tenant.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public string? Hypothesis { get; private set; }

    /// <summary>The metric that decides: "checkout", "minutes_saved".</summary>
    [MaxLength(MaxNameLength)]
    public string Metric { get; private set; } = null!;

    public AbMetricKind MetricKind { get; private set; }

    /// <summary>How often the experiment may find a difference that does not exist.</summary>
    public double Alpha { get; private set; }

    /// <summary>
    /// The planned number of participants. The sequential interval is tightest there, but it holds for any number.
    /// </summary>
    public int PlannedSampleSize { get; private set; }

    public AbStatus Status { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The outcome at the conclusion.</summary>
    public AbOutcome? Outcome { get; private set; }

    /// <summary>The treatment that won; null if none did.</summary>
    [MaxLength(AbVariant.MaxNameLength)]
    public string? Winner { get; private set; }

    public string? CancellationReason { get; private set; }

    /// <summary>The control, followed by the treatments in the order of their names.</summary>
    public IReadOnlyList<AbVariant> Variants =>
    [
        .. _variants.OrderByDescending(variant => variant.IsControl)
            .ThenBy(variant => variant.Name, StringComparer.Ordinal),
    ];

    public static AbExperiment Design(
        string name,
        string metric,
        AbMetricKind metricKind,
        VariantPlan control,
        IReadOnlyCollection<VariantPlan> treatments,
        DateTimeOffset at,
        string? hypothesis = null,
        double alpha = 0.05,
        int plannedSampleSize = 5000)
    {
        Guard.Given(control, nameof(control));
        if (Guard.Given(treatments, nameof(treatments)).Count == 0)
            throw new InvalidValueException(
                "Treatments", "must be one or more, or there is nothing to compare; there was none");

        VariantPlan[] plans = [control, .. treatments.Select(plan => Guard.Given(plan, "Treatments"))];
        if (plans.CountBy(plan => plan.Name).FirstOrDefault(names => names.Value > 1).Key is { } twice)
            throw new InvalidValueException("Treatments", $"must have unique names; '{twice}' is there twice");

        var shares = plans.Sum(plan => plan.PlannedShare);
        if (Math.Abs(shares - 1) > ShareTolerance)
            throw new InvalidValueException(
                "PlannedShare", $"must add up to 1 over all variants; it was {Guard.Show(shares)}");

        var experiment = new AbExperiment(name, metric, metricKind, at)
        {
            Hypothesis = Guard.OptionalText(hypothesis, nameof(Hypothesis), MaxTextLength),
            Alpha = Guard.Between(alpha, MinAlpha, MaxAlpha, nameof(Alpha)),
            PlannedSampleSize = Guard.AtLeast(plannedSampleSize, 1, nameof(PlannedSampleSize)),
        };
        experiment._variants.AddRange(plans.Select(plan => new AbVariant(experiment, plan, plan == control)));
        return experiment;
    }

    public void Start(DateTimeOffset at)
    {
        Require(Status == AbStatus.Draft, "start");
        TouchInOrder(at);
        (Status, StartedAt) = (AbStatus.Running, UpdatedAt);
    }

    /// <summary>Records the results of a variant in a window, for an experiment that counts conversions.</summary>
    public AbResult RecordConversions(string variant, TimeWindow window, Proportion conversions, DateTimeOffset at)
    {
        RequireRecording(AbMetricKind.Conversion);
        return new AbResult(FindVariant(variant), window, conversions, at);
    }

    /// <summary>Records the results of a variant in a window, for an experiment that measures a number.</summary>
    public AbResult RecordValues(string variant, TimeWindow window, Moments values, DateTimeOffset at)
    {
        RequireRecording(AbMetricKind.Value);
        return new AbResult(FindVariant(variant), window, values, at);
    }

    /// <summary>Evaluates the results so far. This may happen any number of times.</summary>
    /// <param name="results">All results of all variants.</param>
    public AbVerdict Analyse(IReadOnlyCollection<AbResult> results)
    {
        Require(Status != AbStatus.Draft, "be analysed");
        return AbAnalysis.Run(this, Guard.Given(results, nameof(results)));
    }

    /// <summary>Ends the experiment with an outcome. An experiment with a faulty assignment has none.</summary>
    public void Conclude(AbVerdict verdict, DateTimeOffset at)
    {
        Require(Status == AbStatus.Running, "be concluded");
        if (Guard.Given(verdict, nameof(verdict)).ExperimentId != Id)
            throw new InvalidValueException(
                "Verdict", $"must belong to experiment {Id}; it belongs to {verdict.ExperimentId}");

        if (verdict.Outcome == AbOutcome.SampleRatioMismatch)
            throw new IllegalTransitionException(
                $"{this} cannot be concluded: its variants did not get the planned shares " +
                $"(p = {Guard.Show(verdict.SampleRatio.PValue)}). Cancel it.");

        Conclude(verdict.Outcome, verdict.Winner, at);
    }

    /// <summary>Ends the experiment with an outcome that something else has found.</summary>
    internal void Conclude(AbOutcome outcome, string? winner, DateTimeOffset at)
    {
        Require(Status == AbStatus.Running, "be concluded");
        TouchInOrder(at);
        (Status, EndedAt) = (AbStatus.Concluded, UpdatedAt);
        (Outcome, Winner) = (outcome, winner);
    }

    public void Cancel(string reason, DateTimeOffset at)
    {
        Require(Status is AbStatus.Draft or AbStatus.Running, "be cancelled");
        var why = Guard.Text(reason, nameof(CancellationReason), MaxTextLength);
        TouchInOrder(at);
        (Status, EndedAt, CancellationReason) = (AbStatus.Cancelled, UpdatedAt, why);
    }

    public override string ToString() => $"A/B experiment '{Name}'";

    private AbVariant FindVariant(string name) => _variants.Find(variant => variant.Name == name)
        ?? throw new InvalidValueException(
            "Variant",
            $"must be one of {string.Join(", ", Variants.Select(variant => variant.Name))}; it was '{name}'");

    private void RequireRecording(AbMetricKind kind)
    {
        Require(Status == AbStatus.Running, "get results");
        if (MetricKind != kind)
            throw new IllegalTransitionException(
                $"{this} has a metric of kind {MetricKind} and cannot get results of kind {kind}.");
    }

    private void Require(bool allowed, string what)
    {
        if (!allowed)
            throw new IllegalTransitionException($"{this} is {Status} and cannot {what}.");
    }
}
