using MlOps.Domain.Governance;

namespace MlOps.Persistence.Jobs;

/// <summary>One run of a job, as its work sees it.</summary>
/// <param name="Context">A context of the job's tenant, which nothing else uses.</param>
/// <param name="Job">The job.</param>
/// <param name="DueAt">The time that the run is for.</param>
/// <param name="StartedAt">The present.</param>
internal sealed record JobTurn(MlOpsDbContext Context, Job Job, DateTimeOffset DueAt, DateTimeOffset StartedAt);
