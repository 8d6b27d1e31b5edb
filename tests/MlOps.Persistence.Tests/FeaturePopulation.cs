using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>A row for every table of the features, with every property set.</summary>
internal static class FeaturePopulation
{
    public static IReadOnlyList<Entity> Create()
    {
        var feature = Feature.Register(
            "age", FeatureKind.Contextual, "number", Sample.Noon, Sample.Hostile, Sample.Hostile, TimeSpan.FromDays(2));
        feature.Retire(Sample.Noon.AddHours(1));
        var schema = FeatureSchema.Define(
            Sample.Hostile[..50],
            int.MaxValue,
            Sample.Noon,
            FeatureDefinition.Number("age", 0, double.MaxValue) with { Description = Sample.Hostile, Feature = feature },
            FeatureDefinition.Category(Sample.Hostile[..50]));
        return
        [
            feature,
            schema,
            .. schema.Features,
            FeatureValue.Record(
                "age", FeatureKind.Contextual, Sample.Hostile, Json.From(new { text = Sample.Hostile }), Sample.Noon.AddDays(-400),
                Sample.Noon, 1, 0.5),
        ];
    }
}
