using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>The hours whose predictions are in slices that were detached or dropped. Their counts stay as they are.</summary>
internal sealed class GoneHours
{
    private readonly List<(DateTimeOffset Start, DateTimeOffset End)> _slices;

    private GoneHours(List<(DateTimeOffset, DateTimeOffset)> slices) => _slices = slices;

    public static async Task<GoneHours> ReadAsync(MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken)
    {
        var root = context.Model.FindEntityType(typeof(Prediction))!.GetSchemaQualifiedTableName();
        var slices = await context.Set<SliceRecord>().AsNoTracking()
            .Where(slice => slice.Root == root && slice.GoneAt != null)
            .Where(slice => slice.StartsAt < window.End && slice.EndsAt > window.Start)
            .Select(slice => new { slice.StartsAt, slice.EndsAt })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new GoneHours([.. slices.Select(slice => (slice.StartsAt, slice.EndsAt))]);
    }

    public bool Contain(DateTimeOffset time) => _slices.Exists(slice => slice.Start <= time && time < slice.End);
}
