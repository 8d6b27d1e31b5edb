using FsCheck;
using FsCheck.Fluent;

namespace MlOps.Domain.Tests.Statistics.Performance;

/// <summary>Random scores with their answers, with ties, and with rows that do not count.</summary>
internal static class Answers
{
    private static readonly Gen<double?> Scores = Gen.Frequency(
        (5, Gen.Choose(0, 10).Select(n => (double?)(n / 10.0))),
        (5, Gen.Choose(0, 1_000_000).Select(n => (double?)(n / 1_000_000.0))),
        (1, Gen.Elements<double?>(null, double.NaN, double.PositiveInfinity, -0.5, 1.5)));

    private static readonly Gen<bool?> Positives = Gen.Frequency(
        (5, Gen.Constant<bool?>(true)), (5, Gen.Constant<bool?>(false)), (1, Gen.Constant<bool?>(null)));

    public static readonly Arbitrary<(double? Score, bool? IsPositive)[]> Scored =
        Gen.Zip(Scores, Positives).Select(row => (row.Item1, row.Item2)).ArrayOf().ToArbitrary();

    public static readonly Arbitrary<(string? Segment, double? Score, bool? IsPositive)[]> Segmented =
        Gen.Zip(Gen.Elements<string?>("a", "b", "B", "others", null, ""), Gen.Zip(Scores, Positives))
            .Select(row => (row.Item1, row.Item2.Item1, row.Item2.Item2)).ArrayOf().ToArbitrary();
}
