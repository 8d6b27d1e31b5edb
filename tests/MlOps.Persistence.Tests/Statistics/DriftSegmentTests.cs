using MlOps.Domain.Features;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>Drift for each segment of the rows, with those beyond the cap together.</summary>
public class DriftSegmentTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly string?[] Plans = ["gold", "gold", "gold", "silver", "silver", "bronze", "Zinc", "tin", null];

    [Fact]
    public async Task The_largest_segments_have_their_names_and_others_are_together()
    {
        await StoreAsync();
        await using var context = Database.CreateReaderContext();
        var answers = await DriftScene.MeasureSegmentsAsync(context, "age", "segment => 'plan', segment_cap => 3");

        Assert.Equal(
            ["named gold", "named silver", "named Zinc", "missing ", "others "],
            answers.Select(answer => $"{answer.Kind} {answer.Segment}"));
    }

    [Theory]
    [InlineData(DriftMethods.PsiSturges)]
    [InlineData(DriftMethods.PsiDeciles)]
    [InlineData(DriftMethods.JsDoaneBit)]
    [InlineData(DriftMethods.KsExact)]
    [InlineData(DriftMethods.WassersteinNormed)]
    [InlineData(DriftMethods.MeanDifference)]
    public async Task Each_segment_is_compared_with_its_own_reference(string method)
    {
        var (schema, reference, current) = await StoreAsync();
        await using var context = Database.CreateReaderContext();
        var answers = await DriftScene.MeasureSegmentsAsync(context, "age", $"method => '{method}', segment => 'plan', segment_cap => 3");

        foreach (var answer in answers)
        {
            string?[] plans = answer.Kind switch { "named" => [answer.Segment], "missing" => [null], _ => ["bronze", "tin"] };
            NumberSample Of(List<FeatureVector> rows) =>
                NumberSample.FromValues(rows.Where(row => plans.Contains(row.Categories[0])).Select(row => row.Numbers[0]));
            answer.AssertNear(NumberDrift.Measure(method, Of(reference), Of(current)), $"{answer.Kind} {answer.Segment}");
        }

        Assert.Equal(reference.Count, answers.Sum(answer => answer.ReferenceSize));
        Assert.Equal(1, schema.CategoryCount);
    }

    [Fact]
    public async Task A_segment_that_is_new_has_an_empty_reference()
    {
        var schema = FeatureSchema.Define("churn", 1, Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("plan"));
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, schema, [FeatureVector.Of(schema, [1], ["a"])], [FeatureVector.Of(schema, [1], ["b"])]);

        foreach (var method in NumberDrift.Methods)
        {
            var answers = await DriftScene.MeasureSegmentsAsync(context, "age", $"method => '{method}', segment => 'plan'");
            Assert.Equal(["a 1 0", "b 0 1"], answers.Select(answer => $"{answer.Segment} {answer.ReferenceSize} {answer.CurrentSize}"));
            Assert.All(answers, answer => Assert.Null(answer.Statistic));
        }
    }

    [Fact]
    public async Task A_window_without_rows_has_one_answer_without_segments_and_none_with_them()
    {
        await using var context = Database.CreateReaderContext();
        foreach (var method in NumberDrift.Methods)
        {
            var answer = await DriftScene.MeasureAsync(context, "predicted_value", $"method => '{method}'");
            Assert.Equal(
                ("all", method, null, 0, 0),
                (answer.Kind, answer.Method, answer.Statistic, answer.ReferenceSize, answer.CurrentSize));
            Assert.Empty(await DriftScene.MeasureSegmentsAsync(context, "predicted_value", $"method => '{method}', segment => 'source'"));
        }
    }

    private async Task<(FeatureSchema Schema, List<FeatureVector> Reference, List<FeatureVector> Current)> StoreAsync()
    {
        var random = new Random(8);
        var schema = FeatureSchema.Define("churn", 1, Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("plan"));
        List<FeatureVector> Draw(int rounds) => [.. Enumerable.Range(0, rounds * Plans.Length)
            .Select(at => FeatureVector.Of(schema, [random.NextDouble() * (at % Plans.Length)], [Plans[at % Plans.Length]]))];
        var (reference, current) = (Draw(20), Draw(12));
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, schema, reference, current);
        return (schema, reference, current);
    }
}
