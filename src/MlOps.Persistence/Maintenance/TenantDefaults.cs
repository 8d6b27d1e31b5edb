using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance;

/// <summary>The jobs, alert rules and retention policies of a new database, and those of each registered tenant.</summary>
internal static class TenantDefaults
{
    /// <summary>
    /// Adds those that are missing. What somebody changed or disabled stays as it is. A rule that somebody deleted comes back, so disable
    /// it instead.
    /// </summary>
    public static Task EnsureAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken) =>
        EachTenant.RunAsync(
            context,
            includesClosed: false,
            async tenant =>
            {
                await AddRulesAsync(context, tenant, now, cancellationToken).ConfigureAwait(false);
                await AddPoliciesAsync(context, tenant, now, cancellationToken).ConfigureAwait(false);
                var jobs = DefaultJobs.OfTenant(now);
                await AddJobsAsync(
                    context,
                    tenant,
                    tenant == context.GetTenantId() ? [.. jobs, .. DefaultJobs.OfDatabase(now)] : jobs,
                    cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    private static async Task AddRulesAsync(MlOpsDbContext context, Guid tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var names = await context.AlertRules.IgnoreQueryFilters().Where(rule => rule.TenantId == tenant).Select(rule => rule.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var rule in DefaultAlertRules.Create(now).ExceptBy(names, rule => rule.Name))
            await AddAsync(context, tenant, rule, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddPoliciesAsync(
        MlOpsDbContext context, Guid tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tables = await context.RetentionPolicies.IgnoreQueryFilters().Where(policy => policy.TenantId == tenant)
            .Select(policy => policy.TableName).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var policy in DefaultRetention.Create(context.Model, now).ExceptBy(tables, policy => policy.TableName))
            await AddAsync(context, tenant, policy, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddJobsAsync(
        MlOpsDbContext context, Guid tenant, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var kinds = await context.Jobs.IgnoreQueryFilters().Where(job => job.TenantId == tenant).Select(job => job.Kind)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var job in jobs.ExceptBy(kinds, job => job.Kind))
            await AddAsync(context, tenant, job, cancellationToken).ConfigureAwait(false);
    }

    // Statements, since SaveChanges would store what the caller's context tracks too.
    private static Task<int> AddAsync(MlOpsDbContext context, Guid tenant, AlertRule rule, CancellationToken cancellationToken)
    {
        var r = context.GetTable<AlertRule>("r");
        return context.ExecuteSqlAsync(
            $"""
            INSERT INTO {r} ({r.Assigned(x => x.TenantId)}, {r.Assigned(x => x.Id)}, {r.Assigned(x => x.CreatedAt)},
                {r.Assigned(x => x.UpdatedAt)}, {r.Assigned(x => x.Name)}, {r.Assigned(x => x.Metric)}, {r.Assigned(x => x.Condition)},
                {r.Assigned(x => x.Threshold)}, {r.Assigned(x => x.ClearThreshold)}, {r.Assigned(x => x.RequiredBreaches)},
                {r.Assigned(x => x.WindowLength)}, {r.Assigned(x => x.Severity)}, {r.Assigned(x => x.Enabled)})
            VALUES ({tenant}, {rule.Id}, {rule.CreatedAt}, {rule.UpdatedAt}, {rule.Name}, {rule.Metric},
                {r.Stored(x => x.Condition, rule.Condition)}, {rule.Threshold}, {rule.ClearThreshold}, {rule.RequiredBreaches},
                {rule.WindowLength}, {r.Stored(x => x.Severity, rule.Severity)}, {rule.Enabled})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }

    private static Task<int> AddAsync(
        MlOpsDbContext context, Guid tenant, RetentionPolicy policy, CancellationToken cancellationToken)
    {
        var p = context.GetTable<RetentionPolicy>("p");
        return context.ExecuteSqlAsync(
            $"""
            INSERT INTO {p} ({p.Assigned(x => x.TenantId)}, {p.Assigned(x => x.Id)}, {p.Assigned(x => x.CreatedAt)},
                {p.Assigned(x => x.UpdatedAt)}, {p.Assigned(x => x.TableName)}, {p.Assigned(x => x.KeepDays)},
                {p.Assigned(x => x.Action)}, {p.Assigned(x => x.IsEnabled)})
            VALUES ({tenant}, {policy.Id}, {policy.CreatedAt}, {policy.UpdatedAt}, {policy.TableName}, {policy.KeepDays},
                {p.Stored(x => x.Action, policy.Action)}, {policy.IsEnabled})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }

    private static Task<int> AddAsync(MlOpsDbContext context, Guid tenant, Job job, CancellationToken cancellationToken)
    {
        var j = context.GetTable<Job>("j");
        return context.ExecuteSqlAsync(
            $"""
            INSERT INTO {j} ({j.Assigned(x => x.TenantId)}, {j.Assigned(x => x.Id)}, {j.Assigned(x => x.CreatedAt)},
                {j.Assigned(x => x.UpdatedAt)}, {j.Assigned(x => x.Name)}, {j.Assigned(x => x.Kind)}, {j.Assigned(x => x.Every)},
                {j.Assigned(x => x.EveryOffset)}, {j.Assigned(x => x.NextDueAt)}, {j.Assigned(x => x.IsEnabled)},
                {j.Assigned(x => x.Failures)})
            VALUES ({tenant}, {job.Id}, {job.CreatedAt}, {job.UpdatedAt}, {job.Name}, {j.Stored(x => x.Kind, job.Kind)}, {job.Every},
                {job.EveryOffset}, {job.NextDueAt}, {job.IsEnabled}, {job.Failures})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }
}
