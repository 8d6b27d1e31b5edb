namespace MlOps.Domain.Statistics;

/// <summary>
/// The largest distance, in either direction, between a continuous distribution and the numbers drawn from it. For each size of
/// sample and distance, it uses the method that is both fast and exact there (R. Simard and P. L'Ecuyer, 2011).
/// </summary>
public static class KolmogorovDistribution
{
    private const long MaxSmallCount = 140;

    /// <summary>The probability of a distance of at least this size, exact even if it is tiny.</summary>
    /// <param name="distance">The distance, from 0 to 1.</param>
    /// <param name="count">The number of numbers.</param>
    public static double Survival(double distance, long count)
    {
        Guard.Between(distance, 0, 1, nameof(distance));
        if (count < 1)
            throw new InvalidValueException(nameof(count), $"must be 1 or more; it was {count}");

        var scaled = count * distance * distance;
        // Numbers are never as near as this: the probability differs from 1 by less than 1e-49.
        if (scaled < 0.01)
            return 1;

        // Beyond these limits, hardly any sample is so far away in both directions.
        if (distance >= 0.5 || scaled >= (count <= MaxSmallCount ? 4 : 2.2))
            return Math.Min(1, 2 * SmirnovDistribution.Survival(distance, count));

        return 1 - (IsSmall(distance, count) ? DurbinMatrix.Cdf(distance, (int)count) : PelzGoodSeries.Cdf(distance, count));
    }

    // The series is not yet precise for some hundred numbers at a short distance, for which the matrix is small.
    private static bool IsSmall(double distance, long count) =>
        count <= MaxSmallCount || (count <= 1000 && count * distance * Math.Sqrt(distance) <= 1.4);
}
