using MlOps.Domain.Governance;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>
/// Does what the retention policies of all registered tenants say: archives or deletes whole slices, and deletes old rows of other tables.
/// Run it as the owner of the tables. Several runs at once do no harm, and one that was stopped is completed by the next.
/// </summary>
/// <param name="context">A context of the owner.</param>
public sealed class RetentionRun(MlOpsDbContext context)
{
    private readonly RowRetention _rows = new(context);

    /// <summary>Lists what is too old, and changes nothing.</summary>
    public Task<IReadOnlyList<RetentionStep>> PlanAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        RunAsync(now, isPlan: true, null, cancellationToken);

    /// <summary>Archives and deletes what is too old.</summary>
    /// <param name="now">The present.</param>
    /// <param name="obstacles">Hears which sessions are in the way of a slice.</param>
    /// <param name="cancellationToken">Stops it. What is done stays done.</param>
    public Task<IReadOnlyList<RetentionStep>> RunAsync(
        DateTimeOffset now, IProgress<string>? obstacles = null, CancellationToken cancellationToken = default) =>
        RunAsync(now, isPlan: false, obstacles, cancellationToken);

    private async Task<IReadOnlyList<RetentionStep>> RunAsync(
        DateTimeOffset now, bool isPlan, IProgress<string>? obstacles, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(context);
        var policies = await TenantPolicies.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var (slices, steps) = (new SliceRetention(context, now), new List<RetentionStep>());
        foreach (var step in await slices.PlanAsync(policies, cancellationToken).ConfigureAwait(false))
            steps.Add(step.Outcome == RetentionOutcome.Due && !isPlan
                ? await slices.RunAsync(step, obstacles, cancellationToken).ConfigureAwait(false)
                : step);

        var ordered = policies.Enabled.OrderBy(one => one.Policy.TableName, StringComparer.Ordinal).ThenBy(one => one.Tenant);
        foreach (var (tenant, policy) in ordered)
        {
            if (await RunRowsAsync(tenant, policy, now, isPlan, cancellationToken).ConfigureAwait(false) is { } step)
                steps.Add(step);
        }

        return steps;
    }

    private async Task<RetentionStep?> RunRowsAsync(
        Guid tenant, RetentionPolicy policy, DateTimeOffset now, bool isPlan, CancellationToken cancellationToken)
    {
        var (entity, reason) = _rows.Find(policy);
        var step = new RetentionStep(policy.TableName, null, tenant, policy.Action, RetentionOutcome.Kept) { Reason = reason };
        if (entity is null)
            return reason is null ? null : step;

        try
        {
            var cutoff = policy.FindCutoff(now);
            var (rows, obstacle) = await _rows.CountAsync(tenant, entity, cutoff, cancellationToken).ConfigureAwait(false);
            if (rows == 0)
                return null;

            if (!isPlan && obstacle is null)
                (rows, obstacle) = await _rows.DeleteAsync(tenant, entity, cutoff, cancellationToken).ConfigureAwait(false);

            var outcome = obstacle is not null ? RetentionOutcome.Kept : isPlan ? RetentionOutcome.Due : RetentionOutcome.Deleted;
            return step with { Outcome = outcome, Rows = rows, Reason = obstacle };
        }
        catch (PostgresException e) when (!cancellationToken.IsCancellationRequested)
        {
            return step with { Reason = e.MessageText };
        }
    }
}
