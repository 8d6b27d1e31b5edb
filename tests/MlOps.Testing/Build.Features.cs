using MlOps.Domain;
using MlOps.Domain.Features;

namespace MlOps.Testing;

/// <content>Features.</content>
public static partial class Build
{
    public static Feature Feature(string name = "age", FeatureKind kind = FeatureKind.Contextual, DateTimeOffset? at = null) =>
        Domain.Features.Feature.Register(name, kind, "number", at ?? Noon);

    /// <summary>A schema of five numbers and two categories.</summary>
    public static FeatureSchema FeatureSchema(string name = "churn", int version = 1, DateTimeOffset? at = null) =>
        Domain.Features.FeatureSchema.Define(
            name,
            version,
            at ?? Noon,
            FeatureDefinition.Number("age", 0, 120),
            FeatureDefinition.Category("plan"),
            FeatureDefinition.Number("income"),
            FeatureDefinition.Number("balance"),
            FeatureDefinition.Category("country"),
            FeatureDefinition.Number("visits"),
            FeatureDefinition.Number("rate"));

    /// <summary>The first feature of a schema.</summary>
    public static SchemaFeature SchemaFeature(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.Features.First();
    }

    /// <summary>A value that became known when it became true.</summary>
    public static FeatureValue FeatureValue(
        Feature feature, string entityId = "customer-1", Json? value = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return Domain.Features.FeatureValue.Record(
            feature.Name, feature.Kind, entityId, value ?? Json.Parse("42"), at ?? Noon, at ?? Noon);
    }
}
