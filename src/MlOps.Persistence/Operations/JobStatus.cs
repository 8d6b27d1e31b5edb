namespace MlOps.Persistence.Operations;

/// <summary>A job, and what goes on with it.</summary>
/// <param name="Name">The name of the job.</param>
/// <param name="IsEnabled">Whether it runs when it is due.</param>
/// <param name="NextDueAt">The first due time that is not done.</param>
/// <param name="RunningSince">When the process that runs it began. Null if none runs it.</param>
/// <param name="Failures">How many runs failed since the last one that succeeded.</param>
/// <param name="LastEndedAt">When its last run ended. Null if none has ended.</param>
/// <param name="LastError">Why that run failed. Null if it succeeded.</param>
public sealed record JobStatus(
    string Name,
    bool IsEnabled,
    DateTimeOffset NextDueAt,
    DateTimeOffset? RunningSince,
    int Failures,
    DateTimeOffset? LastEndedAt,
    string? LastError);
