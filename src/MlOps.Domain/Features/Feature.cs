namespace MlOps.Domain.Features;

/// <summary>An entry of the catalogue: what a feature means, who answers for it, and how old its values may be.</summary>
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

    /// <summary>Unique within the tenant, and never changed: values refer to it.</summary>
    public string Name { get; private set; } = null!;

    public FeatureKind Kind { get; private set; }

    /// <summary>What its values are: "number", "text", "vector".</summary>
    public string ValueType { get; private set; } = null!;

    public string? Owner { get; private set; }

    public string? Description { get; private set; }

    /// <summary>A value that is older than this is stale.</summary>
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

    public void ExpectWithin(TimeSpan freshness, DateTimeOffset at)
    {
        var span = Guard.NotNegative(freshness, nameof(Freshness));
        Touch(at);
        Freshness = span;
    }

    /// <summary>No values are recorded any more; those that are there stay.</summary>
    public void Retire(DateTimeOffset at)
    {
        if (Status == FeatureStatus.Retired)
            throw new IllegalTransitionException($"Feature '{Name}' is {Status} already.");

        Touch(at);
        Status = FeatureStatus.Retired;
    }

    /// <summary>Whether a value of a moment is too old at another.</summary>
    public bool IsStale(DateTimeOffset eventTime, DateTimeOffset at) => Freshness is { } limit && at - eventTime > limit;
}
