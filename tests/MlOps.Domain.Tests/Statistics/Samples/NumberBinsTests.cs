using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Samples;

/// <summary>The edges of equal bins are those of numpy.histogram_bin_edges of NumPy 1.24.2, to the last bit.</summary>
public class NumberBinsTests
{
    private static readonly NumberSample Skewed = ToSample(0, 0, 0, 0, 0, 1, 1, 2, 5, 40);
    private static readonly NumberSample Empty = ToSample();

    [Fact]
    public void Sturgess_rule_divides_the_range_of_both_samples()
    {
        AssertSturges(
            ToSample([.. Enumerable.Range(0, 11).Select(i => i / 3.0)]),
            ToSample([.. Enumerable.Range(0, 6).Select(i => i / 7.0)]),
            0, 0.5555555555555556, 1.1111111111111112, 1.6666666666666667, 2.2222222222222223, 2.7777777777777777, 3.3333333333333335);
        AssertSturges(
            Skewed, ToSample(-1.5, 3), -1.5, 6.800000000000001, 15.100000000000001, 23.400000000000002, 31.700000000000003, 40);
        AssertSturges(ToSample(1, 2), ToSample(1), 1, 1.3333333333333333, 1.6666666666666665, 2);
        AssertSturges(ToSample(-1e300, 2e300), ToSample(5), -1e300, 0, 1e300, 2e300);
        AssertSturges(
            ToSample(1e16, 1e16 + 2), ToSample(1e16 + 4), 1e16, 1.0000000000000002e16, 1.0000000000000002e16, 1.0000000000000004e16);
    }

    [Fact]
    public void Doanes_rule_divides_the_range_of_the_reference_and_has_more_bins_if_it_is_skewed()
    {
        AssertEdges(
            NumberBins.Doane(ToSample([.. Enumerable.Range(0, 11).Select(i => i / 3.0)])),
            0, 0.6666666666666667, 1.3333333333333335, 2.0, 2.666666666666667, 3.3333333333333335);
        AssertEdges(
            NumberBins.Doane(Skewed),
            0, 5.714285714285714, 11.428571428571429, 17.142857142857142, 22.857142857142858, 28.571428571428573, 34.285714285714285, 40);
        AssertEdges(NumberBins.Doane(ToSample(1, 2, 3, 4)), 1, 2, 3, 4);
        AssertEdges(NumberBins.Doane(ToSample(1, 2)), 1, 2);
    }

    // For the numbers (7i² + 3i) mod 101 / 10 from 0 to a count.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 3, 4)]
    [InlineData(4, 3, 4)]
    [InlineData(16, 5, 6)]
    [InlineData(17, 6, 6)]
    [InlineData(32, 6, 8)]
    [InlineData(64, 7, 8)]
    [InlineData(65, 8, 8)]
    [InlineData(128, 8, 9)]
    [InlineData(256, 9, 11)]
    [InlineData(1024, 11, 13)]
    [InlineData(1025, 12, 13)]
    [InlineData(4096, 13, 16)]
    public void The_number_of_bins_grows_with_the_logarithm(int count, int sturges, int doane)
    {
        var sample = ToSample([.. Enumerable.Range(0, count).Select(i => ((7L * i * i) + (3L * i)) % 101 / 10.0)]);

        Assert.Equal(sturges, NumberBins.Sturges(sample, Empty)!.Count);
        Assert.Equal(doane, NumberBins.Doane(sample)!.Edges.Count - 1);
    }

    [Fact]
    public void Equal_numbers_have_one_bin_that_reaches_half_a_unit_to_each_side()
    {
        AssertEdges(NumberBins.Sturges(ToSample(0.1), ToSample(0.1, 0.1)), -0.4, 0.6);
        AssertEdges(NumberBins.Doane(ToSample(3, 3, 3)), 2.5, 3.5);
        Assert.Equal([1], NumberBins.Sturges(ToSample(1e300), Empty)!.CountValues(ToSample(1e300)));
    }

    [Fact]
    public void Without_a_finite_number_or_with_a_range_that_exceeds_a_double_there_are_no_bins()
    {
        var huge = ToSample(double.MinValue, double.MaxValue);

        Assert.Null(NumberBins.Sturges(Empty, Empty));
        Assert.Null(NumberBins.Deciles(Empty));
        Assert.Null(NumberBins.Doane(Empty));
        Assert.Null(NumberBins.Sturges(huge, Empty));
        Assert.Null(NumberBins.Doane(huge));
        Assert.NotNull(NumberBins.Deciles(huge));
    }

    [Fact]
    public void Equal_deciles_and_equal_edges_count_once()
    {
        AssertEdges(NumberBins.Deciles(ToSample([.. Enumerable.Range(0, 11).Select(i => (double)i)])), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        AssertEdges(NumberBins.Deciles(ToSample(5, 5, 5)), 5);
        AssertEdges(NumberBins.Deciles(ToSample(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)), 0, 1);
        AssertEdges(NumberBins.FromEdges([1, 1, 2, 2, 2]), 1, 2);
    }

    [Fact]
    public void Open_ends_count_all_numbers_and_an_edge_belongs_to_the_bin_above_it()
    {
        var bins = NumberBins.FromEdges([0, 10]);

        Assert.Equal((BinEnds.Open, 3), (bins.Ends, bins.Count));
        Assert.Equal([2, 3, 2], bins.CountValues(ToSample(-5, -0.1, 0, 5, 9.9, 10, 11)));
        Assert.Equal([0, 0, 0], bins.CountValues(Empty));
    }

    [Fact]
    public void The_last_closed_bin_has_its_upper_edge_and_what_is_outside_is_nowhere_or_left_over()
    {
        var sample = ToSample(0.5, 1, 1.9, 2, 3, 4, 4.1);
        var (closed, leftover) = (NumberBins.Sturges(ToSample(1, 2, 3), ToSample(4))!, NumberBins.Doane(ToSample(1, 2, 3, 4))!);

        Assert.Equal((BinEnds.Closed, BinEnds.Leftover), (closed.Ends, leftover.Ends));
        Assert.Equal((3, 4), (closed.Count, leftover.Count));
        Assert.Equal([2, 1, 2], closed.CountValues(sample));
        Assert.Equal([2, 1, 2, 2], leftover.CountValues(sample));
    }

    [Fact]
    public void Edges_that_are_absent_not_finite_or_not_ascending_are_refused()
    {
        Refused.Value("Edges", "none", () => NumberBins.FromEdges([]));
        Refused.Value("Edges", "NaN", () => NumberBins.FromEdges([1, double.NaN]));
        Refused.Value("Edges", "3 was before 2.5", () => NumberBins.FromEdges([1, 3, 2.5]));
    }

    private static void AssertSturges(NumberSample reference, NumberSample current, params double[] edges)
    {
        AssertEdges(NumberBins.Sturges(reference, current), edges);
        AssertEdges(NumberBins.Sturges(current, reference), edges);
    }

    private static void AssertEdges(NumberBins? bins, params double[] edges) => Assert.Equal(edges, bins!.Edges);

    private static NumberSample ToSample(params double[] values) => NumberSample.FromValues(values.Select(value => (double?)value));
}
