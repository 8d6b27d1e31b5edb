using MlOps.Testing;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>The tails of distributions, alone. The expected numbers are those of SciPy 1.10.1.</summary>
public class DistributionFunctionTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData("mlops_normal_survival(0.0)", 0.5)]
    [InlineData("mlops_normal_survival(1e-200)", 0.5)]
    [InlineData("mlops_normal_survival(0.5)", 0.3085375387259869)]
    [InlineData("mlops_normal_survival(1.959963984540054)", 0.025)]
    [InlineData("mlops_normal_survival(5.0)", 2.866515718791933e-07)]
    [InlineData("mlops_normal_survival(20.0)", 2.7536241186061556e-89)]
    [InlineData("mlops_normal_survival(37.5)", 4.605353009581954e-308)]
    [InlineData("mlops_normal_survival(-1.0)", 0.8413447460685429)]
    [InlineData("mlops_normal_survival(-8.0)", 0.9999999999999993)]
    [InlineData("mlops_normal_survival(50.0)", 0.0)]
    [InlineData("mlops_normal_survival(-50.0)", 1.0)]
    [InlineData("mlops_normal_two_sided(0.0)", 1.0)]
    [InlineData("mlops_normal_two_sided(-1.959963984540054)", 0.05)]
    [InlineData("mlops_normal_two_sided(9.0)", 2.2571768119076647e-19)]
    [InlineData("mlops_normal_two_sided(-45.0)", 0.0)]
    [InlineData("mlops_chi_square_survival(0.0, 1)", 1.0)]
    [InlineData("mlops_chi_square_survival(0.3, 1)", 0.583882420770365)]
    [InlineData("mlops_chi_square_survival(37.5, 3)", 3.606484453663211e-08)]
    [InlineData("mlops_chi_square_survival(54.78056426332288, 4)", 3.6117802665695484e-11)]
    [InlineData("mlops_chi_square_survival(120.0, 100)", 0.08440668109369177)]
    [InlineData("mlops_chi_square_survival(99.3, 100)", 0.5009666408297744)]
    [InlineData("mlops_chi_square_survival(1000.0, 2)", 7.124576406741474e-218)]
    [InlineData("mlops_chi_square_survival(1500.0, 999)", 8.513135655488133e-23)]
    [InlineData("mlops_chi_square_survival(2.5, 0.5)", 0.04724670114390913)]
    [InlineData("mlops_chi_square_survival(1e+308, 5)", 0.0)]
    [InlineData("mlops_student_t_two_sided(0.0, 3)", 1.0)]
    [InlineData("mlops_student_t_two_sided(2.0, 1)", 0.2951672353008664)]
    [InlineData("mlops_student_t_two_sided(2.921760045246918, 345.6)", 0.003709551659846966)]
    [InlineData("mlops_student_t_two_sided(-26.846664847722728, 22995.3)", 2.3677710508525137e-156)]
    [InlineData("mlops_student_t_two_sided(1.5, 2.5)", 0.24783645308629604)]
    [InlineData("mlops_student_t_two_sided(40.0, 30)", 1.3726045194406362e-27)]
    [InlineData("mlops_student_t_two_sided(10000000000.0, 3)", 2.205315581687153e-30)]
    [InlineData("mlops_student_t_two_sided(1e+200, 1)", 0.0)]
    [InlineData("mlops_student_t_two_sided(6.0, 1e+16)", 1.9731752900754595e-09)]
    [InlineData("mlops_kolmogorov_survival(0.9, 1)", 0.19999999999999996)]
    [InlineData("mlops_kolmogorov_survival(0.7, 3)", 0.05400000000000003)]
    [InlineData("mlops_kolmogorov_survival(1.0, 7)", 0.0)]
    [InlineData("mlops_kolmogorov_survival(0.0, 7)", 1.0)]
    [InlineData("mlops_kolmogorov_survival(0.3, 20)", 0.04306706665851623)]
    [InlineData("mlops_kolmogorov_survival(0.05, 140)", 0.857648029765611)]
    [InlineData("mlops_kolmogorov_survival(0.09273618495495703, 86)", 0.42462532287169064)]
    [InlineData("mlops_kolmogorov_survival(0.1681856966909748, 140)", 0.000624936955438649)]
    [InlineData("mlops_kolmogorov_survival(0.03368607684266076, 141)", 0.9956279094470666)]
    [InlineData("mlops_kolmogorov_survival(0.0842151921066519, 141)", 0.2553544927215675)]
    [InlineData("mlops_kolmogorov_survival(0.1249079729325861, 141)", 0.022402230543954404)]
    [InlineData("mlops_kolmogorov_survival(0.025298221281347035, 250)", 0.9960418827628992)]
    [InlineData("mlops_kolmogorov_survival(0.05692099788303083, 250)", 0.3785506128413154)]
    [InlineData("mlops_kolmogorov_survival(0.04294373062508659, 1000)", 0.04858066178681841)]
    [InlineData("mlops_kolmogorov_survival(0.31622776601683794, 1000)", 2.1241648394741345e-89)]
    [InlineData("mlops_kolmogorov_survival(0.05524271728019902, 8192)", 3.598619030460784e-22)]
    [InlineData("mlops_kolmogorov_survival(0.0031622618488986627, 100001)", 0.26943531528151476)]
    [InlineData("mlops_kolmogorov_survival(0.004242640687119285, 500000)", 3.0371983070628784e-08)]
    [InlineData("mlops_kolmogorov_survival(0.021213203435596423, 500000)", 6.964810930911796e-196)]
    [InlineData("mlops_ks_exact(5, 7, 15)", 0.5454545454545454)]
    [InlineData("mlops_ks_asymp(5, 7, 15)", 0.5160349854227406)]
    [InlineData("mlops_ks_exact(30, 20, 150)", 0.39947710597025404)]
    [InlineData("mlops_ks_asymp(30, 20, 150)", 0.3779064326502817)]
    [InlineData("mlops_ks_exact(100, 40, 660)", 0.38533314320155804)]
    [InlineData("mlops_ks_asymp(100, 40, 660)", 0.36806939412598527)]
    [InlineData("mlops_ks_exact(500, 500, 14500)", 0.3699050405997647)]
    [InlineData("mlops_ks_asymp(500, 500, 14500)", 0.35594570590954)]
    [InlineData("mlops_ks_exact(250, 900, 67150)", 6.783656686350782e-16)]
    [InlineData("mlops_ks_asymp(250, 900, 67150)", 5.644054629588832e-16)]
    public async Task A_probability_is_that_of_scipy(string call, double expected)
    {
        await using var context = Database.CreateReaderContext();
        Near.Probability(expected, await AnswerAsync(context, call), call);
    }

    [Theory]
    [InlineData("mlops_normal_survival(NULL)")]
    [InlineData("mlops_normal_survival('NaN')")]
    [InlineData("mlops_chi_square_survival(1, 0)")]
    [InlineData("mlops_chi_square_survival(-1, 1)")]
    [InlineData("mlops_chi_square_survival('NaN', 1)")]
    [InlineData("mlops_student_t_two_sided('NaN', 1)")]
    [InlineData("mlops_student_t_two_sided(1, -1)")]
    [InlineData("mlops_beta(1, 1, 2, -1)")]
    [InlineData("mlops_kolmogorov_survival(0.5, 0)")]
    [InlineData("mlops_kolmogorov_survival(1.5, 3)")]
    [InlineData("mlops_kolmogorov_survival('NaN', 3)")]
    [InlineData("mlops_ks_exact(0, 3, 1)")]
    [InlineData("mlops_ks_asymp(3, 0, 1)")]
    public async Task What_has_no_probability_is_null(string call)
    {
        await using var context = Database.CreateReaderContext();
        Assert.Null(await AnswerAsync(context, call));
    }

    [Fact]
    public async Task Infinities_are_the_ends_of_a_distribution()
    {
        await using var context = Database.CreateReaderContext();
        Assert.Equal(0, await AnswerAsync(context, "mlops_normal_survival('Infinity')"));
        Assert.Equal(1, await AnswerAsync(context, "mlops_normal_survival('-Infinity')"));
        Assert.Equal(0, await AnswerAsync(context, "mlops_chi_square_survival('Infinity', 3)"));
        Assert.Equal(0, await AnswerAsync(context, "mlops_student_t_two_sided('-Infinity', 3)"));
    }

    private static async Task<double?> AnswerAsync(MlOpsDbContext context, string call) =>
        Assert.Single(await context.AskAsync(reader => reader.FindDouble(0), $"SELECT {call}"));
}
