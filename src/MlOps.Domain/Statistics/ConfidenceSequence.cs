namespace MlOps.Domain.Statistics;

/// <summary>
/// Intervals that hold at all times at once, so that an experiment may be watched and stopped at any look: the asymptotic
/// confidence sequence by a normal mixture (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, 2021).
/// </summary>
public static class ConfidenceSequence
{
    /// <summary>How far the interval reaches to each side of a mean.</summary>
    /// <param name="variance">Of one observation.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="alpha">How often the whole sequence may be wrong.</param>
    /// <param name="tightestAt">At how many observations it is to be tightest. It holds at all others too.</param>
    public static double HalfWidth(double variance, double count, double alpha, double tightestAt)
    {
        Guard.NotNegative(variance, nameof(variance));
        Guard.AtLeast(count, 1, nameof(count));
        var rho = Mixing(alpha, tightestAt);
        var scaled = (count * rho * rho) + 1;
        return Math.Sqrt(variance * 2 * scaled * Math.Log(Math.Sqrt(scaled) / alpha)) / (count * rho);
    }

    /// <summary>The mixture's parameter, rho.</summary>
    public static double Mixing(double alpha, double tightestAt)
    {
        Guard.Between(alpha, double.Epsilon, Math.BitDecrement(1), nameof(alpha));
        Guard.AtLeast(tightestAt, 1, nameof(tightestAt));
        var doubled = -2 * Math.Log(alpha);
        return Math.Sqrt((doubled + Math.Log(doubled + 1)) / tightestAt);
    }
}
