namespace MlOps.Domain.Predictions;

/// <summary>The content of a feedback: at least a rating, a judgement, a corrected value or a comment.</summary>
public sealed record FeedbackContent
{
    /// <summary>From 1 (useless) to 5 (perfect).</summary>
    public int? Rating { get; init; }

    public bool? IsCorrect { get; init; }

    /// <summary>The value that would have been right.</summary>
    public double? CorrectedValue { get; init; }

    public string? Comment { get; init; }

    public string? UserId { get; init; }

    public string Source { get; init; } = "user";
}
