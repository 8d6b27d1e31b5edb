namespace MlOps.Domain.Predictions;

/// <summary>What somebody, or a program, thinks of a prediction. It is never changed; a change of mind is another one.</summary>
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

    /// <summary>From 1, useless, to 5, perfect.</summary>
    public int? Rating { get; private set; }

    public bool? IsCorrect { get; private set; }

    /// <summary>What the value should have been.</summary>
    public double? CorrectedValue { get; private set; }

    public string? Comment { get; private set; }

    public string? UserId { get; private set; }

    /// <summary>Where it comes from: "user", "reviewer", "test-suite".</summary>
    public string Source { get; private set; } = null!;

    public static Feedback On(Prediction prediction, FeedbackContent content, DateTimeOffset at)
    {
        var feedback = On(Guard.Given(prediction, nameof(prediction)).Id, content, at);
        feedback.InheritTenantFrom(prediction);
        return feedback;
    }

    public static Feedback On(Guid predictionId, FeedbackContent content, DateTimeOffset at) => new(predictionId, at, content);
}
