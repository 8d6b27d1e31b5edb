using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Features;

/// <summary>An entry of the catalogue: the meaning of a feature, its owner, and the age limit of its values.</summary>
public sealed class Feature : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxTypeLength = 100;
    public const int MaxDescriptionLength = 100_000;

    private Feature()
    {
    }

    private Feature(DateTimeOffset at)
        : base(at)
    {
    }

    /// <summary>Unique within the tenant. It never changes, since values refer to it.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public FeatureKind Kind { get; private set; }

    /// <summary>The type of its values: "number", "text", "vector".</summary>
    [MaxLength(MaxTypeLength)]
    public string ValueType { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string? Owner { get; private set; }

    public string? Description { get; private set; }

    /// <summary>A value older than this is stale; null if values never become stale.</summary>
    public TimeSpan? Freshness { get; private set; }

    public FeatureStatus Status { get; private set; }

    public static Feature Register(
        string name,
        FeatureKind kind,
        string valueType,
        DateTimeOffset at,
        string? owner = null,
        string? description = null,
        TimeSpan? freshness = null) =>
        new(at)
        {
            Name = Guard.Text(name, nameof(Name), MaxNameLength),
            Kind = Guard.Declared(kind, nameof(Kind)),
            ValueType = Guard.Text(valueType, nameof(ValueType), MaxTypeLength),
            Owner = Guard.OptionalText(owner, nameof(Owner), MaxNameLength),
            Description = Guard.OptionalText(description, nameof(Description), MaxDescriptionLength),
            Freshness = Guard.NotNegative(freshness, nameof(Freshness)),
        };

    public void Describe(string? description, DateTimeOffset at)
    {
        var text = Guard.OptionalText(description, nameof(Description), MaxDescriptionLength);
        Touch(at);
        Description = text;
    }

    public void HandOver(string owner, DateTimeOffset at)
    {
        var name = Guard.Text(owner, nameof(Owner), MaxNameLength);
        Touch(at);
        Owner = name;
    }

    public void SetFreshness(TimeSpan freshness, DateTimeOffset at)
    {
        var span = Guard.NotNegative(freshness, nameof(Freshness));
        Touch(at);
        Freshness = span;
    }

    /// <summary>Ends the recording of values. Existing values stay.</summary>
    public void Retire(DateTimeOffset at)
    {
        if (Status == FeatureStatus.Retired)
            throw new IllegalTransitionException($"Feature '{Name}' is already {Status}.");

        Touch(at);
        Status = FeatureStatus.Retired;
    }

    /// <summary>Whether a value of one time is too old at another time.</summary>
    public bool IsStale(DateTimeOffset eventTime, DateTimeOffset at) =>
        Freshness is { } limit && at - eventTime > limit;
}
