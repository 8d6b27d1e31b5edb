using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo;

/// <summary>Keeps the demo's invented data out of a database that has real data.</summary>
internal static class DemoGuard
{
    public static async Task RefuseForeignDataAsync(
        MlOpsDbContext context, string target, CancellationToken cancellationToken)
    {
        var ours = DemoService.All.Select(service => service.ModelName).ToList();
        var isEmpty = !await context.Models.AnyAsync(cancellationToken) && !await context.Predictions.AnyAsync(cancellationToken);
        var isOurs = await context.Models.AnyAsync(model => ours.Contains(model.Name), cancellationToken)
            && await context.Models.AllAsync(model => ours.Contains(model.Name), cancellationToken);
        if (!isEmpty && !isOurs)
            throw new MlOpsException(
                MlOpsError.Configuration,
                $"The {target} holds data that is not the demo's, and the demo would mix its own into it. Name an empty database.");
    }
}
