using FsCheck;
using FsCheck.Fluent;

namespace MlOps.Domain.Tests.Statistics.Drift;

/// <summary>Random samples with ties, missing values, NaN and infinities.</summary>
internal static class DriftSamples
{
    public static readonly Gen<double?> Numbers = Gen.Frequency(
        (6, Gen.Choose(-3, 3).Select(n => (double?)(n / 2.0))),
        (6, Gen.Choose(-100_000, 100_000).Select(n => (double?)(n / 1000.0))),
        (1, Gen.Elements<double?>(null, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0)));

    public static readonly Gen<string?> Categories =
        Gen.Frequency((9, Gen.Elements<string?>("a", "b", "B", "", "ä", "c")), (1, Gen.Constant<string?>(null)));

    /// <summary>Two samples of numbers, of which each may be empty.</summary>
    public static readonly Arbitrary<(double?[] Reference, double?[] Current)> NumberPairs = Pair(Numbers.ArrayOf());

    public static readonly Arbitrary<(double?[] Reference, double?[] Current)> SmallNumberPairs =
        Pair(Gen.Choose(1, 7).SelectMany(size => Numbers.ArrayOf(size)));

    public static readonly Arbitrary<(string?[] Reference, string?[] Current)> CategoryPairs = Pair(Categories.ArrayOf());

    private static Arbitrary<(T Reference, T Current)> Pair<T>(Gen<T> sample) =>
        Gen.Zip(sample, sample).Select(pair => (pair.Item1, pair.Item2)).ToArbitrary();
}
