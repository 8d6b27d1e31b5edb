namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>The part of a dead letter that lists show: all but its content, which may be large.</summary>
public sealed record DeadLetterSummary(
    Guid Id,
    string Kind,
    Guid ContentId,
    string Reason,
    string? SqlState,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastAttemptAt);
