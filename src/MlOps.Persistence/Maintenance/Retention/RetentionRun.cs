using MlOps.Domain.Governance;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>
/// Does what the retention policies of all registered tenants say: archives or deletes whole slices, and deletes old rows of other tables.
/// Run it as the owner of the tables. Several runs at once do no harm, and one that was stopped is completed by the next.
/// </summary>
/// <param name="context">A context of the owner.</param>
public sealed class RetentionRun(MlOpsDbContext context)
{
    /// <summary>Lists what is too old, and changes nothing.</summary>
    public async Task<IReadOnlyList<RetentionStep>> PlanAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        using var unlimited = new NoCommandTimeout(context);
        var policies = await TenantPolicies.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var steps = await new SliceRetention(context, policies).PlanAsync(now, cancellationToken).ConfigureAwait(false);
        return [.. steps, .. await ListRowsAsync(policies, now, deletes: false, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Archives and deletes what is too old.</summary>
    /// <param name="now">The present.</param>
    /// <param name="obstacles">Hears which sessions are in the way of a slice.</param>
    /// <param name="cancellationToken">Stops it. What is done stays done.</param>
    public async Task<IReadOnlyList<RetentionStep>> RunAsync(
        DateTimeOffset now, IProgress<string>? obstacles = null, CancellationToken cancellationToken = default)
    {
        using var unlimited = new NoCommandTimeout(context);
        var policies = await TenantPolicies.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var (slices, steps) = (new SliceRetention(context, policies), new List<RetentionStep>());
        foreach (var step in await slices.PlanAsync(now, cancellationToken).ConfigureAwait(false))
            steps.Add(step.Outcome == RetentionOutcome.Due
                ? await slices.RunAsync(step, now, obstacles, cancellationToken).ConfigureAwait(false)
                : step);

        return [.. steps, .. await ListRowsAsync(policies, now, deletes: true, cancellationToken).ConfigureAwait(false)];
    }

    private async Task<List<RetentionStep>> ListRowsAsync(
        TenantPolicies policies, DateTimeOffset now, bool deletes, CancellationToken cancellationToken)
    {
        var (rows, steps) = (new RowRetention(context), new List<RetentionStep>());
        var ordered = policies.All.OrderBy(one => one.Policy.TableName, StringComparer.Ordinal).ThenBy(one => one.Tenant);
        foreach (var (tenant, policy) in ordered)
        {
            var (entity, reason) = rows.Find(policy);
            if (entity is null && reason is null)
                continue;

            var step = new RetentionStep(policy.TableName, null, tenant, policy.Action, RetentionOutcome.Kept) { Reason = reason };
            if (entity is not null)
                step = await DeleteAsync(step, policy, tenant).ConfigureAwait(false);

            if (step.Rows != 0)
                steps.Add(step);

            async Task<RetentionStep> DeleteAsync(RetentionStep step, RetentionPolicy policy, Guid tenant)
            {
                try
                {
                    var cutoff = policy.FindCutoff(now);
                    return deletes
                        ? step with
                        {
                            Outcome = RetentionOutcome.Deleted,
                            Rows = await rows.DeleteAsync(tenant, entity, cutoff, cancellationToken).ConfigureAwait(false),
                        }
                        : step with
                        {
                            Outcome = RetentionOutcome.Due,
                            Rows = await rows.CountAsync(tenant, entity, cutoff, cancellationToken).ConfigureAwait(false),
                        };
                }
                catch (MlOpsException e)
                {
                    return step with { Reason = e.Message };
                }
            }
        }

        return steps;
    }
}
