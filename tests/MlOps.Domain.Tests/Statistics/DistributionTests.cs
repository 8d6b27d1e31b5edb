using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

/// <summary>The expected numbers were computed with sixty digits.</summary>
public class DistributionTests
{
    [Theory]
    [InlineData(1e-09, 0.49999999960105772)]
    [InlineData(0.1, 0.46017216272297102)]
    [InlineData(0.5, 0.3085375387259869)]
    [InlineData(1, 0.15865525393145705)]
    [InlineData(1.959963984540054, 0.025000000000000011)]
    [InlineData(3, 1.3498980316300945e-3)]
    [InlineData(6, 9.8658764503769814e-10)]
    [InlineData(10, 7.6198530241605261e-24)]
    [InlineData(20, 2.7536241186062337e-89)]
    [InlineData(37, 5.7255712225245768e-300)]
    public void The_normal_distribution_is_exact_far_into_its_tail(double z, double above)
    {
        AssertNear.Equal(above, NormalDistribution.Survival(z));
        AssertNear.Equal(above, NormalDistribution.Cdf(-z));
        AssertNear.Equal(1 - above, NormalDistribution.Cdf(z));
        AssertNear.Equal(2 * above, NormalDistribution.TwoSided(-z));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.47950012218695346)]
    [InlineData(-0.5, 1.5204998778130465)]
    [InlineData(5, 1.5374597944280349e-12)]
    public void The_complementary_error_function_is_known(double x, double expected) =>
        AssertNear.Equal(expected, NormalDistribution.Erfc(x));

    [Theory]
    [InlineData(0.0001, 1, 0.99202128737073679)]
    [InlineData(3.841458820694124, 1, 0.050000000000000057)]
    [InlineData(10.827566170662733, 1, 9.9999999999999969e-4)]
    [InlineData(500.0, 1, 9.5053977665540917e-111)]
    [InlineData(0.5, 2, 0.77880078307140487)]
    [InlineData(9.0, 7.5, 0.2964647418002042)]
    [InlineData(1000.0, 999, 0.48513148927490147)]
    [InlineData(1400.0, 999, 5.9244585659398568e-16)]
    [InlineData(1000000.0, 1000000.0, 0.4998119368033945)]
    [InlineData(1010000.0, 1000000.0, 9.0685288232620769e-13)]
    [InlineData(600.0, 0.001, 8.5788333423313748e-137)]
    public void The_chi_square_distribution_is_exact_far_into_its_tail(double x, double degrees, double above)
    {
        AssertNear.Equal(above, ChiSquareDistribution.Survival(x, degrees));
        AssertNear.Equal(1 - above, ChiSquareDistribution.Cdf(x, degrees));
    }

    // The last two numbers are golden: another library computed them for other tests here.
    [Theory]
    [InlineData(37.5, 3, 3.606484453663211e-08)]
    [InlineData(54.78056426332288, 4, 3.6117802665695484e-11)]
    public void Chi_square_tests_of_drift_have_their_golden_p_values(double x, int degrees, double p) =>
        AssertNear.Equal(p, ChiSquareDistribution.Survival(x, degrees));

    [Theory]
    [InlineData(0.001, 1, 0.99936338043983888)]
    [InlineData(1.0, 1, 0.5)]
    [InlineData(100000000.0, 1, 6.3661977236758132e-9)]
    [InlineData(1e+20, 2.5, 1.4386794381663445e-50)]
    [InlineData(2.0, 2.5, 0.15739149575796599)]
    [InlineData(2.228138851986273, 10, 0.050000000000000145)]
    [InlineData(30.0, 10, 3.9617923420313243e-11)]
    [InlineData(1.96, 1000.5, 0.050273046275026312)]
    [InlineData(26.846664847722728, 22000.25, 3.0268857912477039e-156)]
    [InlineData(0.01, 1000000.0, 0.99202128936554767)]
    [InlineData(14.0, 10000000.0, 1.5602202983521069e-44)]
    [InlineData(5.0, 1000000000000.0, 5.7330314385502459e-7)]
    [InlineData(2.0, 0.25, 0.60512358443677193)]
    public void Students_distribution_is_exact_for_few_and_for_many_degrees_of_freedom(
        double t, double degrees, double outside)
    {
        AssertNear.Equal(outside, StudentTDistribution.TwoSided(t, degrees));
        AssertNear.Equal(outside, StudentTDistribution.TwoSided(-t, degrees));
        AssertNear.Equal(outside / 2, StudentTDistribution.Cdf(-t, degrees));
        AssertNear.Equal(1 - (outside / 2), StudentTDistribution.Cdf(t, degrees));
    }

    [Fact]
    public void The_ends_of_a_distribution_have_their_values()
    {
        Assert.Equal((1, 0.5), (StudentTDistribution.TwoSided(0, 3), StudentTDistribution.Cdf(0, 3)));
        Assert.Equal(
            (0, 1), (StudentTDistribution.Survival(double.MaxValue, 3), StudentTDistribution.Cdf(double.MaxValue, 3)));
        Assert.Equal((1, 0), (ChiSquareDistribution.Survival(0, 1), ChiSquareDistribution.Cdf(0, 1)));
        Assert.Equal(0, ChiSquareDistribution.Survival(double.MaxValue, 1));
        Assert.Equal(1, ChiSquareDistribution.Cdf(double.PositiveInfinity, 1));
        Assert.Equal(
            (0.5, 0, 1), (NormalDistribution.Cdf(0), NormalDistribution.Survival(1000), NormalDistribution.Cdf(1000)));
        AssertNear.Equal(NormalDistribution.TwoSided(2), StudentTDistribution.TwoSided(2, 1e300));
    }

    [Fact]
    public void Invalid_arguments_are_refused()
    {
        Refused.Value("degreesOfFreedom", "0", () => StudentTDistribution.TwoSided(1, 0));
        Refused.Value("a", "-0.5", () => ChiSquareDistribution.Survival(1, -1));
        Refused.Value("x", "NaN", () => ChiSquareDistribution.Survival(double.NaN, 1));
        Refused.Value("x", "-0.5", () => ChiSquareDistribution.Cdf(-1, 1));
        Refused.Value("probability", "1", () => NormalDistribution.Quantile(1));
        Refused.Value("probability", "0", () => StudentTDistribution.Quantile(0, 1));
        Refused.Value("x", "1.5", () => IncompleteBeta.Regularised(1, 1, 1.5));
    }

    [Theory]
    [InlineData(0.6, 0.25334710313579974)]
    [InlineData(0.975, 1.9599639845400539)]
    [InlineData(0.9995, 3.2905267314919258)]
    [InlineData(0.999999999, 5.9978070196016374)]
    [InlineData(1e-300, -37.047096299361199)]
    [InlineData(0.5, 0)]
    public void A_share_of_the_normal_distribution_lies_below_its_quantile(double share, double point) =>
        AssertNear.Equal(point, NormalDistribution.Quantile(share));

    [Theory]
    [InlineData(0.975, 1, 12.706204736174693)]
    [InlineData(0.025, 1, -12.706204736174693)]
    [InlineData(0.975, 2.5, 3.5746548420036818)]
    [InlineData(0.6, 3, 0.27667066233268985)]
    [InlineData(0.975, 30, 2.0422724563012379)]
    [InlineData(0.9995, 22000.25, 3.2909690409486001)]
    [InlineData(0.975, 1e9, 1.9599639869123251)]
    [InlineData(0.975, 1e300, 1.9599639845400539)]
    public void A_share_of_students_distribution_lies_below_its_quantile(double share, double degrees, double point) =>
        AssertNear.Equal(point, StudentTDistribution.Quantile(share, degrees));

    [Theory]
    [InlineData(0.5, 1e-10, 1.1283791670579e-5, 0.99998871620832942)]
    [InlineData(3, 0.1, 1.5465307026467168e-4, 0.99984534692973533)]
    [InlineData(0.01, 2.0, 0.99950333546278147, 4.966645372185268e-4)]
    [InlineData(50, 20.0, 1.2458926079719379e-8, 0.99999998754107392)]
    [InlineData(50, 80.0, 0.99986921602340859, 1.3078397659141034e-4)]
    public void Both_parts_of_the_incomplete_gamma_function_are_exact(double a, double x, double lower, double upper)
    {
        AssertNear.Equal(lower, IncompleteGamma.Lower(a, x));
        AssertNear.Equal(upper, IncompleteGamma.Upper(a, x));
    }

    [Theory]
    [InlineData(2, 3, 0.25, 0.26171875)]
    [InlineData(0.5, 0.5, 0.5, 0.5)]
    [InlineData(10, 0.1, 0.999, 0.34033333977917493)]
    [InlineData(1000, 2000, 0.32, 0.059911027855426423)]
    [InlineData(1000, 2000, 0.36, 0.99890949694075015)]
    [InlineData(0.3, 7, 1e-12, 0.00049423956236750867)]
    [InlineData(3, 4, 0, 0)]
    [InlineData(3, 4, 1, 1)]
    public void The_incomplete_beta_function_is_exact(double a, double b, double x, double expected) =>
        AssertNear.Equal(expected, IncompleteBeta.Regularised(a, b, x));
}
