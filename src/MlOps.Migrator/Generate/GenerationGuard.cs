using Microsoft.EntityFrameworkCore;
using MlOps.Migrator.Sample;
using MlOps.Persistence;

namespace MlOps.Migrator.Generate;

/// <summary>Keeps invented data out of a database that has other data, that of another plan too, before anything is written.</summary>
internal static class GenerationGuard
{
    public static Task RefuseForeignDataAsync(
        MlOpsDbContext context, GenerationPlan plan, Guid firstId, string target, CancellationToken cancellationToken) =>
        DatabaseContent.RequireOursAsync(
            context,
            () => IsOursAsync(context, firstId, cancellationToken),
            $"The {target} has other data than 'generate {plan}' makes, and the two would be mixed. Name an empty database, or repeat " +
            "the arguments of the run that filled it.",
            cancellationToken);

    // What is stored first is there, or nothing is.
    private static async Task<bool> IsOursAsync(MlOpsDbContext context, Guid firstId, CancellationToken cancellationToken) =>
        await context.Models.AnyAsync(model => model.Id == firstId, cancellationToken)
        || !(await context.Models.AnyAsync(cancellationToken)
            || await context.Predictions.AnyAsync(cancellationToken)
            || await context.LearningEvents.AnyAsync(cancellationToken));
}
