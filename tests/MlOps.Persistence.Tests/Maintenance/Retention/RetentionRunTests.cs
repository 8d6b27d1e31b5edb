using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Retention;

/// <summary>What is too old is archived or deleted, by the policies of each tenant.</summary>
[StandardNames("It reads tables of the archive by their names.")]
public class RetentionRunTests(TestDatabase database) : RetentionTest(database)
{
    [Fact]
    public async Task A_slice_is_archived_once_its_youngest_row_is_too_old_with_its_feedback()
    {
        await SetAsync("ml_predictions", 90, RetentionAction.Archive);
        await StoreAsync(null);
        Assert.Empty(await RunAsync(End.AddDays(90).AddTicks(-10)));
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));

        var due = Assert.Single(await PlanAsync(End.AddDays(90)));
        Assert.Equal((RetentionOutcome.Due, "ml_predictions", Name), (due.Outcome, due.Table, due.Slice));
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));

        Assert.Equal(RetentionOutcome.Archived, Assert.Single(await RunAsync(End.AddDays(90))).Outcome);
        Assert.Equal((0, 1), (await Database.CountAsync("ml_feedback"), await Database.CountAsync($"archive.ml_feedback_{Name}")));
        Assert.Empty(await RunAsync(End.AddDays(90)));
    }

    [Fact]
    public async Task The_longest_period_of_all_tenants_and_services_in_the_slice_counts()
    {
        await SetAsync("ml_predictions", 90, RetentionAction.Archive);
        await SetAsync("ml_predictions", 200, RetentionAction.Archive, Other);
        await StoreAsync(null);
        await StoreAsync(Other);
        var kept = Assert.Single(await RunAsync(End.AddDays(199)));
        Assert.Equal(RetentionOutcome.Kept, kept.Outcome);
        Assert.Equal($"Tenant {Other} keeps ml_predictions for 200 days, until {End.AddDays(200):yyyy-MM-dd}.", kept.Reason);

        await SetAsync("oracle_ml_predictions", 300, RetentionAction.Archive);
        Assert.Contains("keeps oracle_ml_predictions for 300 days", Assert.Single(await RunAsync(End.AddDays(299))).Reason,
            StringComparison.Ordinal);
        Assert.Equal(RetentionOutcome.Archived, Assert.Single(await RunAsync(End.AddDays(300))).Outcome);
    }

    [Fact]
    public async Task A_tenant_without_a_policy_or_with_a_disabled_one_keeps_its_rows()
    {
        await SetAsync("ml_predictions", 90, RetentionAction.Archive);
        var stranger = Guid.CreateVersion7();
        await StoreAsync(stranger);
        var kept = Assert.Single(await RunAsync(Now));
        Assert.Equal($"Tenant {stranger} has rows in it, and no policy for ml_predictions.", kept.Reason);

        await using var context = Database.CreateContext();
        await new RetentionPolicyRepository(context).SetEnabledAsync("ml_predictions", false, Now);
        Assert.Empty(await RunAsync(Now));
        await Database.ExecuteAsync("DELETE FROM ml_feedback; DELETE FROM ml_predictions");
        await SetAsync("ml_predictions", 90, RetentionAction.Archive, Other);
        await StoreAsync(null);
        Assert.Contains(
            $"Tenant {Tenants.Default} has disabled the policy for ml_predictions", Assert.Single(await RunAsync(Now)).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policies_of_a_closed_tenant_still_apply()
    {
        await SetAsync("ml_predictions", 90, RetentionAction.Archive, Other);
        await StoreAsync(Other);
        await Database.ExecuteAsync($"UPDATE ml_tenants SET status = 'closed' WHERE id = '{Other}'");
        Assert.Equal(RetentionOutcome.Archived, Assert.Single(await RunAsync(Now)).Outcome);
    }

    [Fact]
    public async Task Rows_without_slices_are_deleted_for_each_tenant_by_its_own_policy()
    {
        await SetAsync("ml_job_runs", 30, RetentionAction.Delete);
        await SetAsync("ml_job_runs", 60, RetentionAction.Delete, Other);
        foreach (var tenant in (Guid?[])[null, Other])
        {
            await using var context = Database.CreateContext(tenant);
            foreach (var days in (int[])[10, 45, 70])
                context.Add(Build.JobRun($"{days}", Now.AddDays(-days)));

            await context.SaveChangesAsync();
        }

        Assert.Equal([(Tenants.Default, 2L), (Other, 1L)], Rows(await PlanAsync(Now)));
        Assert.Equal([(Tenants.Default, 2L), (Other, 1L)], Rows(await RunAsync(Now)));
        Assert.Equal(["10", "10", "45"], await Database.ColumnAsync("SELECT job FROM ml_job_runs ORDER BY job"));
        Assert.Empty(await RunAsync(Now));

        static IEnumerable<(Guid, long)> Rows(IEnumerable<RetentionStep> steps) =>
            steps.Select(step => (step.TenantId!.Value, step.Rows!.Value)).OrderByDescending(rows => rows.Item2);
    }

    [Fact]
    public async Task A_policy_that_cannot_apply_is_reported_and_does_not_stop_the_others()
    {
        await SetAsync("ml_job_runs", 30, RetentionAction.Archive);
        await SetAsync("ml_predictions", 90, RetentionAction.Archive);
        await StoreAsync(null);
        var steps = await RunAsync(Now);
        Assert.Equal([RetentionOutcome.Archived, RetentionOutcome.Kept], steps.Select(step => step.Outcome));
        Assert.Equal("Rows of ml_job_runs can only be deleted: the table has no slices. Set the action to delete.", steps[1].Reason);
    }

    [Fact]
    public async Task An_upgrade_gives_each_tenant_the_usual_policies_and_leaves_changed_ones_as_they_are()
    {
        await SetAsync("ml_predictions", 400, RetentionAction.Delete);
        await using var owner = Database.CreateOwnerContext();
        await TenantDefaults.EnsureAsync(owner, Now, CancellationToken.None);
        await TenantDefaults.EnsureAsync(owner, Now, CancellationToken.None);
        await using var context = Database.CreateContext();
        var policies = await new RetentionPolicyRepository(context).StreamAsync().ToListAsync();
        Assert.Contains(
            policies, policy => (policy.TableName, policy.KeepDays, policy.Action) == ("ml_predictions", 400, RetentionAction.Delete));
        foreach (var (table, days) in (IEnumerable<(string, int)>)[("oracle_ml_predictions", 90), ("ml_feedback", 180),
            ("ml_performance_metrics", 365), ("system_performance_metrics", 30)])
            Assert.Contains(policies, policy => (policy.TableName, policy.KeepDays) == (table, days));

        Assert.Equal(policies.Count, await Database.CountAsync($"ml_retention_policies WHERE tenant_id = '{Other}'"));
    }
}
