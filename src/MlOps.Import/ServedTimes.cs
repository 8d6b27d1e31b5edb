using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Transactions;

namespace MlOps.Import;

/// <summary>
/// One version of a model serves at a time, and its periods say which. The import must not add a version that served while another one
/// did. The database refuses it as well, but does not name the other version.
/// </summary>
internal static class ServedTimes
{
    /// <summary>Describes a stored version that served at the same time as a new one; null if there is none.</summary>
    public static async Task<string?> FindOverlapAsync(
        MlOpsDbContext context, IEnumerable<Entity> entities, CancellationToken cancellationToken)
    {
        var periods = entities.OfType<ServingPeriod>().ToList();
        var models = periods.Select(period => period.ModelName).Distinct().ToList();
        if (models.Count == 0)
            return null;

        var stored = await context.InTransactionAsync(
            () => context.ServingPeriods.AsNoTracking()
                .Where(period => models.Contains(period.ModelName)).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var served = stored.ToLookup(period => period.ModelName);
        var other = periods
            .SelectMany(period => served[period.ModelName].Where(other => Overlap(period, other))).FirstOrDefault();
        return other is null
            ? null
            : $"another version served here at that time: '{other.Version}' of model '{other.ModelName}', "
                + $"since {other.ServedFrom:O}" + (other.ServedTo is { } until ? $" until {until:O}" : "");
    }

    private static bool Overlap(ServingPeriod one, ServingPeriod other) =>
        one.ServedFrom < GetEnd(other) && other.ServedFrom < GetEnd(one);

    private static DateTimeOffset GetEnd(ServingPeriod period) => period.ServedTo ?? DateTimeOffset.MaxValue;
}
