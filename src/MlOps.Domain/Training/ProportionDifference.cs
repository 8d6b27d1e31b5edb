using MlOps.Domain.Statistics;

namespace MlOps.Domain.Training;

/// <summary>
/// How far two proportions lie apart, and how much of that may be chance. The samples count as independent: where both
/// were taken from the same cases, which models get right or wrong alike, the truth is surer than this says.
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

    /// <summary>The candidate's proportion less the baseline's.</summary>
    public double Difference { get; }

    /// <summary>Of the difference, each proportion with a variance of its own.</summary>
    public double StandardError { get; }

    /// <summary>Where the 95% interval begins.</summary>
    public double Lower { get; }

    /// <summary>Where the 95% interval ends.</summary>
    public double Upper { get; }

    /// <summary>
    /// How probable a difference of this size, on either side, is between two equal proportions: the z-test with the
    /// pooled proportion.
    /// </summary>
    public double PValue { get; }

    internal static ProportionDifference Between(Proportion baseline, Proportion candidate)
    {
        if (baseline.Trials == 0 || candidate.Trials == 0)
            throw new InvalidValueException(
                "Trials", $"must be one or more on both sides; they were {baseline.Trials} and {candidate.Trials}");

        var difference = candidate.Rate - baseline.Rate;
        var pooledVariance = Proportion.PooledVariance(baseline, candidate);
        return new(
            difference,
            Math.Sqrt(baseline.Moments.VarianceOfMean + candidate.Moments.VarianceOfMean),
            // Without spread, all are right or all are wrong on both sides: nothing differs.
            pooledVariance == 0 ? 1 : NormalDistribution.TwoSided(difference / Math.Sqrt(pooledVariance)));
    }
}
