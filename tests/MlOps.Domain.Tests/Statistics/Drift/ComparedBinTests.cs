using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class ComparedBinTests
{
    [Theory]
    [InlineData(DriftMethods.PsiSturges, BinEnds.Closed)]
    [InlineData(DriftMethods.PsiDeciles, BinEnds.Open)]
    [InlineData(DriftMethods.JsDoaneBit, BinEnds.Leftover)]
    public void Each_value_is_between_the_edges_of_the_bin_that_counts_it(string method, BinEnds ends)
    {
        double?[] reference = [.. Enumerable.Range(0, 100).Select(at => (double?)(at * 37 % 101))];
        var counts = NumberDrift.Measure(
            method, NumberSample.FromValues(reference), NumberSample.FromValues(reference.Select(value => value + 40))).Counts!;

        Assert.Equal(ends, counts.Bins!.Ends);
        var bins = counts.ListBins().ToList();
        var between = bins.Where(bin => bin.From is not null || bin.To is not null).ToList();
        Assert.Equal(ends == BinEnds.Leftover ? bins.Count - 1 : bins.Count, between.Count);
        Assert.All(between, bin => Assert.Equal(bin.Reference, reference.Count(value => Has(bin, value!.Value, counts.Bins))));
        Assert.Equal(100, bins.Sum(bin => bin.Current));
    }

    [Fact]
    public void A_bin_is_named_by_its_edges_and_a_category_by_itself()
    {
        Assert.Equal(
            ["below 1.5", "1.5 to 1000000.5", "from 1000000.5"],
            ComparedCounts.OfBins([1.5, 1000000.5], [1, 2, 3], [4, 5, 6]).ListBins().Select(bin => $"{bin}"));
        Assert.Equal("1E-09 to 1E+300", $"{ComparedCounts.OfBins([1e-9, 1e300], [1], [1]).ListBins().Single()}");
        Assert.Equal(["0 to 1", "outside"], ComparedCounts.OfBins([0, 1], [1, 2], [3, 4]).ListBins().Select(bin => $"{bin}"));
        var plans = new ComparedCounts { Categories = ["gold", ""], Reference = [1, 2], Current = [3, 4] };
        Assert.Equal([new("gold", null, null, 1, 3), new ComparedBin("", null, null, 2, 4)], plans.ListBins());
        Assert.Equal("gold", $"{plans.ListBins().First()}");
    }

    // The last bin of edges that are closed includes its upper edge.
    private static bool Has(ComparedBin bin, double value, NumberBins bins) => value >= (bin.From ?? double.MinValue)
        && (value < (bin.To ?? double.MaxValue) || (bins.Ends != BinEnds.Open && bin.To == bins.Edges[^1] && value == bin.To));
}
