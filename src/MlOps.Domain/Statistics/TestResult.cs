namespace MlOps.Domain.Statistics;

/// <summary>What a test of a difference found. Positive statistics are on the treatment's side.</summary>
public sealed record TestResult
{
    internal TestResult(double statistic, double? degreesOfFreedom)
    {
        Statistic = statistic;
        DegreesOfFreedom = degreesOfFreedom;
        PValue = degreesOfFreedom is { } degrees
            ? StudentTDistribution.TwoSided(statistic, degrees)
            : NormalDistribution.TwoSided(statistic);
    }

    /// <summary>z, or t where there are degrees of freedom.</summary>
    public double Statistic { get; }

    public double? DegreesOfFreedom { get; }

    /// <summary>Two-sided. It holds for one look at the end, not for looking on and on.</summary>
    public double PValue { get; }

    /// <summary>How many standard errors an interval reaches to each side that is wrong at a rate of alpha.</summary>
    internal double Reach(double alpha) => DegreesOfFreedom is { } degrees
        ? -StudentTDistribution.Quantile(alpha / 2, degrees)
        : -NormalDistribution.Quantile(alpha / 2);
}
