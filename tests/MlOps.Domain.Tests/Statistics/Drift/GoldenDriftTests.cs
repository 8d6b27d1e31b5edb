using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class GoldenDriftTests
{
    private const double Precision = 1e-9;

    public static TheoryData<int, int> Sizes => new() { { 200, 150 }, { 500, 500 }, { 12000, 11000 } };

    [Theory, MemberData(nameof(Sizes))]
    public void Each_statistic_of_numbers_is_golden(int references, int currents)
    {
        AssertGolden("psi", DriftMethods.PsiSturges);
        AssertGolden("kl", DriftMethods.KlSturges);
        AssertGolden("js_dist_ln", DriftMethods.JsNat);
        AssertGolden("js_dist_b2", DriftMethods.JsBit);
        AssertGolden("ks_D", DriftMethods.KsExact);
        AssertGolden("ks_D", DriftMethods.KsAsymp);
        AssertGolden("w1", DriftMethods.Wasserstein);
        AssertGolden("w1_norm_evidently", DriftMethods.WassersteinNormed);
        AssertGolden("emd_deepchecks_noclip", DriftMethods.WassersteinScaled);
        AssertGolden("nannyml_js_b2", DriftMethods.JsDoaneBit);
        AssertGolden("nannyml_hellinger", DriftMethods.HellingerDoane);
        AssertGolden("welch_t", DriftMethods.MeanDifference);

        void AssertGolden(string name, string method)
        {
            var measured = NumberDrift.Measure(method, Golden.Reference(references), Golden.Current(currents));
            AssertNear.Equal(Golden.Number($"num_{references}_{currents}", name), measured.Statistic!.Value, Precision);
            Assert.Equal((references, currents), (measured.ReferenceSize, measured.CurrentSize));
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Each_p_value_of_numbers_is_golden(int references, int currents)
    {
        AssertGolden("ks_p_auto", DriftMethods.KsExact);
        AssertGolden("ks_p_asymp", DriftMethods.KsAsymp);
        AssertGolden("welch_p", DriftMethods.MeanDifference);

        void AssertGolden(string name, string method)
        {
            var measured = NumberDrift.Measure(method, Golden.Reference(references), Golden.Current(currents));
            AssertNear.Equal(Golden.Number($"num_{references}_{currents}", name), measured.PValue!.Value, Precision);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Bins_the_deviation_and_the_place_of_the_largest_distance_are_golden(int references, int currents)
    {
        var (reference, current) = (Golden.Reference(references), Golden.Current(currents));
        var sturges = NumberBins.Sturges(reference, current)!;

        Assert.Equal(Find("bins"), sturges.Count);
        Assert.Equal((Find("edge0"), Find("edgeN")), (sturges.Edges[0], sturges.Edges[^1]));
        Assert.Equal(Find("doane_bins"), NumberBins.Doane(reference)!.Edges.Count - 1);
        Assert.Equal(Find("ks_D_loc"), KolmogorovSmirnov.FindLargest(reference, current).At);
        AssertNear.Equal(Find("ref_std_ddof0"), reference.Moments!.Value.PopulationDeviation);

        double Find(string name) => Golden.Number($"num_{references}_{currents}", name);
    }

    [Fact]
    public void The_method_of_a_large_test_is_the_one_that_was_used()
    {
        Assert.Equal("ks_exact", NumberDrift.Measure("ks_exact", Golden.Reference(500), Golden.Current(500)).Method);
        Assert.Equal("ks_asymp", NumberDrift.Measure("ks_exact", Golden.Reference(501), Golden.Current(500)).Method);
    }

    [Fact]
    public void Psi_between_deciles_is_golden() => AssertNear.Equal(
        Golden.Number("psi_decile_500"),
        NumberDrift.Measure(DriftMethods.PsiDeciles, Golden.Reference(500), Golden.Current(500)).Statistic!.Value,
        Precision);

    [Theory]
    [InlineData("psi_evidently", DriftMethods.PsiCategories)]
    [InlineData("js_ln", DriftMethods.JsCategoriesNat)]
    [InlineData("tvd", DriftMethods.TotalVariation)]
    [InlineData("psi_deepchecks", DriftMethods.PsiCategoriesFloor)]
    [InlineData("contingency_chi2", DriftMethods.ChiSquare)]
    [InlineData("cramers_v", DriftMethods.CramersV)]
    public void Each_statistic_of_categories_is_golden(string name, string method) =>
        AssertNear.Equal(
            Golden.Number("cat", name),
            CategoryDrift.Measure(method, Golden.Categories("cat", "ref"), Golden.Categories("cat", "cur")).Statistic!.Value,
            Precision);

    [Theory]
    [InlineData(DriftMethods.ChiSquare)]
    [InlineData(DriftMethods.CramersV)]
    public void The_p_value_of_the_contingency_test_is_golden(string method) =>
        AssertNear.Equal(
            Golden.Number("cat", "contingency_p"),
            CategoryDrift.Measure(method, Golden.Categories("cat", "ref"), Golden.Categories("cat", "cur")).PValue!.Value,
            Precision);

    [Fact]
    public void The_test_of_the_fit_is_golden()
    {
        var measured = CategoryDrift.Measure(
            DriftMethods.ChiSquareFit,
            Golden.Categories("chi2_gof_evidently", "ref"),
            Golden.Categories("chi2_gof_evidently", "cur"));

        AssertNear.Equal(Golden.Number("chi2_gof_evidently", "stat"), measured.Statistic!.Value, Precision);
        AssertNear.Equal(Golden.Number("chi2_gof_evidently", "p"), measured.PValue!.Value, Precision);
    }

    // The golden z has the opposite sign: it is positive if the share of the reference is higher.
    [Fact]
    public void The_test_of_two_proportions_is_golden()
    {
        var measured = CategoryDrift.MeasureProportions(
            new Proportion((long)Find("n1"), (long)Find("x1")), new Proportion((long)Find("n2"), (long)Find("x2")));

        AssertNear.Equal(-Find("z"), measured.Statistic!.Value, Precision);
        AssertNear.Equal(Find("p"), measured.PValue!.Value, Precision);

        static double Find(string name) => Golden.Number("two_prop_z", name);
    }

    [Fact]
    public void The_check_of_the_sample_ratio_is_golden() => AssertNear.Equal(
        Golden.Number("srm", "p"), SampleRatioCheck.Run([.. Golden.Counts("srm", "users")], [0.5, 0.5]).PValue, Precision);

    [Fact]
    public void The_confidence_sequence_is_golden()
    {
        AssertNear.Equal(Find("rho"), ConfidenceSequence.MixtureParameter(Find("alpha"), Find("tuning")), Precision);
        AssertNear.Equal(
            Find("halfwidth"), ConfidenceSequence.HalfWidth(Find("s2"), Find("n"), Find("alpha"), Find("tuning")), Precision);

        static double Find(string name) => Golden.Number("growthbook_sequential", name);
    }
}
