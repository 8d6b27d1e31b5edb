using Microsoft.EntityFrameworkCore;
using MlOps.Migrator.Sample;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo;

/// <summary>Keeps the demo's invented data out of a database that has other data, before anything is written to it.</summary>
internal static class DemoGuard
{
    public static Task RefuseForeignDataAsync(MlOpsDbContext context, string target, CancellationToken cancellationToken) =>
        DatabaseContent.RequireOursAsync(
            context,
            () => IsOursAsync(context, cancellationToken),
            $"The {target} holds data that the demo did not write, and the two would be mixed. Name an empty database.",
            cancellationToken);

    // What a killed run leaves is ours too: a schema without models.
    private static async Task<bool> IsOursAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var ours = SampleService.All.Select(service => service.ModelName).ToList();
        return await context.Models.AllAsync(model => ours.Contains(model.Name), cancellationToken)
            && (await context.Models.AnyAsync(cancellationToken) || !await context.Predictions.AnyAsync(cancellationToken));
    }
}
