using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Slices of predictions that were detached or dropped.</summary>
internal static class GonePredictions
{
    /// <summary>Lists those that had predictions of a window, the oldest first.</summary>
    public static Task<List<SliceRecord>> ListAsync(MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken)
    {
        var root = context.Model.FindEntityType(typeof(Prediction))!.GetSchemaQualifiedTableName();
        return context.Set<SliceRecord>().AsNoTracking()
            .Where(slice => slice.Root == root && slice.GoneAt != null)
            .Overlapping(window)
            .OrderBy(slice => slice.StartsAt)
            .ToListAsync(cancellationToken);
    }
}
