using Microsoft.EntityFrameworkCore;
using MlOps.Migrator.Demo.Story;
using MlOps.Migrator.Demo.World;
using MlOps.Migrator.Sample;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo;

/// <summary>Keeps the demo's invented data out of a database that has other data, before anything is written to it.</summary>
internal static class DemoGuard
{
    public static Task RefuseForeignDataAsync(MlOpsDbContext context, TenantDatabase database, CancellationToken cancellationToken) =>
        DatabaseContent.RequireOursAsync(
            context,
            () => IsOursAsync(context, cancellationToken),
            $"The {database.Target} holds data that the demo did not write, and the two would be mixed. {OtherDatabase.Suggest(database)}",
            cancellationToken);

    // What a killed run leaves is ours too: a schema without models.
    private static async Task<bool> IsOursAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (await context.RegisteredTenants.IgnoreQueryFilters().AnyAsync(tenant => tenant.Id != context.TenantId, cancellationToken))
            return false;

        var ours = DemoServices.All.Select(service => service.ModelName).ToList();
        return await context.Models.AnyAsync(cancellationToken)
            ? await context.Models.AllAsync(
                model => ours.Contains(model.Name) && model.Framework == Beginning.Framework, cancellationToken)
            : !await context.Predictions.AnyAsync(cancellationToken);
    }
}
