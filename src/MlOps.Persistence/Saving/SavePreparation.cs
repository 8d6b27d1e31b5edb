using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Persistence.Auditing;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence.Saving;

/// <summary>Applies the rules of the model to all that a context is about to save, and adds to it what the audit log needs.</summary>
internal sealed class SavePreparation : SaveChangesInterceptor
{
    public static readonly SavePreparation Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        // The caller waits on this thread anyway.
        PrepareAsync(eventData.Context!, CancellationToken.None).GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(eventData.Context!, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result) =>
        result - AuditTrail.Forget(eventData.Context!);

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(result - AuditTrail.Forget(eventData.Context!));

    private static async Task PrepareAsync(DbContext context, CancellationToken cancellationToken)
    {
        var options = ContextTenant.GetTenantOptions(context);
        // EF would save a single row without a transaction, where the server does not know the tenant.
        if (options.TenantScope == TenantScope.Transaction
            && context.Database.AutoTransactionBehavior == AutoTransactionBehavior.WhenNeeded)
        {
            context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        }

        // Of a save that was cancelled.
        AuditTrail.Forget(context);
        // Asked once: each time EF looks at all that it tracks.
        var changed = context.ChangeTracker.Entries()
            .Where(entry => entry.State is not (EntityState.Unchanged or EntityState.Detached)).ToList();
        changed.AddRange(await NewTenant.CompleteAsync(context, changed, cancellationToken).ConfigureAwait(false));
        foreach (var entry in changed)
            SaveRules.Of(entry.Metadata).Apply(entry, options.TenantId);

        AuditTrail.Add(context, changed);
    }
}
