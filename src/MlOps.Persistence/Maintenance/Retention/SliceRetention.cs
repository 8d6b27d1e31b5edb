using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>
/// Archives or deletes whole slices. A slice has the rows of all tenants, so it goes when its youngest row is too old by the policies of
/// each tenant with rows in it.
/// </summary>
internal sealed class SliceRetention(MlOpsDbContext context, DateTimeOffset now)
{
    /// <summary>The slices that are too old by the policy of some tenant, with what is to become of them.</summary>
    public async Task<IReadOnlyList<RetentionStep>> PlanAsync(TenantPolicies policies, CancellationToken cancellationToken)
    {
        var steps = new List<RetentionStep>();
        var holds = await ActiveHolds.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var slices = (await new SliceReader(context).ListAsync(cancellationToken).ConfigureAwait(false)).ToLookup(slice => slice.Root);
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            var root = aggregate.Tables[0].TableName;
            var cutoffs = policies.Enabled.Where(one => one.Policy.TableName == root).Select(one => one.Policy.FindCutoff(now)).ToList();
            foreach (var slice in slices[aggregate.Root].Where(slice => cutoffs.Exists(cutoff => slice.EndsAt <= cutoff)))
                steps.Add(await JudgeAsync(policies, holds, aggregate, slice, cancellationToken).ConfigureAwait(false));
        }

        return steps;
    }

    /// <summary>Does what a step says. What the server refuses is the reason why a slice stays.</summary>
    public async Task<RetentionStep> RunAsync(RetentionStep due, IProgress<string>? obstacles, CancellationToken cancellationToken)
    {
        var archive = new SliceArchive(context, new PresentOf(now)) { Obstacles = obstacles };
        try
        {
            if (due.Action == RetentionAction.Archive)
                await archive.ArchiveAsync(due.Table, due.Slice!, cancellationToken).ConfigureAwait(false);
            else
                await archive.DropAsync(due.Table, due.Slice!, () => RequireDueAsync(due, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);

            return due with { Outcome = due.Action == RetentionAction.Archive ? RetentionOutcome.Archived : RetentionOutcome.Deleted };
        }
        catch (Exception e) when (e is MlOpsException or PostgresException && !cancellationToken.IsCancellationRequested)
        {
            return due with { Outcome = RetentionOutcome.Kept, Reason = e is PostgresException refusal ? refusal.MessageText : e.Message };
        }
    }

    // Under the locks: rows of another tenant may have come since, or somebody has disabled a policy or placed a hold.
    private async Task RequireDueAsync(RetentionStep due, CancellationToken cancellationToken)
    {
        await ActiveHolds.LockAsync(context, cancellationToken).ConfigureAwait(false);
        var policies = await TenantPolicies.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        var now = (await PlanAsync(policies, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(step => (step.Table, step.Slice) == (due.Table, due.Slice));
        if (now != due)
            throw new MlOpsException(
                MlOpsError.Conflict, now?.Reason ?? "Its policies or its rows have changed meanwhile. The next run looks at them again.");
    }

    private async Task<RetentionStep> JudgeAsync(
        TenantPolicies policies,
        ActiveHolds holds,
        SlicedAggregate aggregate,
        StoredSlice slice,
        CancellationToken cancellationToken)
    {
        var root = aggregate.Tables[0];
        var tenants = await SliceTenants.ListAsync(context, root, root.Partition(slice.Name), cancellationToken).ConfigureAwait(false);
        var names = aggregate.Tables.Select(table => table.TableName).ToHashSet();
        var isArchived = policies.Enabled
            .Where(one => names.Contains(one.Policy.TableName) && (tenants.Count == 0 || tenants.Contains(one.Tenant)))
            .Any(one => one.Policy.Action == RetentionAction.Archive);
        var action = isArchived ? RetentionAction.Archive : RetentionAction.Delete;
        var reason = action == RetentionAction.Delete && LastingRecords.Include(root.EntityType)
            ? $"No policy deletes rows of {root.TableName}."
            : tenants.Select(tenant => FindReason(policies, tenant, aggregate, action, slice)).FirstOrDefault(found => found is not null);
        // What moves to the archive is not lost.
        if (reason is null && action == RetentionAction.Delete)
            reason = await FindHoldAsync(holds, aggregate, slice, cancellationToken).ConfigureAwait(false);

        var outcome = reason is null ? RetentionOutcome.Due : RetentionOutcome.Kept;
        return new RetentionStep(root.TableName, slice.Name, null, action, outcome) { Reason = reason };
    }

    private async Task<string?> FindHoldAsync(
        ActiveHolds holds, SlicedAggregate aggregate, StoredSlice slice, CancellationToken cancellationToken)
    {
        var partitions = new List<string>();
        foreach (var partition in aggregate.Tables.Select(table => table.Partition(slice.Name)))
        {
            if (await context.InTransactionAsync(() => context.ExistsAsync(partition, cancellationToken), cancellationToken)
                .ConfigureAwait(false))
                partitions.Add(partition);
        }

        return await holds.FindReasonAsync(
            aggregate.Tables,
            table => partitions.Find(partition => partition == table.Partition(slice.Name)),
            SlicedAggregate.Find(context, aggregate.Root, slice.Name).Slice,
            cancellationToken).ConfigureAwait(false);
    }

    // The tables of services move with their root. What belongs to its rows, such as feedback, has a period of its own, which goes on in
    // the archive. A deletion ends all of them.
    private string? FindReason(
        TenantPolicies policies, Guid tenant, SlicedAggregate aggregate, RetentionAction action, StoredSlice slice)
    {
        var root = aggregate.Tables[0];
        foreach (var table in aggregate.Tables)
        {
            var policy = policies.Find(tenant, table.TableName);
            if (policy is { IsEnabled: false })
                return $"Tenant {tenant} has disabled the policy for {table.TableName}.";

            if (policy is null && (table == root || action == RetentionAction.Delete))
                return $"Tenant {tenant} has rows in it, and no policy for {table.TableName}.";

            var counts = action == RetentionAction.Delete || table.KeyColumns.Count == root.KeyColumns.Count;
            if (policy is not null && counts && slice.EndsAt.AddDays(policy.KeepDays) is var end && end > now)
                return $"Tenant {tenant} keeps {table.TableName} for {policy.KeepDays} days, until {end:yyyy-MM-dd}.";
        }

        return null;
    }

    private sealed class PresentOf(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
