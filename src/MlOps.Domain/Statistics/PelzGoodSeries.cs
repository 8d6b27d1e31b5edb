namespace MlOps.Domain.Statistics;

/// <summary>
/// Kolmogorov's distribution for many numbers: the limit and three corrections for their count (W. Pelz and I. J. Good, 1976).
/// The error is smaller than the count to the power of -2.
/// </summary>
internal static class PelzGoodSeries
{
    private const int Terms = 8;
    private const double PiSquare = Math.PI * Math.PI;

    /// <summary>The probability of a distance below this one.</summary>
    public static double Cdf(double distance, long count)
    {
        var z2 = count * distance * distance;
        var (z4, z6) = (z2 * z2, z2 * z2 * z2);
        double limit = 0, first = 0, second = 0, third = 0, secondWhole = 0, thirdWhole = 0;
        for (var term = 0; term < Terms; term++)
        {
            var half = PiSquare * (term + 0.5) * (term + 0.5);
            var weight = Math.Exp(-half / (2 * z2));
            limit += weight;
            first += weight * (half - z2);
            second += weight * ((6 * z6) + (2 * z4) + (((2 * z4) - (5 * z2)) * half) + ((1 - (2 * z2)) * half * half));
            third += weight * ((-30 * z6) - (90 * z6 * z2) + (((135 * z4) - (96 * z6)) * half)
                + (((212 * z4) - (60 * z2)) * half * half) + ((5 - (30 * z2)) * half * half * half));

            var whole = PiSquare * term * term;
            var wholeWeight = Math.Exp(-whole / (2 * z2));
            secondWhole += wholeWeight * whole;
            thirdWhole += wholeWeight * ((3 * whole * z2) - (whole * whole));
        }

        // Each sum is half of one over all whole numbers, which the factor 2 completes.
        var z = Math.Sqrt(z2);
        return 2 * Math.Sqrt(Math.PI / 2) * (
            (limit / z)
            + (first / (6 * z4) / Math.Sqrt(count))
            + (((second / (72 * z6 * z)) - (secondWhole / (36 * z2 * z))) / count)
            + (((third / (6480 * z6 * z4)) + (thirdWhole / (216 * z6))) / count / Math.Sqrt(count)));
    }
}
