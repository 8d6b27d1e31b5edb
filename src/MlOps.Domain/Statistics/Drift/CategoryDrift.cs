using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>Compares two samples of categories, or the share of one category in both.</summary>
public static class CategoryDrift
{
    private const double PsiFloor = 0.01;

    private static readonly SortedDictionary<string, Func<ComparedCounts, (double? Statistic, double? PValue)>> Known =
        new(StringComparer.Ordinal)
        {
            [DriftMethods.PsiCategories] = CompareShares(
                (r, c) => Divergence.ComputePsi(Shares.FillZeros(r), Shares.FillZeros(c))),
            [DriftMethods.PsiCategoriesFloor] = CompareShares(
                (r, c) => Divergence.ComputePsi(Shares.RaiseTo(r, PsiFloor), Shares.RaiseTo(c, PsiFloor))),
            [DriftMethods.JsCategoriesNat] = CompareShares((r, c) => Divergence.ComputeJensenShannon(r, c, 1)),
            [DriftMethods.JsCategoriesBit] = CompareShares((r, c) => Divergence.ComputeJensenShannon(r, c, Math.Log(2))),
            [DriftMethods.HellingerCategories] = CompareShares(Divergence.ComputeHellinger),
            [DriftMethods.LInfinity] = CompareShares(Divergence.ComputeLInfinity),
            [DriftMethods.TotalVariation] = CompareShares(Divergence.ComputeTotalVariation),
            [DriftMethods.ChiSquareFit] = CategoryTest.RunFit,
            [DriftMethods.ChiSquare] = CategoryTest.RunContingency,
            [DriftMethods.CramersV] = CategoryTest.ComputeCramersV,
        };

    /// <summary>The methods that need nothing but two samples, in ordinal order.</summary>
    public static IReadOnlyCollection<string> Methods => Known.Keys;

    /// <summary>Compares the samples by one of <see cref="Methods"/>.</summary>
    public static DriftMeasurement Measure(string method, CategorySample reference, CategorySample current)
    {
        Guard.Given(reference, nameof(reference));
        Guard.Given(current, nameof(current));
        if (!Known.TryGetValue(Guard.Given(method, nameof(method)), out var compare))
            throw new InvalidValueException(
                "Method", $"must be a method for categories: {string.Join(", ", Methods)}; it was '{method}'");

        if (reference.Size == 0 || current.Size == 0)
            return new(method, null, reference.Size, current.Size);

        var counts = ComparedCounts.Count(reference, current);
        var (statistic, pValue) = compare(counts);
        return new(method, statistic, reference.Size, current.Size)
        {
            PValue = pValue,
            Counts = statistic is null ? null : counts,
        };
    }

    /// <summary>Compares the counts of named categories, and of all others as one.</summary>
    /// <param name="method">A method that <see cref="DriftMethods.NeedsNames"/>.</param>
    /// <param name="reference">The sample to compare with.</param>
    /// <param name="current">The sample that may have drifted.</param>
    /// <param name="names">The categories.</param>
    public static DriftMeasurement MeasureNamed(
        string method, CategorySample reference, CategorySample current, IReadOnlyList<string> names)
    {
        if (!DriftMethods.NeedsNames(method))
            throw new InvalidValueException(
                "Method", $"must be a method of named categories, such as {DriftMethods.PsiNamed}; it was '{method}'");

        return CountDrift.Measure(method, ComparedCounts.Count(
            Guard.Given(reference, nameof(reference)), Guard.Given(current, nameof(current)), Guard.Given(names, nameof(names))));
    }

    /// <summary>Compares the shares by <see cref="DriftMethods.TwoProportionZ"/>.</summary>
    public static DriftMeasurement MeasureProportions(Proportion reference, Proportion current)
    {
        if (reference.Trials < 2 || current.Trials < 2 || !(Proportion.PooledVariance(reference, current) > 0))
            return new(DriftMethods.TwoProportionZ, null, reference.Trials, current.Trials);

        var test = DifferenceTest.TwoProportions(reference, current);
        return new(DriftMethods.TwoProportionZ, test.Statistic, reference.Trials, current.Trials) { PValue = test.PValue };
    }

    private static Func<ComparedCounts, (double? Statistic, double? PValue)> CompareShares(
        Func<double[], double[], double> compute) =>
        counts => (compute(Shares.FromCounts(counts.Reference), Shares.FromCounts(counts.Current)), null);
}
