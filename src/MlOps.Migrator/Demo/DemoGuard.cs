using Microsoft.EntityFrameworkCore;
using MlOps.Migrator.Sample;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo;

/// <summary>Keeps the demo's invented data out of a database that has other data, before anything is written to it.</summary>
internal static class DemoGuard
{
    public static async Task RefuseForeignDataAsync(
        MlOpsDbContext context, string target, CancellationToken cancellationToken)
    {
        if (await DatabaseContent.IsEmptyAsync(context, cancellationToken) || await IsOursAsync(context, cancellationToken))
            return;

        throw new MlOpsException(
            MlOpsError.Configuration,
            $"The {target} holds data that the demo did not write, and the two would be mixed. Name an empty database.");
    }

    // What a killed run leaves is ours too: a schema without models.
    private static async Task<bool> IsOursAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (!(await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Any()
            || await DatabaseContent.HasRowsOfOthersAsync(context, cancellationToken))
        {
            return false;
        }

        var ours = SampleService.All.Select(service => service.ModelName).ToList();
        return await context.Models.AllAsync(model => ours.Contains(model.Name), cancellationToken)
            && (await context.Models.AnyAsync(cancellationToken) || !await context.Predictions.AnyAsync(cancellationToken));
    }
}
