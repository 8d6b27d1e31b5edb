using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Patterns;

/// <summary>Something that recurs, identified by its type and name.</summary>
public sealed class IdentifiedPattern : ChangingEntity
{
    public const int MaxTypeLength = 100;
    public const int MaxNameLength = 255;
    public const int MaxDescriptionLength = 100_000;

    private readonly HashSet<Recommendation> _recommendations = [];

    private IdentifiedPattern()
    {
    }

    private IdentifiedPattern(string patternType, string patternName, double confidenceScore, DateTimeOffset at)
        : base(at)
    {
        PatternType = Guard.Text(patternType, nameof(PatternType), MaxTypeLength);
        PatternName = Guard.Text(patternName, nameof(PatternName), MaxNameLength);
        ConfidenceScore = Guard.Between(confidenceScore, 0, 1, nameof(ConfidenceScore));
    }

    /// <summary>The type: "code_smell", for instance.</summary>
    [MaxLength(MaxTypeLength)]
    public string PatternType { get; private set; } = null!;

    /// <summary>Unique within its type.</summary>
    [MaxLength(MaxNameLength)]
    public string PatternName { get; private set; } = null!;

    /// <summary>How sure the detection is, from 0 to 1.</summary>
    public double ConfidenceScore { get; private set; }

    public string? Description { get; private set; }

    /// <summary>The features that identify it.</summary>
    public Json? Characteristics { get; private set; }

    public PatternStatus Status { get; private set; }

    /// <summary>The recommendations that the pattern led to, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<Recommendation> Recommendations => _recommendations;

    public static IdentifiedPattern Identify(
        string patternType,
        string patternName,
        double confidenceScore,
        DateTimeOffset at,
        string? description = null,
        Json? characteristics = null) =>
        new(patternType, patternName, confidenceScore, at)
        {
            Description = Guard.OptionalText(description, nameof(Description), MaxDescriptionLength),
            Characteristics = characteristics,
        };

    /// <summary>Stores how sure the detection is now.</summary>
    public void Reassess(double confidenceScore, DateTimeOffset at)
    {
        var score = Guard.Between(confidenceScore, 0, 1, nameof(ConfidenceScore));
        Touch(at);
        ConfidenceScore = score;
    }

    /// <summary>Drops the pattern because it is not one, or because it no longer matters.</summary>
    public void Dismiss(DateTimeOffset at) => MoveTo(PatternStatus.Dismissed, at);

    public void Restore(DateTimeOffset at) => MoveTo(PatternStatus.Active, at);

    private void MoveTo(PatternStatus status, DateTimeOffset at)
    {
        if (Status == status)
            throw new IllegalTransitionException(
                $"Pattern '{PatternName}' of type '{PatternType}' is already {Status}.");

        Touch(at);
        Status = status;
    }
}
