using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>Statistics of counts that the caller has: of a report, or of another table.</summary>
public class CountFunctionTests(TestDatabase database) : DatabaseTest(database)
{
    // golden-stats.json has them from SciPy.
    [Theory]
    [InlineData("mlops_psi('{400,300,200,100,0}', '{150,180,90,60,20}')", 0.28452057753145943)]
    [InlineData("mlops_psi('{400,300,200,100,0}', '{150,180,90,60,20}', 0.01)", 0.08704997293544772)]
    [InlineData("mlops_js('{400,300,200,100,0}', '{150,180,90,60,20}')", 0.13975190232369308)]
    [InlineData("mlops_js('{1,0}', '{0,1}', in_bits => true)", 1.0)]
    [InlineData("mlops_hellinger('{1,0}', '{0,1}')", 1.0)]
    [InlineData("mlops_l_infinity('{400,300,200,100,0}', '{150,180,90,60,20}')", 0.10000000000000003)]
    [InlineData("mlops_total_variation('{400,300,200,100,0}', '{150,180,90,60,20}')", 0.12000000000000002)]
    [InlineData("(SELECT statistic FROM mlops_chi_square('{400,300,200,100,0}', '{150,180,90,60,20}'))", 54.78056426332288)]
    [InlineData("(SELECT p_value FROM mlops_chi_square('{400,300,200,100,0}', '{150,180,90,60,20}'))", 3.6117802665695484e-11)]
    [InlineData("(SELECT statistic FROM mlops_cramers_v('{400,300,200,100,0}', '{150,180,90,60,20}'))", 0.19110305119371745)]
    [InlineData("(SELECT statistic FROM mlops_chi_square_fit('{400,300,200,100}', '{150,180,90,80}'))", 37.5)]
    [InlineData("(SELECT p_value FROM mlops_chi_square_fit('{400,300,200,100}', '{150,180,90,80}'))", 3.606484453663211e-08)]
    [InlineData("(SELECT statistic FROM mlops_mean_difference(2, 2e-25, 1.414213562373095e-25, 2, 3.25e-25, 1.76776695296637e-25))",
        0.78086880944303)]
    [InlineData("(SELECT statistic FROM mlops_mean_difference(5, 0, 1e-320, 5, 1, 1e10))", 2.23606797749979e-10)]
    [InlineData("(SELECT statistic FROM mlops_mean_difference(5, 0, 1e10, 5, 1e-320, 1e-320))", 0)]
    [InlineData("(SELECT statistic FROM mlops_two_proportion_z(1000, 120, 1200, 180))", 2.0416711421361615)]
    [InlineData("(SELECT p_value FROM mlops_two_proportion_z(1000, 120, 1200, 180))", 0.04118416315538953)]
    public async Task A_statistic_is_the_golden_one(string call, double expected)
    {
        await using var context = Database.CreateReaderContext();
        Near.Statistic(expected, Assert.Single(await context.AskAsync(reader => reader.FindDouble(0), $"SELECT {call}")), call);
    }

    [Theory]
    [InlineData("mlops_psi('{}', '{}')")]
    [InlineData("mlops_psi('{1}', '{1,2}')")]
    [InlineData("mlops_psi('{0,0}', '{1,2}')")]
    [InlineData("mlops_kl('{1,2}', '{0,0}')")]
    [InlineData("mlops_js(NULL, '{1}')")]
    [InlineData("(SELECT p_value FROM mlops_chi_square_fit('{1}', '{0}'))")]
    [InlineData("(SELECT p_value FROM mlops_chi_square_fit('{0,0}', '{1,0}'))")]
    [InlineData("mlops_hellinger('{1}', '{1,2}')")]
    [InlineData("(SELECT statistic FROM mlops_chi_square('{1,2}', '{0,0}'))")]
    [InlineData("(SELECT p_value FROM mlops_chi_square(NULL, '{1}'))")]
    [InlineData("(SELECT statistic FROM mlops_chi_square_fit('{1,0}', '{1,2}'))")]
    [InlineData("(SELECT statistic FROM mlops_two_proportion_z(1, 1, 10, 4))")]
    [InlineData("(SELECT statistic FROM mlops_two_proportion_z(10, 0, 10, 0))")]
    [InlineData("(SELECT statistic FROM mlops_two_proportion_z(10, 11, 10, 0))")]
    public async Task What_counts_do_not_define_is_null(string call)
    {
        await using var context = Database.CreateReaderContext();
        Assert.Null(Assert.Single(await context.AskAsync(reader => reader.FindDouble(0), $"SELECT {call}")));
    }

    [Fact]
    public async Task Random_counts_have_the_same_statistics_as_in_the_domain()
    {
        var random = new Random(11);
        await using var context = Database.CreateReaderContext();
        for (var round = 0; round < 60; round++)
        {
            var (reference, current) = (Draw(random), Draw(random));
            var names = reference.Keys.Union(current.Keys).Order(StringComparer.Ordinal).ToList();
            long[] r = [.. names.Select(name => reference.GetValueOrDefault(name))];
            long[] c = [.. names.Select(name => current.GetValueOrDefault(name))];
            var answers = await context.AskAsync(
                reader => (Method: reader.GetString(0), Statistic: reader.FindDouble(1), PValue: reader.FindDouble(2)),
                "SELECT m, t.* FROM unnest(mlops_drift_methods(false)) AS m, mlops_compare_counts(m, @r, @c) AS t", ("r", r), ("c", c));

            Assert.Equal(CategoryDrift.Methods, answers.Select(answer => answer.Method));
            foreach (var (method, statistic, pValue) in answers)
            {
                var expected = CategoryDrift.Measure(method, CategorySample.FromCounts(reference), CategorySample.FromCounts(current));
                Near.Statistic(expected.Statistic, statistic, method);
                Near.Probability(expected.PValue, pValue, method);
            }
        }
    }

    [Fact]
    public async Task Random_proportions_have_the_same_z_as_in_the_domain()
    {
        var random = new Random(12);
        await using var context = Database.CreateReaderContext();
        for (var round = 0; round < 60; round++)
        {
            var (reference, current) = (DrawProportion(random), DrawProportion(random));
            var (statistic, pValue) = Assert.Single(await context.AskAsync(
                reader => (reader.FindDouble(0), reader.FindDouble(1)),
                $"SELECT * FROM mlops_two_proportion_z({reference.Trials}, {reference.Successes}, {current.Trials}, {current.Successes})"));

            var expected = CategoryDrift.MeasureProportions(reference, current);
            Near.Statistic(expected.Statistic, statistic, "z");
            Near.Probability(expected.PValue, pValue, "p of z");
        }
    }

    private static Dictionary<string, long> Draw(Random random) => Enumerable.Range(0, random.Next(1, 9))
        .Select(at => (Name: $"{(char)('a' + at)}", Count: (long)random.Next(0, (int)Math.Pow(10, random.Next(1, 7)))))
        .Where(pair => pair.Count > 0)
        .ToDictionary(pair => pair.Name, pair => pair.Count);

    private static Proportion DrawProportion(Random random)
    {
        var trials = random.Next(0, (int)Math.Pow(10, random.Next(1, 7)));
        return new Proportion(trials, random.Next(0, trials + 1));
    }
}
