namespace MlOps.Persistence.Jobs;

/// <summary>A run of a job that has ended.</summary>
/// <param name="TenantId">The tenant of the job.</param>
/// <param name="Job">The name of the job.</param>
/// <param name="RunId">The row of the run, in ml_job_runs.</param>
/// <param name="DueAt">The time that the run was for.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Error">Why it failed. Null if it succeeded.</param>
public sealed record FinishedJob(
    Guid TenantId, string Job, Guid RunId, DateTimeOffset DueAt, TimeSpan Duration, string? Error);
