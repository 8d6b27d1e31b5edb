namespace MlOps.Domain.Features;

/// <summary>
/// What a feature was for an entity from one moment on, and since when that is known. A correction is a further value
/// that became known later: nothing is overwritten, so that what a model could know at a time can be read for ever.
/// </summary>
public sealed class FeatureValue : Entity
{
    public const int MaxEntityLength = 255;

    private FeatureValue()
    {
    }

    private FeatureValue(DateTimeOffset knownAt)
        : base(knownAt) => KnownAt = CreatedAt;

    public string FeatureName { get; private set; } = null!;

    public FeatureKind Kind { get; private set; }

    /// <summary>Whose feature it is: "resource/vm-17".</summary>
    public string EntityId { get; private set; } = null!;

    public Json Value { get; private set; } = null!;

    /// <summary>Since when it is true.</summary>
    public DateTimeOffset EventTime { get; private set; }

    /// <summary>Since when it is known.</summary>
    public DateTimeOffset KnownAt { get; private set; }

    /// <summary>How far the value is to be trusted, from 0 to 1.</summary>
    public double? QualityScore { get; private set; }

    /// <summary>How much of what it is made from was there, from 0 to 1.</summary>
    public double? CompletenessScore { get; private set; }

    public static FeatureValue Record(
        string featureName,
        FeatureKind kind,
        string entityId,
        Json value,
        DateTimeOffset eventTime,
        DateTimeOffset knownAt,
        double? qualityScore = null,
        double? completenessScore = null) =>
        new(Guard.Time(knownAt, nameof(KnownAt)))
        {
            FeatureName = Guard.Text(featureName, nameof(FeatureName), Feature.MaxNameLength),
            Kind = Guard.Declared(kind, nameof(Kind)),
            EntityId = Guard.Text(entityId, nameof(EntityId), MaxEntityLength),
            Value = Guard.Given(value, nameof(Value)),
            EventTime = Guard.Time(eventTime, nameof(EventTime)),
            QualityScore = Guard.Between(qualityScore, 0, 1, nameof(QualityScore)),
            CompletenessScore = Guard.Between(completenessScore, 0, 1, nameof(CompletenessScore)),
        };
}
