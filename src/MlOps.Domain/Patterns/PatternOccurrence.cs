using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Patterns;

/// <summary>A place where a pattern was found. It never changes.</summary>
public sealed class PatternOccurrence : Entity
{
    public const int MaxSourceTypeLength = 100;
    public const int MaxSourceIdLength = 500;

    private PatternOccurrence()
    {
    }

    private PatternOccurrence(Guid patternId, string sourceType, string sourceId, DateTimeOffset at)
        : base(at)
    {
        PatternId = Guard.Identifier(patternId, nameof(PatternId));
        SourceType = Guard.Text(sourceType, nameof(SourceType), MaxSourceTypeLength);
        SourceId = Guard.Text(sourceId, nameof(SourceId), MaxSourceIdLength);
    }

    public Guid PatternId { get; private set; }

    /// <summary>The pattern that occurred. Null if it was not loaded.</summary>
    [JsonIgnore]
    public IdentifiedPattern? Pattern { get; private set; }

    /// <summary>The kind of source that has it: "code_file".</summary>
    [MaxLength(MaxSourceTypeLength)]
    public string SourceType { get; private set; } = null!;

    [MaxLength(MaxSourceIdLength)]
    public string SourceId { get; private set; } = null!;

    /// <summary>The place in the source: a file and its lines.</summary>
    public Json? LocationData { get; private set; }

    /// <summary>How sure the detection was, from 0 to 1.</summary>
    public double? ConfidenceScore { get; private set; }

    public static PatternOccurrence Record(
        Guid patternId,
        string sourceType,
        string sourceId,
        DateTimeOffset at,
        Json? locationData = null,
        double? confidenceScore = null) =>
        new(patternId, sourceType, sourceId, at)
        {
            LocationData = locationData,
            ConfidenceScore = Guard.Between(confidenceScore, 0, 1, nameof(ConfidenceScore)),
        };
}
