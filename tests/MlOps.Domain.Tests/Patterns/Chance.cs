using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Patterns;

/// <summary>Numbers by chance, the same ones in each run.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public bool Is(double probability) => _random.NextDouble() < probability;

    // Box and Muller, 1958.
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>A count with a mean. A large one is normal.</summary>
    public long Count(double mean)
    {
        if (mean > 200)
            return Math.Max(0, (long)Math.Round(mean + (Math.Sqrt(mean) * Normal())));

        if (mean == 0)
            return 0;

        var (count, product) = (-1L, 1.0);
        for (var least = Math.Exp(-mean); product > least; count++)
            product *= _random.NextDouble();

        return count;
    }

    /// <summary>The moments of numbers around a mean, as a sample has them.</summary>
    public Moments Moments(int count, double mean, double deviation) =>
        Domain.Statistics.Moments.FromValues(Enumerable.Range(0, count).Select(_ => Math.Abs(mean + (deviation * Normal()))));
}
