namespace MlOps.Domain.Predictions;

/// <summary>What feedback may say. At least one of rating, judgement, corrected value and comment is needed.</summary>
public sealed record FeedbackContent
{
    /// <summary>From 1, useless, to 5, perfect.</summary>
    public int? Rating { get; init; }

    public bool? IsCorrect { get; init; }

    /// <summary>What the value should have been.</summary>
    public double? CorrectedValue { get; init; }

    public string? Comment { get; init; }

    public string? UserId { get; init; }

    public string Source { get; init; } = "user";
}
