namespace MlOps.Domain.Monitoring;

/// <summary>The limit from which a result means drift, and the limit from which the drift is critical.</summary>
public sealed record DriftThreshold
{
    private DriftThreshold(DriftCriterion criterion, double warning, double? critical)
    {
        Criterion = criterion;
        Warning = warning;
        Critical = critical;
    }

    public DriftCriterion Criterion { get; }

    public double Warning { get; }

    public double? Critical { get; }

    /// <summary>For distances such as PSI: the greater, the worse.</summary>
    public static DriftThreshold StatisticAtLeast(double warning, double? critical = null)
    {
        Guard.NotNegative(warning, nameof(Warning));
        if (critical is { } worse)
            Guard.AtLeast(worse, warning, nameof(Critical));

        return new(DriftCriterion.StatisticAtLeast, warning, critical);
    }

    /// <summary>For tests such as Kolmogorov-Smirnov's: the smaller the p-value, the worse.</summary>
    public static DriftThreshold PValueAtMost(double warning, double? critical = null)
    {
        Guard.Between(warning, 0, 1, nameof(Warning));
        if (critical is { } worse)
            Guard.Between(worse, 0, warning, nameof(Critical));

        return new(DriftCriterion.PValueAtMost, warning, critical);
    }

    /// <summary>How serious a result is. The result of a test needs its p-value.</summary>
    public AlertLevel Judge(double statistic, double? pValue)
    {
        // Every comparison with NaN is false, so NaN would look like the absence of drift.
        Guard.Finite(statistic, "Statistic");
        if (Criterion == DriftCriterion.StatisticAtLeast)
            return statistic >= Critical ? AlertLevel.Critical
                : statistic >= Warning ? AlertLevel.Warning
                : AlertLevel.None;

        var p = pValue ?? throw new InvalidValueException(
            "PValue", "must be given when the threshold is one for p-values; it was null");
        Guard.Between(p, 0, 1, "PValue");
        return p <= Critical ? AlertLevel.Critical : p <= Warning ? AlertLevel.Warning : AlertLevel.None;
    }
}
