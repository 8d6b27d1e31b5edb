namespace MlOps.Domain.Statistics;

/// <summary>
/// Intervals that hold at all times together, so that an experiment can be watched and stopped at any time. This is the
/// asymptotic confidence sequence by a normal mixture (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, 2021).
/// </summary>
public static class ConfidenceSequence
{
    /// <summary>The distance from the mean to each end of the interval.</summary>
    /// <param name="variance">The variance of one observation.</param>
    /// <param name="count">The number of observations.</param>
    /// <param name="alpha">The error rate of the whole sequence.</param>
    /// <param name="tightestAt">
    /// The number of observations with the tightest interval. The sequence holds for all others too.
    /// </param>
    public static double HalfWidth(double variance, double count, double alpha, double tightestAt)
    {
        Guard.NotNegative(variance, nameof(variance));
        Guard.AtLeast(count, 1, nameof(count));
        var rho = MixtureParameter(alpha, tightestAt);
        var scaled = (count * rho * rho) + 1;
        return Math.Sqrt(variance * 2 * scaled * Math.Log(Math.Sqrt(scaled) / alpha)) / (count * rho);
    }

    /// <summary>The parameter rho of the mixture.</summary>
    public static double MixtureParameter(double alpha, double tightestAt)
    {
        Guard.Between(alpha, double.Epsilon, Math.BitDecrement(1), nameof(alpha));
        Guard.AtLeast(tightestAt, 1, nameof(tightestAt));
        var doubled = -2 * Math.Log(alpha);
        return Math.Sqrt((doubled + Math.Log(doubled + 1)) / tightestAt);
    }
}
