namespace MlOps.Domain.Training;

/// <summary>
/// How far two proportions lie apart, and how much of that may be chance. The samples count as independent: where both
/// were taken from the same cases, which models get right or wrong alike, the truth is surer than this says.
/// </summary>
public sealed record ProportionDifference
{
    // The 97.5% quantile of the standard normal distribution.
    private const double TwoSided95 = 1.959963984540054;

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

    internal static ProportionDifference Between((long Successes, long Trials) baseline, (long Successes, long Trials) candidate)
    {
        if (baseline.Trials == 0 || candidate.Trials == 0)
            throw new InvalidValueException(
                "Trials", $"must be one or more on both sides; they were {baseline.Trials} and {candidate.Trials}");

        double n = baseline.Trials, m = candidate.Trials;
        double p = baseline.Successes / n, q = candidate.Successes / m;
        var pooled = ((double)baseline.Successes + candidate.Successes) / (n + m);
        var pooledError = Math.Sqrt(pooled * (1 - pooled) * ((1 / n) + (1 / m)));
        return new(
            q - p,
            Math.Sqrt((p * (1 - p) / n) + (q * (1 - q) / m)),
            // Both all right or both all wrong: nothing differs.
            pooledError == 0 ? 1 : StandardNormal.TwoSidedPValue((q - p) / pooledError));
    }
}
