using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Transactions;

namespace MlOps.Import;

/// <summary>
/// One version of a model serves at a time, and the history says which. The database ensures this for the present, not for
/// the past, so the import must not add a version that served while another one did.
/// </summary>
internal static class ServedTimes
{
    /// <summary>Describes a stored version that served at the same time as a new one; null if there is none.</summary>
    public static async Task<string?> FindOverlapAsync(
        MlOpsDbContext context, IEnumerable<Entity> entities, CancellationToken cancellationToken)
    {
        var steps = entities.OfType<StageTransition>().ToList();
        var models = steps.Select(step => step.ModelName).Distinct().ToList();
        if (models.Count == 0)
            return null;

        var stored = await context.InTransactionAsync(
            () => context.StageTransitions.AsNoTracking()
                .Where(step => models.Contains(step.ModelName)).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var served = ListTimes(stored).ToLookup(time => time.Step.ModelName);
        foreach (var (step, end) in ListTimes(steps))
        {
            var (other, until) = served[step.ModelName]
                .FirstOrDefault(time => step.CreatedAt < time.End && time.Step.CreatedAt < end);
            if (other is not null)
            {
                return $"another version served here at that time: '{other.Version}' of model '{other.ModelName}', "
                    + $"since {other.CreatedAt:O}" + (until == DateTimeOffset.MaxValue ? "" : $" until {until:O}");
            }
        }

        return null;
    }

    // The steps of a version into production and out of it alternate.
    private static IEnumerable<(StageTransition Step, DateTimeOffset End)> ListTimes(List<StageTransition> steps)
    {
        foreach (var version in steps.OrderBy(step => step.CreatedAt).GroupBy(step => step.ModelVersionId))
        {
            var starts = version.Where(step => step.ToStage == ModelStage.Production);
            var ends = version.Where(step => step.FromStage == ModelStage.Production).Select(step => step.CreatedAt);
            foreach (var time in starts.Zip(ends.Append(DateTimeOffset.MaxValue)))
                yield return time;
        }
    }
}
