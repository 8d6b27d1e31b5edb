using MlOps.Domain.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>Held by a transaction that stores or deletes counts of a monitor.</summary>
internal static class SketchLock
{
    public static Task TakeAsync(MlOpsDbContext context, ServiceMonitor monitor, CancellationToken cancellationToken) =>
        context.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(uuid_hash_extended({monitor.Id}, 1))", cancellationToken);
}
