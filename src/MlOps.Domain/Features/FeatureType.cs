namespace MlOps.Domain.Features;

/// <summary>What a feature of a schema holds.</summary>
public enum FeatureType
{
    Number,
    Category,
}
