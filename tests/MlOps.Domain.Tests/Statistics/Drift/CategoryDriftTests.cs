using FsCheck;
using FsCheck.Fluent;
using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class CategoryDriftTests
{
    private static readonly CategorySample Coins = CategorySample.FromValues(["heads", "heads", "tails", "heads", null]);

    [Fact]
    public void Statistics_of_shares_are_those_of_their_definitions() => Check((reference, current, counts) =>
    {
        var (r, c) = (Naive.Shares(reference, counts.Categories!), Naive.Shares(current, counts.Categories!));
        return Near(Naive.Psi(Naive.FillZeros(r), Naive.FillZeros(c)), Find(DriftMethods.PsiCategories))
            && Near(Naive.Psi(Floor(r), Floor(c)), Find(DriftMethods.PsiCategoriesFloor))
            && Near(Naive.JensenShannon(r, c, Math.E), Find(DriftMethods.JsCategoriesNat))
            && Near(Naive.JensenShannon(r, c, 2), Find(DriftMethods.JsCategoriesBit))
            && Near(Naive.Hellinger(r, c), Find(DriftMethods.HellingerCategories))
            && Near(Enumerable.Range(0, r.Length).Max(at => Math.Abs(r[at] - c[at])), Find(DriftMethods.LInfinity))
            && Near(Enumerable.Range(0, r.Length).Sum(at => Math.Max(0, r[at] - c[at])), Find(DriftMethods.TotalVariation));

        double Find(string method) => Measure(method, reference, current).Statistic!.Value;

        static double[] Floor(double[] shares) => Array.ConvertAll(shares, share => Math.Max(share, 0.01));
    });

    [Fact]
    public void The_contingency_test_is_that_of_the_table() => Check((reference, current, counts) =>
    {
        var chiSquare = Naive.ContingencyChiSquare(counts.Reference, counts.Current);
        var (test, v) = (Measure(DriftMethods.ChiSquare, reference, current), Measure(DriftMethods.CramersV, reference, current));
        return Near(chiSquare, test.Statistic!.Value) && test.PValue == v.PValue
            && Near(Math.Sqrt(Math.Max(0, chiSquare) / (counts.Reference.Sum() + counts.Current.Sum())), v.Statistic!.Value);
    });

    [Fact]
    public void The_fit_is_undefined_exactly_if_a_category_is_absent_from_the_reference() => Check((reference, current, counts) =>
        current.Except(reference).Any(category => category is not null)
            ? Measure(DriftMethods.ChiSquareFit, reference, current) is { Statistic: null, PValue: null, Counts: null }
            : Measure(DriftMethods.ChiSquareFit, reference, current) is { Statistic: >= 0, PValue: >= 0 and <= 1 });

    [Fact]
    public void A_side_without_a_category_has_no_statistic() => Assert.All(CategoryDrift.Methods, method =>
    {
        CategorySample[] empty = [CategorySample.FromValues([]), CategorySample.FromValues([null, null])];
        Assert.All(empty, none =>
        {
            Assert.Equal(new DriftMeasurement(method, null, 4, 0), CategoryDrift.Measure(method, Coins, none));
            Assert.Equal(new DriftMeasurement(method, null, 0, 4), CategoryDrift.Measure(method, none, Coins));
        });
    });

    [Fact]
    public void The_only_category_of_both_sides_has_not_drifted() => Assert.All(CategoryDrift.Methods, method =>
    {
        var (many, one) = (CategorySample.FromValues(["a", "a", "a"]), CategorySample.FromValues(["a", null]));

        Assert.True(CategoryDrift.Measure(method, many, one) is { Statistic: 0, PValue: null or 1 });
    });

    [Fact]
    public void Categories_that_share_nothing_are_as_far_as_possible()
    {
        var (left, right) = (CategorySample.FromValues(["a", "b"]), CategorySample.FromValues(["c", "c"]));

        Assert.Equal(1, CategoryDrift.Measure(DriftMethods.HellingerCategories, left, right).Statistic!.Value, 15);
        Assert.Equal(1, CategoryDrift.Measure(DriftMethods.JsCategoriesBit, left, right).Statistic!.Value, 15);
        Assert.Equal(1, CategoryDrift.Measure(DriftMethods.TotalVariation, left, right).Statistic);
        Assert.Equal(1, CategoryDrift.Measure(DriftMethods.LInfinity, left, right).Statistic);
        Assert.Equal(1, CategoryDrift.Measure(DriftMethods.CramersV, left, right).Statistic!.Value, 15);
    }

    [Fact]
    public void Both_counts_of_each_category_are_in_the_result()
    {
        var counts = CategoryDrift.Measure("l_infinity", Coins, CategorySample.FromValues(["edge", "Tails", "tails"])).Counts!;

        Assert.Null(counts.Bins);
        Assert.Equal(["Tails", "edge", "heads", "tails"], counts.Categories!);
        Assert.Equal([0, 0, 3, 1], counts.Reference);
        Assert.Equal([1, 1, 0, 1], counts.Current);
    }

    [Fact]
    public void The_contingency_test_of_two_categories_is_the_square_of_that_of_proportions()
    {
        var other = CategorySample.FromValues(["tails", "heads", "tails", "tails", "tails"]);
        var z = CategoryDrift.MeasureProportions(Coins.ProportionOf("heads"), other.ProportionOf("heads"));
        var chiSquare = CategoryDrift.Measure(DriftMethods.ChiSquare, Coins, other);

        AssertNear.Equal(z.Statistic!.Value * z.Statistic.Value, chiSquare.Statistic!.Value);
        AssertNear.Equal(z.PValue!.Value, chiSquare.PValue!.Value);
        Assert.Equal(("two_proportion_z", 4, 5), (z.Method, z.ReferenceSize, z.CurrentSize));
        Assert.True(z.Statistic < 0);
    }

    [Theory]
    [InlineData(1, 1, 5, 3)]
    [InlineData(5, 3, 0, 0)]
    [InlineData(5, 5, 9, 9)]
    [InlineData(5, 0, 9, 0)]
    public void Too_few_trials_and_trials_with_one_outcome_have_no_test_of_proportions(int n1, int x1, int n2, int x2) =>
        Assert.Equal(
            new DriftMeasurement("two_proportion_z", null, n1, n2),
            CategoryDrift.MeasureProportions(new Proportion(n1, x1), new Proportion(n2, x2)));

    [Fact]
    public void A_method_for_numbers_is_refused()
    {
        Refused.Value("Method", "chi_square", () => CategoryDrift.Measure("ks_exact", Coins, Coins));
        Refused.Value("Method", "'ks_exact'", () => CategoryDrift.Measure("ks_exact", Coins, Coins));
    }

    private static DriftMeasurement Measure(string method, string?[] reference, string?[] current) =>
        CategoryDrift.Measure(method, CategorySample.FromValues(reference), CategorySample.FromValues(current));

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-7 + (1e-9 * Math.Abs(expected));

    private static void Check(Func<string?[], string?[], ComparedCounts, bool> holds) =>
        Prop.ForAll(DriftSamples.CategoryPairs, pair =>
        {
            var (reference, current) = pair;
            var isEmpty = reference.All(category => category is null) || current.All(category => category is null);
            return isEmpty || holds(reference, current, Measure(DriftMethods.LInfinity, reference, current).Counts!);
        }).QuickCheckThrowOnFailure();
}
