namespace MlOps.Persistence.Sampling;

/// <summary>When the counts of statements began, and the time of the server.</summary>
internal sealed record StatementClock(DateTimeOffset ResetAt, DateTimeOffset Now);
