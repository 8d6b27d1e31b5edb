using System.Reflection;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class NumberDriftTests
{
    private static readonly NumberSample Empty = ToSample(null, double.NaN, double.PositiveInfinity);

    [Fact]
    public void Each_method_has_one_place_and_gives_its_own_id()
    {
        var ids = typeof(DriftMethods).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!);

        Assert.Equal(
            ids.Order(StringComparer.Ordinal),
            NumberDrift.Methods.Concat(CategoryDrift.Methods).Concat(CountDrift.Methods).Concat(BinnedDrift.Methods)
                .Append("two_proportion_z").Order(StringComparer.Ordinal));
        Assert.All(NumberDrift.Methods, method => Assert.Equal(method, NumberDrift.Measure(method, ToSample(1, 2), ToSample(1)).Method));
        Assert.Equal("psi_edges", NumberDrift.MeasurePsi(ToSample(1), ToSample(2), [1]).Method);
    }

    [Fact]
    public void A_side_without_a_finite_number_has_no_statistic() => Assert.All(NumberDrift.Methods, method =>
    {
        Assert.Equal((null, null, 2, 0), Describe(NumberDrift.Measure(method, ToSample(1, 2), Empty)));
        Assert.Equal((null, null, 0, 2), Describe(NumberDrift.Measure(method, Empty, ToSample(1, 2))));
        Assert.Equal((null, null, 0, 0), Describe(NumberDrift.Measure(method, Empty, Empty)));
        Assert.Equal((null, null, 0, 1), Describe(NumberDrift.MeasurePsi(Empty, ToSample(1), [1])));
    });

    [Fact]
    public void One_equal_number_on_both_sides_has_not_drifted() => Assert.All(
        NumberDrift.Methods.Except([DriftMethods.MeanDifference]),
        method => Assert.True(NumberDrift.Measure(method, ToSample(7), ToSample(7, 7, 7)) is { Statistic: 0, PValue: null or 1 }));

    [Fact]
    public void Numbers_without_spread_have_distances()
    {
        Assert.Equal((1, 0.1, 3, 3), Describe(Measure(DriftMethods.KsExact)));
        Assert.Equal((2, null, 3, 3), Describe(Measure(DriftMethods.Wasserstein)));
        Assert.Equal((2 / 0.001, null, 3, 3), Describe(Measure(DriftMethods.WassersteinNormed)));
        Assert.Equal((1, null, 3, 3), Describe(Measure(DriftMethods.WassersteinScaled)));
        Assert.Equal(1, Measure(DriftMethods.JsBit).Statistic!.Value, 15);
        Assert.Equal(1, Measure(DriftMethods.HellingerDoane).Statistic!.Value, 15);

        static DriftMeasurement Measure(string method) => NumberDrift.Measure(method, ToSample(5, 5, 5), ToSample(7, 7, 7));
    }

    [Fact]
    public void The_test_of_means_needs_two_numbers_and_a_spread()
    {
        Assert.Equal((null, null, 1, 2), Describe(NumberDrift.Measure("mean_difference", ToSample(1), ToSample(1, 2))));
        Assert.Equal((null, null, 2, 1), Describe(NumberDrift.Measure("mean_difference", ToSample(1, 2), ToSample(3))));
        Assert.Equal((null, null, 2, 2), Describe(NumberDrift.Measure("mean_difference", ToSample(1, 1), ToSample(3, 3))));
        Assert.True(NumberDrift.Measure("mean_difference", ToSample(1, 1), ToSample(3, 4)) is { Statistic: > 0, PValue: < 1 });
    }

    [Fact]
    public void A_statistic_that_exceeds_a_double_is_undefined()
    {
        var (low, high) = (ToSample(double.MinValue, 0), ToSample(double.MaxValue));

        Assert.All(
            ["wasserstein", "wasserstein_normed", "wasserstein_scaled", "psi_sturges", "js_doane_bit", "mean_difference"],
            method => Assert.Null(NumberDrift.Measure(method, low, high).Statistic));
        Assert.Equal(1, NumberDrift.Measure(DriftMethods.KsExact, low, high).Statistic);
        Assert.NotNull(NumberDrift.Measure(DriftMethods.PsiDeciles, low, high).Statistic);
    }

    [Fact]
    public void A_share_of_a_range_that_exceeds_a_double_is_undefined()
    {
        var (low, high) = (ToSample(-1e308, -0.9e308, 0), ToSample(0, 1e308));

        Assert.Null(NumberDrift.Measure("wasserstein_scaled", low, high).Statistic);
        Assert.NotNull(NumberDrift.Measure("wasserstein_scaled", low, ToSample(0, 1)).Statistic);
    }

    [Fact]
    public void The_compared_counts_are_in_the_result()
    {
        var open = NumberDrift.MeasurePsi(ToSample(1, 2, 3), ToSample(4, null), [2, 3]).Counts!;
        var leftover = NumberDrift.Measure(DriftMethods.JsDoaneBit, ToSample(1, 2, 3, 4), ToSample(0, 2, 9)).Counts!;

        Assert.Equal([1, 1, 1], open.Reference);
        Assert.Equal([0, 0, 1], open.Current);
        Assert.Equal([2, 3], open.Bins!.Edges);
        Assert.Null(open.Categories);
        Assert.Equal([1, 1, 2, 0], leftover.Reference);
        Assert.Equal([0, 1, 0, 2], leftover.Current);
        Assert.Null(NumberDrift.Measure(DriftMethods.KsExact, ToSample(1), ToSample(2)).Counts);
    }

    [Fact]
    public void A_share_of_0_is_replaced_by_less_than_any_other_share()
    {
        // 1 of 20,000 is 0.00005: a share of 0 becomes a millionth of it.
        var rare = CategorySample.FromCounts(new Dictionary<string, long> { ["a"] = 19_999, ["b"] = 1 });
        var common = CategorySample.FromCounts(new Dictionary<string, long> { ["a"] = 1, ["c"] = 1 });
        (double R, double C)[] shares = [(0.99995, 0.5), (0.00005, 0.0001), (0.00005e-6, 0.5)];

        AssertNear.Equal(
            shares.Sum(share => (share.R - share.C) * Math.Log(share.R / share.C)),
            CategoryDrift.Measure(DriftMethods.PsiCategories, rare, common).Statistic!.Value);
    }

    // The exact method of ks_2samp of SciPy 1.10.1. The distance is multiplied by both sizes.
    [Theory]
    [InlineData(5, 7, 18, 0.3282828282828283)]
    [InlineData(10, 10, 60, 0.05244755244755244)]
    [InlineData(10, 10, 100, 1.0825088224469026e-05)]
    [InlineData(40, 60, 600, 0.08833076749129548)]
    [InlineData(40, 60, 1920, 8.659142651029558e-16)]
    [InlineData(200, 150, 4300, 0.05419802476180144)]
    [InlineData(200, 150, 15000, 5.534302274175276e-20)]
    [InlineData(500, 500, 5000, 0.9999669534921386)]
    [InlineData(500, 500, 37500, 2.521544567318862e-05)]
    [InlineData(500, 500, 75000, 2.9785299929744015e-20)]
    [InlineData(500, 500, 250000, 7.399507995628047e-300)]
    [InlineData(499, 501, 25000, 0.012187121198144758)]
    [InlineData(1000, 250, 30000, 0.005954497580860517)]
    [InlineData(1000, 250, 225000, 2.3016060126202687e-179)]
    [InlineData(1, 1000, 990, 0.02197802197802199)]
    [InlineData(3, 83333, 224999, 0.0020010801442884134)]
    [InlineData(62500, 4, 175000, 0.01690728108507433)]
    public void Exact_p_values_are_those_of_scipy(int right, int up, long distance, double expected) =>
        AssertNear.Equal(expected, KolmogorovSmirnov.CountPaths(right, up, distance), 1e-9);

    [Fact]
    public void A_method_for_categories_is_refused()
    {
        Refused.Value("Method", "wasserstein_scaled", () => NumberDrift.Measure("chi_square", Empty, Empty));
        Refused.Value("Method", "'chi_square'", () => NumberDrift.Measure("chi_square", Empty, Empty));
        Refused.Value("method", "null", () => NumberDrift.Measure(null!, Empty, Empty));
    }

    private static (double? Statistic, double? PValue, long References, long Currents) Describe(DriftMeasurement measured) =>
        (measured.Statistic, measured.PValue is { } p ? Math.Round(p, 15) : null, measured.ReferenceSize, measured.CurrentSize);

    private static NumberSample ToSample(params double?[] values) => NumberSample.FromValues(values);
}
