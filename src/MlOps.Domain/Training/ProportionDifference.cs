using MlOps.Domain.Statistics;

namespace MlOps.Domain.Training;

/// <summary>
/// The difference between two proportions, and how much of it may be chance. The samples count as independent. If both
/// come from the same cases, which tend to be right or wrong for both models alike, the difference is more certain than
/// this says.
/// </summary>
public sealed record ProportionDifference
{
    private static readonly double TwoSided95 = NormalDistribution.Quantile(0.975);

    private ProportionDifference(double difference, double standardError, double pValue)
    {
        Difference = difference;
        StandardError = standardError;
        Lower = Math.Max(-1, difference - (TwoSided95 * standardError));
        Upper = Math.Min(1, difference + (TwoSided95 * standardError));
        PValue = pValue;
    }

    /// <summary>The candidate's proportion minus the baseline's.</summary>
    public double Difference { get; }

    /// <summary>The standard error of the difference, from the separate variances of both proportions.</summary>
    public double StandardError { get; }

    /// <summary>The lower end of the 95% interval.</summary>
    public double Lower { get; }

    /// <summary>The upper end of the 95% interval.</summary>
    public double Upper { get; }

    /// <summary>
    /// The probability of a difference of at least this size, in either direction, between two equal proportions. It
    /// comes from the z-test with the pooled proportion.
    /// </summary>
    public double PValue { get; }

    internal static ProportionDifference Compute(Proportion baseline, Proportion candidate)
    {
        if (baseline.Trials == 0 || candidate.Trials == 0)
            throw new InvalidValueException(
                "Trials", $"must be one or more on both sides; they were {baseline.Trials} and {candidate.Trials}");

        var difference = candidate.Rate - baseline.Rate;
        var pooledVariance = Proportion.PooledVariance(baseline, candidate);
        return new(
            difference,
            Math.Sqrt(baseline.Moments.VarianceOfMean + candidate.Moments.VarianceOfMean),
            // Without any spread, both sides are entirely right or entirely wrong, so there is no difference.
            pooledVariance == 0 ? 1 : NormalDistribution.TwoSided(difference / Math.Sqrt(pooledVariance)));
    }
}
