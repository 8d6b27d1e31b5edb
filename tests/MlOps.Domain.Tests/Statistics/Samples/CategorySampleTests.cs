using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Samples;

public class CategorySampleTests
{
    private static readonly CategorySample Animals =
        CategorySample.FromValues(["dog", null, "cat", "", "dog", "Dog", "fox", "fox", null, "dög"]);

    [Fact]
    public void Categories_are_counted_in_ordinal_order_and_missing_ones_apart()
    {
        Assert.Equal(["", "Dog", "cat", "dog", "dög", "fox"], Animals.Counts.Keys);
        Assert.Equal([1, 1, 1, 2, 1, 2], Animals.Counts.Values);
        Assert.Equal((8, 2), (Animals.Size, Animals.Missing));
    }

    [Fact]
    public void A_profile_lists_the_most_frequent_categories_and_equal_ones_by_name()
    {
        var profile = Animals.Describe(4);

        Assert.Equal((10, 2, 6), (profile.Rows, profile.Missing, profile.Distinct));
        Assert.Equal([new("dog", 2), new("fox", 2), new("", 1), new("Dog", 1)], profile.Top);
        Assert.Equal(6, Animals.Describe(100).Top.Count);
        Assert.Empty(Animals.Describe(0).Top);
        Assert.Empty(CategorySample.FromValues([null]).Describe(3).Top);
    }

    [Fact]
    public void Counts_make_the_same_sample_as_rows()
    {
        var counted = CategorySample.FromCounts(
            new Dictionary<string, long> { ["fox"] = 2, ["none"] = 0, ["dog"] = 1 }, missing: 3);

        Assert.Equal(["dog", "fox"], counted.Counts.Keys);
        Assert.Equal((3, 3), (counted.Size, counted.Missing));
        Assert.Equal(new Proportion(3, 2), counted.ProportionOf("fox"));
        Assert.Equal(new Proportion(3, 0), counted.ProportionOf("none"));
    }

    [Fact]
    public void Invalid_numbers_are_refused()
    {
        Refused.Value("top", "-1", () => Animals.Describe(-1));
        Refused.Value("Counts", "-5", () => CategorySample.FromCounts(new Dictionary<string, long> { ["a"] = -5 }));
        Refused.Value("Missing", "-1", () => CategorySample.FromCounts(new Dictionary<string, long>(), -1));
    }
}
