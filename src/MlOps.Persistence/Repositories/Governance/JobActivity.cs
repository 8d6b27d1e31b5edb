namespace MlOps.Persistence.Repositories.Governance;

/// <summary>What goes on with a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="RunningSince">When the process that runs it began. Null if none runs it.</param>
/// <param name="Runner">That process. Null if none runs it.</param>
/// <param name="LastEndedAt">When its last run ended. Null if none has ended.</param>
/// <param name="LastError">Why that run failed. Null if it succeeded.</param>
public sealed record JobActivity(
    Guid JobId, DateTimeOffset? RunningSince, string? Runner, DateTimeOffset? LastEndedAt, string? LastError);
