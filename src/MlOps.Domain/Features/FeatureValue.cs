using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Features;

/// <summary>
/// The value of a feature for an entity from one moment on, and the time at which it became known. A correction is
/// another value that became known later. Nothing is overwritten, so that what was known at any time can be read.
/// </summary>
public sealed class FeatureValue : Entity
{
    public const int MaxEntityLength = 255;

    private FeatureValue()
    {
    }

    private FeatureValue(DateTimeOffset knownAt)
        : base(knownAt) => KnownAt = CreatedAt;

    [MaxLength(Feature.MaxNameLength)]
    public string FeatureName { get; private set; } = null!;

    /// <summary>The definition of the feature. Null if it was not loaded.</summary>
    [JsonIgnore]
    public Feature? Feature { get; private set; }

    public FeatureKind Kind { get; private set; }

    /// <summary>The entity that has the feature: "resource/vm-17".</summary>
    [MaxLength(MaxEntityLength)]
    public string EntityId { get; private set; } = null!;

    public Json Value { get; private set; } = null!;

    /// <summary>The time from which it is true.</summary>
    public DateTimeOffset EventTime { get; private set; }

    /// <summary>The time at which it became known.</summary>
    public DateTimeOffset KnownAt { get; private set; }

    /// <summary>How reliable the value is, from 0 to 1.</summary>
    public double? QualityScore { get; private set; }

    /// <summary>The share of its source data that was available, from 0 to 1.</summary>
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
