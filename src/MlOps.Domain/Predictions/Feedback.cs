using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Predictions;

/// <summary>
/// The opinion of a person or a program about a prediction. It never changes: a new opinion is another feedback.
/// </summary>
public sealed class Feedback : Entity
{
    public const int MinRating = 1;
    public const int MaxRating = 5;
    public const int MaxCommentLength = 100_000;

    private Feedback()
    {
    }

    private Feedback(Guid predictionId, DateTimeOffset at, FeedbackContent content)
        : base(at)
    {
        Guard.Given(content, nameof(content));
        if (content is { Rating: null, IsCorrect: null, CorrectedValue: null, Comment: null })
            throw new InvalidValueException(
                nameof(Feedback), "must hold a rating, a judgement, a corrected value or a comment; it held none");

        PredictionId = Guard.Identifier(predictionId, nameof(PredictionId));
        Rating = Guard.Between(content.Rating, MinRating, MaxRating, nameof(Rating));
        IsCorrect = content.IsCorrect;
        CorrectedValue = Guard.Finite(content.CorrectedValue, nameof(CorrectedValue));
        Comment = content.Comment is { } comment ? Guard.Text(comment, nameof(Comment), MaxCommentLength) : null;
        UserId = Guard.OptionalText(content.UserId, nameof(UserId), Prediction.MaxTargetLength);
        Source = Guard.Text(content.Source, nameof(Source), Prediction.MaxNameLength);
    }

    public Guid PredictionId { get; private set; }

    /// <summary>The prediction that the feedback is about. Null if it was not loaded.</summary>
    [JsonIgnore]
    public Prediction? Prediction { get; private set; }

    /// <summary>From 1 (useless) to 5 (perfect).</summary>
    public int? Rating { get; private set; }

    public bool? IsCorrect { get; private set; }

    /// <summary>The value that would have been right.</summary>
    public double? CorrectedValue { get; private set; }

    public string? Comment { get; private set; }

    [MaxLength(Prediction.MaxTargetLength)]
    public string? UserId { get; private set; }

    /// <summary>The source: "user", "reviewer", "test-suite".</summary>
    [MaxLength(Prediction.MaxNameLength)]
    public string Source { get; private set; } = null!;

    /// <summary>The time at which the database took the feedback; null until it was read from there.</summary>
    [JsonIgnore]
    public DateTimeOffset? ReceivedAt { get; private set; }

    public static Feedback Record(Prediction prediction, FeedbackContent content, DateTimeOffset at)
    {
        var feedback = Record(Guard.Given(prediction, nameof(prediction)).Id, content, at);
        feedback.InheritTenantFrom(prediction);
        return feedback;
    }

    public static Feedback Record(Guid predictionId, FeedbackContent content, DateTimeOffset at) =>
        new(predictionId, at, content);
}
