using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>The test by the largest distance between the distribution functions of both samples.</summary>
internal static class KolmogorovSmirnov
{
    private const long MaxExactPairs = 250_000;

    public static DriftMeasurement MeasureExactly(NumberSample reference, NumberSample current) =>
        (long)reference.Size * current.Size > MaxExactPairs
            ? MeasureAsymptotically(reference, current)
            : Measure(DriftMethods.KsExact, reference, current, distance => CountPaths(reference.Size, current.Size, distance));

    public static DriftMeasurement MeasureAsymptotically(NumberSample reference, NumberSample current)
    {
        var (n1, n2) = ((double)reference.Size, (double)current.Size);
        var count = (long)Math.Max(1, Math.Round(n1 * n2 / (n1 + n2)));
        return Measure(
            DriftMethods.KsAsymp, reference, current, distance => KolmogorovDistribution.Survival(distance / (n1 * n2), count));
    }

    /// <summary>The largest distance, times the product of both sizes, which makes it whole, and the number where it is.</summary>
    public static (long Distance, double At) FindLargest(NumberSample reference, NumberSample current)
    {
        var steps = new MergedSteps(reference.Values, current.Values);
        var (largest, at) = (-1L, double.NaN);
        while (steps.MoveNext())
        {
            var distance = Math.Abs(((long)steps.First * current.Size) - ((long)steps.Second * reference.Size));
            if (distance > largest)
                (largest, at) = (distance, steps.Value);
        }

        return (largest, at);
    }

    /// <summary>
    /// The numbers of both samples in ascending order are a path: one step to the right for each of the reference, and one upwards for
    /// each current one. If both samples come from one distribution, all paths are equally likely. This is the share of those that
    /// reach the distance somewhere: for each point, that of the paths from 0 to the point, from the shares of the points before it.
    /// </summary>
    public static double CountPaths(int right, int up, long distance)
    {
        if (distance == 0)
            return 1;

        var shares = new double[up + 1];
        for (var x = 0; x <= right; x++)
        {
            for (var y = 0; y <= up; y++)
            {
                if (Math.Abs(((long)x * up) - ((long)y * right)) >= distance)
                    shares[y] = 1;
                else if (y > 0)
                    shares[y] = ((x * shares[y]) + (y * shares[y - 1])) / (x + y);
            }
        }

        return Math.Min(1, shares[up]);
    }

    private static DriftMeasurement Measure(
        string method, NumberSample reference, NumberSample current, Func<long, double> findPValue)
    {
        if (reference.Size == 0 || current.Size == 0)
            return new(method, null, reference.Size, current.Size);

        var (distance, _) = FindLargest(reference, current);
        return new(method, distance / ((double)reference.Size * current.Size), reference.Size, current.Size)
        {
            PValue = findPValue(distance),
        };
    }
}
