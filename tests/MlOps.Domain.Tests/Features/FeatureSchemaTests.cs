using MlOps.Domain.Features;

namespace MlOps.Domain.Tests.Features;

public class FeatureSchemaTests
{
    private static readonly FeatureDefinition[] Definitions =
    [
        FeatureDefinition.Number("age", 0, 120), FeatureDefinition.Category("plan"), FeatureDefinition.Number("income"),
    ];

    [Fact]
    public void Numbers_and_categories_are_counted_apart_and_attributions_follow_the_order_of_all()
    {
        var schema = FeatureSchema.Define("churn", 1, Sample.Time, Definitions);

        Assert.Equal((2, 1), (schema.NumberCount, schema.CategoryCount));
        Assert.Equal(
            [("age", 1, 1), ("plan", 2, 1), ("income", 3, 2)],
            schema.Features.Select(feature => (feature.Name, feature.Ordinal, feature.Position)));
        Assert.All(schema.Features, feature => Assert.Equal(schema.Id, feature.SchemaId));
        Assert.Equal("Schema 'churn' version 1", schema.ToString());
    }

    [Fact]
    public void The_hash_tells_whether_two_schemas_take_the_same_arrays()
    {
        var hash = FeatureSchema.Define("churn", 1, Sample.Time, Definitions).Hash;

        Assert.Equal(64, hash.Length);
        Assert.Equal(hash, FeatureSchema.Define("other", 7, Sample.Time.AddDays(1), Definitions).Hash);
        Assert.NotEqual(hash, FeatureSchema.Define("churn", 1, Sample.Time, [.. Definitions.Reverse()]).Hash);
        Assert.NotEqual(hash, FeatureSchema.Define("churn", 1, Sample.Time, Definitions[..2]).Hash);
        Assert.NotEqual(
            hash, FeatureSchema.Define("churn", 1, Sample.Time, [FeatureDefinition.Category("age"), .. Definitions[1..]]).Hash);
    }

    [Fact]
    public void A_schema_without_features_or_with_one_twice_is_refused()
    {
        Refused.Value("Features", "0", () => FeatureSchema.Define("churn", 1, Sample.Time));
        Refused.Value(
            "Features", "'age'", () => FeatureSchema.Define("churn", 1, Sample.Time, [Definitions[0], FeatureDefinition.Category("age")]));
        Refused.Value("Version", "0", () => FeatureSchema.Define("churn", 0, Sample.Time, Definitions));
        Refused.Value("Name", "''", () => FeatureSchema.Define("", 1, Sample.Time, Definitions));
    }

    [Fact]
    public void A_range_belongs_to_a_number_and_is_in_order()
    {
        Refused.Value("ExpectedMin", "'plan'", () => Define(FeatureDefinition.Category("plan") with { ExpectedMax = 1 }));
        Refused.Value("ExpectedMax", "-1", () => Define(FeatureDefinition.Number("age", 0, -1)));
        Refused.Value("ExpectedMin", "NaN", () => Define(FeatureDefinition.Number("age", double.NaN)));
        Assert.Equal((null, 5.0), Range(Define(FeatureDefinition.Number("age", null, 5))));

        static FeatureSchema Define(FeatureDefinition definition) => FeatureSchema.Define("churn", 1, Sample.Time, definition);
        static (double?, double?) Range(FeatureSchema schema) =>
            (schema.Features.Single().ExpectedMin, schema.Features.Single().ExpectedMax);
    }

    [Fact]
    public void A_vector_has_as_many_values_as_its_schema_has_features()
    {
        var schema = FeatureSchema.Define("churn", 1, Sample.Time, Definitions);
        var vector = FeatureVector.Of(schema, [double.NaN, null], ["gold"]);

        Assert.Equal([double.NaN, null], vector.Numbers.ToArray());
        Assert.Equal(["gold"], vector.Categories.ToArray());
        Refused.Value("Features", "there were 3", () => FeatureVector.Of(schema, [1, 2, 3], ["gold"]));
        Refused.Value("Features", "there were 0", () => FeatureVector.Of(schema, [1, 2]));
        Refused.Value("Categories", "1001", () => FeatureVector.Of(schema, [1, 2], [new string('x', 1001)]));
    }
}
