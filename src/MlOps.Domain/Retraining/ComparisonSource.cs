namespace MlOps.Domain.Retraining;

/// <summary>Which labelled predictions compare two versions.</summary>
public enum ComparisonSource
{
    /// <summary>Those that each version made itself. They are two samples, with inputs of their own.</summary>
    Labels,

    /// <summary>Those of the first version, which the other one answered as a shadow. Both had the same inputs.</summary>
    OtherAsShadow,

    /// <summary>Those of the other version, which the first one answered as a shadow.</summary>
    VersionAsShadow,
}
