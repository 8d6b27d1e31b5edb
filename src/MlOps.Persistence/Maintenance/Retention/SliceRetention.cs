using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>
/// Archives or deletes whole slices. A slice has the rows of all tenants, so it goes when its youngest row is too old by the policies of
/// each tenant with rows in it.
/// </summary>
internal sealed class SliceRetention(MlOpsDbContext context, TenantPolicies policies)
{
    /// <summary>The slices that are too old by the policy of some tenant, with what is to become of them.</summary>
    public async Task<IReadOnlyList<RetentionStep>> PlanAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var steps = new List<RetentionStep>();
        var slices = (await new SliceReader(context).ListAsync(cancellationToken).ConfigureAwait(false)).ToLookup(slice => slice.Root);
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            var root = aggregate.Tables[0].TableName;
            var cutoffs = policies.All.Where(one => one.Policy.TableName == root).Select(one => one.Policy.FindCutoff(now)).ToList();
            foreach (var slice in slices[aggregate.Root].Where(slice => cutoffs.Exists(cutoff => slice.EndsAt <= cutoff)))
                steps.Add(await JudgeAsync(aggregate, slice, now, cancellationToken).ConfigureAwait(false));
        }

        return steps;
    }

    /// <summary>Does what a step says.</summary>
    public async Task<RetentionStep> RunAsync(
        RetentionStep due, DateTimeOffset now, IProgress<string>? obstacles, CancellationToken cancellationToken)
    {
        var archive = new SliceArchive(context, new PresentOf(now)) { Obstacles = obstacles };
        try
        {
            if (due.Action == RetentionAction.Archive)
                await archive.ArchiveAsync(due.Table, due.Slice!, cancellationToken).ConfigureAwait(false);
            else
                await archive.DropAsync(due.Table, due.Slice!, cancellationToken).ConfigureAwait(false);

            return due with { Outcome = due.Action == RetentionAction.Archive ? RetentionOutcome.Archived : RetentionOutcome.Deleted };
        }
        catch (MlOpsException e)
        {
            return due with { Outcome = RetentionOutcome.Kept, Reason = e.Message };
        }
    }

    private async Task<RetentionStep> JudgeAsync(
        SlicedAggregate aggregate, StoredSlice slice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var root = aggregate.Tables[0];
        var tenants = await ListTenantsAsync(root, slice, cancellationToken).ConfigureAwait(false);
        var action = policies.All
            .Where(one => one.Policy.TableName == root.TableName && (tenants.Count == 0 || tenants.Contains(one.Tenant)))
            .Any(one => one.Policy.Action == RetentionAction.Archive)
                ? RetentionAction.Archive
                : RetentionAction.Delete;
        // The tables of services move with their root. What belongs to its rows, such as feedback, has a period of its own, which goes on
        // in the archive, and only ends with a deletion.
        var tables = aggregate.Tables
            .Where(table => action == RetentionAction.Delete || table.KeyColumns.Count == root.KeyColumns.Count)
            .Select(table => table.TableName).ToList();
        var reason = tenants.Select(tenant => FindReason(tenant, root.TableName, tables, slice, now))
            .FirstOrDefault(found => found is not null);
        var outcome = reason is null ? RetentionOutcome.Due : RetentionOutcome.Kept;
        return new RetentionStep(root.TableName, slice.Name, null, action, outcome) { Reason = reason };
    }

    private string? FindReason(Guid tenant, string root, IReadOnlyList<string> tables, StoredSlice slice, DateTimeOffset now)
    {
        if (policies.Find(tenant, root) is null)
            return $"Tenant {tenant} has rows in it, and no policy for {root} that is enabled.";

        var longest = policies.List(tenant, tables).MaxBy(policy => policy.KeepDays)!;
        var end = slice.EndsAt.AddDays(longest.KeepDays);
        return end <= now ? null : $"Tenant {tenant} keeps {longest.TableName} for {longest.KeepDays} days, until {end:yyyy-MM-dd}.";
    }

    // By the key, which begins with the tenant: one look for each of them, whatever the number of rows.
    private Task<List<Guid>> ListTenantsAsync(SlicedTable root, StoredSlice slice, CancellationToken cancellationToken)
    {
        var (partition, tenant) = (root.Partition(slice.Name), root.KeyColumns[0]);
        return context.InTransactionAsync(
            () => context.Database.SqlQueryRaw<Guid>(SqlNames.EscapeBraces(
                $"""
                WITH RECURSIVE tenants AS (
                    (SELECT {tenant} AS id FROM {partition} ORDER BY {tenant} LIMIT 1)
                    UNION ALL
                    SELECT (SELECT p.{tenant} FROM {partition} AS p WHERE p.{tenant} > t.id ORDER BY p.{tenant} LIMIT 1)
                    FROM tenants AS t WHERE t.id IS NOT NULL)
                SELECT id AS "Value" FROM tenants WHERE id IS NOT NULL
                """)).ToListAsync(cancellationToken),
            cancellationToken);
    }

    private sealed class PresentOf(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
