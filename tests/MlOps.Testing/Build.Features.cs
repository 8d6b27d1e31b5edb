using MlOps.Domain;
using MlOps.Domain.Features;

namespace MlOps.Testing;

/// <content>Features.</content>
public static partial class Build
{
    public static Feature Feature(string name = "age", FeatureKind kind = FeatureKind.Contextual, DateTimeOffset? at = null) =>
        Domain.Features.Feature.Register(name, kind, "number", at ?? Noon);

    /// <summary>A value that became known when it became true.</summary>
    public static FeatureValue FeatureValue(
        Feature feature, string entityId = "customer-1", Json? value = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return Domain.Features.FeatureValue.Record(
            feature.Name, feature.Kind, entityId, value ?? Json.Parse("42"), at ?? Noon, at ?? Noon);
    }
}
