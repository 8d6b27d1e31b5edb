using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence.Saving;

/// <summary>Applies the rules of the model to everything that a context is about to save.</summary>
internal sealed class SavePreparation : SaveChangesInterceptor
{
    public static readonly SavePreparation Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Prepare(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Prepare(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Prepare(DbContext context)
    {
        var options = ContextTenant.GetTenantOptions(context);
        // EF would save a single row without a transaction, where the server does not know the tenant.
        if (options.TenantScope == TenantScope.Transaction
            && context.Database.AutoTransactionBehavior == AutoTransactionBehavior.WhenNeeded)
        {
            context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        }

        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Unchanged or EntityState.Detached))
                SaveRules.Of(entry.Metadata).Apply(entry, options.TenantId);
        }
    }
}
