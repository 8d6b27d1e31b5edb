using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>The results of health checks.</summary>
public sealed class HealthSnapshotRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new snapshot. SaveChanges stores it.</summary>
    public void Add(HealthSnapshot snapshot) => context.HealthSnapshots.Add(snapshot);

    public Task<HealthSnapshot?> FindLatestAsync(CancellationToken cancellationToken = default) =>
        context.HealthSnapshots
            .OrderByDescending(snapshot => snapshot.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reads the snapshots of a window, the oldest first.</summary>
    public IAsyncEnumerable<HealthSnapshot> StreamAsync(TimeWindow window) =>
        context.HealthSnapshots.AsNoTracking().During(window)
            .OrderBy(snapshot => snapshot.CreatedAt)
            .AsAsyncEnumerable();
}
