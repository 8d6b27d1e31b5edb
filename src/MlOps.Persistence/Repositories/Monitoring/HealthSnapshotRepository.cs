using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>What health checks saw.</summary>
public sealed class HealthSnapshotRepository(MlOpsDbContext context)
{
    public void Add(HealthSnapshot snapshot) => context.HealthSnapshots.Add(snapshot);

    public Task<HealthSnapshot?> FindLatestAsync(CancellationToken cancellationToken = default) =>
        context.HealthSnapshots.AsNoTracking().OrderByDescending(snapshot => snapshot.CreatedAt).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The snapshots of a window, oldest first.</summary>
    public IAsyncEnumerable<HealthSnapshot> StreamAsync(TimeWindow window) =>
        context.HealthSnapshots.AsNoTracking()
            .Where(snapshot => snapshot.CreatedAt >= window.Start && snapshot.CreatedAt < window.End)
            .OrderBy(snapshot => snapshot.CreatedAt)
            .AsAsyncEnumerable();
}
