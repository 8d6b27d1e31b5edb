using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Persistence.Tests.Monitoring.FalseAlarms;

/// <summary>How often data without drift is beyond a limit.</summary>
internal static class PromisedRate
{
    private const double Unlikely = 0.001;

    /// <summary>
    /// PSI without drift, in units of the sum of the reciprocal sizes of both sides, is nearly chi-square.
    /// </summary>
    public static double OfPsi(double limit, int bins, int size) => ChiSquareDistribution.Survival(limit / (2.0 / size), bins - 1);

    /// <summary>
    /// D is a whole number of parts of the size, and its p-value an approximation. So the rate is the exact p-value of the least D whose
    /// approximate one is at the limit.
    /// </summary>
    public static double OfKs(double limit, int size) => Enumerable.Range(1, size)
        .Select(parts => (Sample(size, 0), Sample(size, parts - 0.5)))
        .Where(samples => NumberDrift.Measure(DriftMethods.KsAsymp, samples.Item1, samples.Item2).PValue <= limit)
        .Select(samples => NumberDrift.Measure(DriftMethods.KsExact, samples.Item1, samples.Item2).PValue!.Value)
        .First();

    /// <summary>Whether so many of all comparisons can be beyond a limit by chance.</summary>
    public static bool Allows(double rate, int seen, int all) =>
        AtLeast(rate, seen, all) > Unlikely / 2 && 1 - AtLeast(rate, seen + 1, all) > Unlikely / 2;

    private static double AtLeast(double rate, int seen, int all) =>
        seen == 0 ? 1 : seen > all ? 0 : IncompleteBeta.Regularised(seen, all - seen + 1, rate);

    private static NumberSample Sample(int size, double shift) =>
        NumberSample.FromValues(Enumerable.Range(0, size).Select(i => (double?)(i + shift)));
}
