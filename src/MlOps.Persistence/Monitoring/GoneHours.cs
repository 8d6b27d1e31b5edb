using MlOps.Domain;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>The hours of predictions in slices that were detached or dropped. Their counts stay as they are.</summary>
internal sealed class GoneHours
{
    private readonly List<SliceRecord> _slices;

    private GoneHours(List<SliceRecord> slices) => _slices = slices;

    public static async Task<GoneHours> ReadAsync(MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken) =>
        new(await GonePredictions.ListAsync(context, window, cancellationToken).ConfigureAwait(false));

    public bool Contain(DateTimeOffset time) => _slices.Exists(slice => slice.StartsAt <= time && time < slice.EndsAt);
}
