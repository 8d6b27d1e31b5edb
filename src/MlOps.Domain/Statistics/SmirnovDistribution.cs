namespace MlOps.Domain.Statistics;

/// <summary>
/// The largest distance in one direction between a continuous distribution and the numbers drawn from it, by the sum of Birnbaum
/// and Tingey (1951). All of its terms are positive, so it is exact even if it is tiny.
/// </summary>
internal static class SmirnovDistribution
{
    // For a longer sum, some thousand evenly spaced terms have the same sum per term: they form a smooth bell.
    private const long EnoughTerms = 4096;

    // No distance of such an exponent has a probability above the smallest double.
    private const double MaxExponent = 746;

    /// <summary>The probability of a distance of at least this size.</summary>
    public static double Survival(double distance, long count)
    {
        if (2 * count * distance * distance > MaxExponent)
            return 0;

        var step = Math.Max(1, count / EnoughTerms);
        var sum = Math.Exp(count * Math.Log(1 - distance));
        for (var at = step; at < count; at += step)
        {
            var (below, above) = (distance + ((double)at / count), ((double)(count - at) / count) - distance);
            if (above <= 0)
                break;

            sum += distance / below * count / at / (count - at) * IncompleteBeta.Prefix(at, count - at, below, above);
        }

        return sum * step;
    }
}
