namespace MlOps.Domain.Statistics.Drift;

/// <summary>Pearson's tests of the counts of categories on two sides that are not empty.</summary>
internal static class CategoryTest
{
    public static (double? Statistic, double? PValue) RunFit(ComparedCounts counts)
    {
        if (counts.Reference.Contains(0))
            return (null, null);

        var ratio = (double)counts.Current.Sum() / counts.Reference.Sum();
        return ChiSquareTest.Run(
            counts.Current.Zip(counts.Reference, (current, reference) => ((double)current, reference * ratio)),
            counts.Reference.Count - 1);
    }

    public static (double? Statistic, double? PValue) RunContingency(ComparedCounts counts)
    {
        var all = (double)SumAll(counts);
        var (referenceShare, currentShare) = (counts.Reference.Sum() / all, counts.Current.Sum() / all);
        var cells = counts.Reference.Zip(counts.Current).SelectMany(pair =>
        {
            var both = (double)pair.First + pair.Second;
            return new[] { ((double)pair.First, both * referenceShare), (pair.Second, both * currentShare) };
        });
        return ChiSquareTest.Run(cells, counts.Reference.Count - 1);
    }

    public static (double? Statistic, double? PValue) ComputeCramersV(ComparedCounts counts)
    {
        var (statistic, pValue) = RunContingency(counts);
        return (Math.Sqrt(statistic!.Value / SumAll(counts)), pValue);
    }

    private static long SumAll(ComparedCounts counts) => counts.Reference.Sum() + counts.Current.Sum();
}
