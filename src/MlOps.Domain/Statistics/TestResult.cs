namespace MlOps.Domain.Statistics;

/// <summary>The result of a test of a difference. A positive statistic means a higher value of the treatment.</summary>
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

    /// <summary>t if the test has degrees of freedom, otherwise z.</summary>
    public double Statistic { get; }

    public double? DegreesOfFreedom { get; }

    /// <summary>The two-sided p-value. It holds for one look, at the end, and not for repeated looks.</summary>
    public double PValue { get; }

    /// <summary>The distance in standard errors to each end of an interval with the error rate alpha.</summary>
    internal double CriticalValue(double alpha) => DegreesOfFreedom is { } degrees
        ? -StudentTDistribution.Quantile(alpha / 2, degrees)
        : -NormalDistribution.Quantile(alpha / 2);
}
