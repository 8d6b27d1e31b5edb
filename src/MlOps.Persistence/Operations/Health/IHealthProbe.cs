using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Checks one part of the system. What the login may not read, it throws, and others say so.</summary>
internal interface IHealthProbe
{
    /// <summary>The part: "slices", "recent activity".</summary>
    string Name { get; }

    Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken);
}
