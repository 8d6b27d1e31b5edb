namespace MlOps.Persistence.Tests.Statistics;

/// <summary>
/// Samples of many kinds: with ties, NaN, infinities and missing values, all equal, empty, and near the limits of a double.
/// </summary>
internal static class RandomSamples
{
    private const int TinyKind = 7;

    private static readonly Func<Random, double?>[] Kinds =
    [
        random => random.NextDouble() * 10,
        random => random.Next(-3, 4),
        random => Math.Exp(3 * random.NextDouble()),
        random => random.Next(0, 8) switch
        {
            0 => null,
            1 => double.NaN,
            2 => double.PositiveInfinity,
            3 => double.NegativeInfinity,
            var other => other / 4.0,
        },
        _ => 7.25,
        _ => null,
        random => random.Next(0, 30) == 0 ? random.Next(0, 5) : null,
        random => (random.NextDouble() - 0.5) * 1e-12,
        random => 1e4 + random.NextDouble(),
        random => random.Next(0, 2) == 0 ? -0.0 : 0.0,
        random => random.Next(0, 3) == 0 ? 1000 : random.NextDouble(),
    ];

    /// <summary>The number of kinds.</summary>
    public static int Count => Kinds.Length;

    public static double?[] Draw(Random random, int kind, int size)
    {
        // Not for tiny numbers, which would have no digits left.
        var shift = kind == TinyKind ? 0 : random.Next(0, 3) * 0.37;
        return [.. Enumerable.Range(0, size).Select(_ => Kinds[kind](random) + shift)];
    }
}
