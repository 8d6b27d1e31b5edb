using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Governance;

public class GovernanceRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_tenant_finds_itself_alone_and_moves_on_as_it_may()
    {
        var (mine, other) = (Guid.CreateVersion7(Sample.Noon), Guid.CreateVersion7(Sample.Noon));
        await RegisterAsync(mine, "mine");
        await RegisterAsync(other, "other");

        await using (var context = Database.CreateContext(mine))
        {
            var tenant = await context.RegisteredTenants.SingleAsync();
            Assert.Equal(("mine", TenantStatus.Active), (tenant.Name, tenant.Status));
            tenant.Suspend(Sample.Noon.AddHours(1));
            Assert.Throws<IllegalTransitionException>(() => tenant.Suspend(Sample.Noon.AddHours(2)));
            await context.SaveChangesAsync();
        }

        await using var again = Database.CreateContext(mine);
        Assert.Equal(TenantStatus.Suspended, (await again.RegisteredTenants.SingleAsync()).Status);
        await using var stranger = Database.CreateOwnerContext(Guid.CreateVersion7());
        Assert.Null(await stranger.RegisteredTenants.SingleOrDefaultAsync());
    }

    [Fact]
    public async Task Retention_has_one_policy_a_table_and_those_in_force_come_by_name()
    {
        await using (var context = Database.CreateContext())
        {
            var policies = new RetentionPolicyRepository(context);
            foreach (var table in (string[])["ml_predictions", "ml_feedback", "learning_events"])
                policies.Add(RetentionPolicy.Define(table, 90, RetentionAction.Delete, Sample.Noon));

            await context.SaveChangesAsync();
            var policy = (await policies.FindAsync("ml_feedback"))!;
            policy.Disable(Sample.Noon.AddHours(1));
            Assert.Throws<IllegalTransitionException>(() => policy.Disable(Sample.Noon.AddHours(2)));
            await context.SaveChangesAsync();
        }

        await using var again = Database.CreateContext();
        var stored = new RetentionPolicyRepository(again);
        Assert.Equal(
            ["learning_events", "ml_predictions"], await stored.StreamEnabledAsync().Select(policy => policy.TableName).ToListAsync());
        Assert.False((await stored.FindAsync("ml_feedback"))!.IsEnabled);
        stored.Add(RetentionPolicy.Define("ml_feedback", 1, RetentionAction.Delete, Sample.Noon));
        await Assert.ThrowsAsync<DbUpdateException>(() => again.SaveChangesAsync());
    }

    [Fact]
    public async Task Runs_of_a_job_come_newest_first_and_tell_how_long_they_took()
    {
        await using (var context = Database.CreateContext())
        {
            var runs = new JobRunRepository(context);
            foreach (var hour in (int[])[1, 0, 2])
            {
                var run = JobRun.Start("refresh", Sample.Noon.AddHours(hour));
                run.Succeed(run.CreatedAt.AddMinutes(hour + 1));
                runs.Add(run);
            }

            runs.Add(JobRun.Start("refresh", Sample.Noon.AddHours(3)));
            await context.SaveChangesAsync();
        }

        await using var again = Database.CreateContext();
        var stored = new JobRunRepository(again);
        Assert.Equal(
            [null, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(2)],
            await stored.StreamRecentAsync("refresh", 3).Select(run => run.Duration).ToListAsync());
        var latest = (await stored.FindLatestAsync("refresh"))!;
        Assert.Equal(JobStatus.Running, latest.Status);
        latest.Fail("no space", Sample.Noon.AddHours(4));
        Assert.Throws<IllegalTransitionException>(() => latest.Succeed(Sample.Noon.AddHours(5)));
        Assert.Equal(TimeSpan.FromHours(1), latest.Duration);
        await again.SaveChangesAsync();
        Assert.Equal(["01:00:00"], await Database.ColumnAsync("SELECT duration::text FROM ml_job_runs WHERE status = 'failed'"));
    }

    private async Task RegisterAsync(Guid id, string name)
    {
        await using var context = Database.CreateContext(id);
        context.Add(Tenant.Register(id, name, Sample.Noon));
        await context.SaveChangesAsync();
    }
}
