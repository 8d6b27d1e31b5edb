namespace MlOps.Domain.Features;

/// <summary>One input of a model, as a schema defines it.</summary>
public sealed record FeatureDefinition
{
    private FeatureDefinition(string name, FeatureType type) =>
        (Name, Type) = (Guard.Text(name, nameof(Name), Feature.MaxNameLength), type);

    public string Name { get; }

    public FeatureType Type { get; }

    public string? Description
    {
        get;
        init => field = Guard.OptionalText(value, nameof(Description), Feature.MaxDescriptionLength);
    }

    /// <summary>The least value that is expected of a number.</summary>
    public double? ExpectedMin
    {
        get;
        init => field = Guard.Finite(value, nameof(ExpectedMin));
    }

    /// <summary>The greatest value that is expected of a number.</summary>
    public double? ExpectedMax
    {
        get;
        init => field = Guard.Finite(value, nameof(ExpectedMax));
    }

    /// <summary>The entry of the catalogue that the input is, if there is one.</summary>
    public Feature? Feature { get; init; }

    public static FeatureDefinition Number(string name, double? expectedMin = null, double? expectedMax = null) =>
        new(name, FeatureType.Number) { ExpectedMin = expectedMin, ExpectedMax = expectedMax };

    public static FeatureDefinition Category(string name) => new(name, FeatureType.Category);
}
