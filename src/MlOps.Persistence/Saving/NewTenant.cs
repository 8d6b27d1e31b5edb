using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Saving;

/// <summary>Gives a tenant that a context is about to save its alert rules, jobs and retention policies.</summary>
internal static class NewTenant
{
    /// <summary>Adds what a new tenant begins with to the context, and returns it. There is nothing if none is saved.</summary>
    public static async Task<IReadOnlyList<EntityEntry>> CompleteAsync(
        DbContext context, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        if (context is not MlOpsDbContext known || !changed.Any(entry => entry is { Entity: Tenant, State: EntityState.Added }))
            return [];

        var tenant = changed.Select(entry => entry.Entity).OfType<Tenant>().First();
        var (names, kinds, tables) = await known.InTransactionAsync(
            async () => (
                await known.AlertRules.Select(rule => rule.Name).ToListAsync(cancellationToken).ConfigureAwait(false),
                await known.Jobs.Select(job => job.Kind).ToListAsync(cancellationToken).ConfigureAwait(false),
                await known.RetentionPolicies.Select(policy => policy.TableName).ToListAsync(cancellationToken).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        var taken = changed.Select(entry => (entry.Entity as AlertRule)?.Name).Concat(names).ToHashSet();
        var takenKinds = changed.Select(entry => (entry.Entity as Job)?.Kind).OfType<JobKind>().Concat(kinds).ToHashSet();
        var takenTables = changed.Select(entry => (entry.Entity as RetentionPolicy)?.TableName).Concat(tables).ToHashSet();
        List<Entity> missing =
        [
            .. DefaultAlertRules.Create(tenant.CreatedAt).Where(rule => !taken.Contains(rule.Name)),
            .. DefaultJobs.OfTenant(tenant.CreatedAt).Where(job => !takenKinds.Contains(job.Kind)),
            .. DefaultRetention.Create(known.Model, tenant.CreatedAt).Where(policy => !takenTables.Contains(policy.TableName)),
        ];
        foreach (var entity in missing)
            entity.BelongTo(tenant.Id);

        context.AddRange(missing);
        return [.. missing.Select(context.Entry)];
    }
}
