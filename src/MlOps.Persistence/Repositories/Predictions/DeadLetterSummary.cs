namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>What lists show of a dead letter: all but its content, which may be large.</summary>
public sealed record DeadLetterSummary(
    Guid Id,
    string Kind,
    Guid ContentId,
    string Reason,
    string? SqlState,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastAttemptAt);
