using System.Reflection;
using System.Text.Json.Serialization;
using MlOps.Domain.Features;

namespace MlOps.Domain.Tests.Features;

public class FeatureReaderTests
{
    private enum Plan
    {
        Free,
        Gold,
    }

    [Fact]
    public void A_class_is_a_schema_and_its_objects_are_vectors()
    {
        var schema = FeatureSchema.From<Customer>("churn", 1, Sample.Time);
        var vector = schema.Read(new Customer(41, 2.5m, true, null, Plan.Gold, null, "AT", 3.5f, long.MaxValue));

        Assert.Equal(
            ["age", "income", "is_active", "was_active", "plan", "next_plan", "country", "rate", "visits"],
            schema.Features.Select(feature => feature.Name));
        Assert.Equal([41, 2.5, 1, null, 3.5, long.MaxValue], vector.Numbers.ToArray());
        Assert.Equal(["Gold", null, "AT"], vector.Categories.ToArray());
    }

    [Fact]
    public void Objects_are_read_in_the_order_of_the_schema_whatever_the_class_says()
    {
        var schema = FeatureSchema.Define(
            "churn",
            2,
            Sample.Time,
            FeatureDefinition.Number("income"),
            FeatureDefinition.Category("country"),
            FeatureDefinition.Number("age"));

        var vector = schema.Read(new Customer(41, null, false, true, Plan.Free, Plan.Free, null, 0, null));

        Assert.Equal([null, 41], vector.Numbers.ToArray());
        Assert.Equal([null], vector.Categories.ToArray());
    }

    [Fact]
    public void A_class_that_lacks_a_feature_or_has_another_type_is_refused()
    {
        var missing = FeatureSchema.Define("churn", 1, Sample.Time, FeatureDefinition.Number("salary"));
        Refused.Value("Customer", "'salary'", () => missing.Read(Someone()));

        var other = FeatureSchema.Define("churn", 1, Sample.Time, FeatureDefinition.Category("age"));
        Refused.Value("Customer.Age", "Int32", () => other.Read(Someone()));

        Refused.Value("Timed.At", "DateTime", () => FeatureSchema.From<Timed>("churn", 1, Sample.Time));
    }

    [Fact]
    public void A_schema_that_was_loaded_without_its_features_reads_nothing()
    {
        var schema = FeatureSchema.From<Customer>("churn", 1, Sample.Time);
        var features = typeof(FeatureSchema).GetField("_features", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(schema)!;
        ((List<SchemaFeature>)features).Clear();

        Refused.Value("Features", "has 9, and 0 were loaded", () => schema.Read(Someone()));
    }

    [Fact]
    public void A_text_that_cannot_be_stored_is_refused()
    {
        var schema = FeatureSchema.From<Customer>("churn", 1, Sample.Time);

        Refused.Value("Categories", "U+0000", () => schema.Read(Someone() with { Country = "a\0b" }));
    }

    private static Customer Someone() => new(1, 1, true, true, Plan.Free, Plan.Free, "AT", 1, 1);

    private sealed record Customer(
        int Age,
        decimal? Income,
        bool IsActive,
        bool? WasActive,
        Plan Plan,
        Plan? NextPlan,
        string? Country,
        [property: JsonPropertyName("rate")] float Percent,
        long? Visits)
    {
        [JsonIgnore]
        public DateTime? At { get; init; }
    }

    private sealed record Timed(DateTime At);
}
