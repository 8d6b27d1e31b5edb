using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;

namespace MlOps.Import;

/// <summary>
/// One version of a model serves at a time, and the history says which. The database sees to it for now, and not for the past:
/// a version that served there while another one served here would be a second answer.
/// </summary>
internal static class ServedTimes
{
    /// <summary>Says which stored version served while one of those that are to be stored did; null if none did.</summary>
    public static async Task<string?> FindOverlapAsync(MlOpsDbContext context, IEnumerable<Entity> entities, CancellationToken cancellationToken)
    {
        var steps = entities.OfType<StageTransition>().ToList();
        var models = steps.Select(step => step.ModelName).Distinct().ToList();
        if (models.Count == 0)
            return null;

        var stored = await context.ReadAsync(
            () => context.StageTransitions.AsNoTracking().Where(step => models.Contains(step.ModelName)).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var served = Of(stored).ToLookup(time => time.Step.ModelName);
        foreach (var (step, end) in Of(steps))
        {
            var (other, until) = served[step.ModelName].FirstOrDefault(time => step.CreatedAt < time.End && time.Step.CreatedAt < end);
            if (other is not null)
            {
                return $"another version served here at that time: '{other.Version}' of model '{other.ModelName}', since {other.CreatedAt:O}"
                    + (until == DateTimeOffset.MaxValue ? "" : $" until {until:O}");
            }
        }

        return null;
    }

    // A version enters production and leaves it in turns.
    private static IEnumerable<(StageTransition Step, DateTimeOffset End)> Of(List<StageTransition> steps)
    {
        foreach (var version in steps.OrderBy(step => step.CreatedAt).GroupBy(step => step.ModelVersionId))
        {
            var ends = version.Where(step => step.FromStage == ModelStage.Production).Select(step => step.CreatedAt).Append(DateTimeOffset.MaxValue);
            foreach (var time in version.Where(step => step.ToStage == ModelStage.Production).Zip(ends))
                yield return time;
        }
    }
}
