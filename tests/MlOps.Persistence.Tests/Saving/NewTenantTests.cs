using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Saving;

public class NewTenantTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid Other = Guid.CreateVersion7(Sample.Noon);

    [Theory]
    [InlineData(TenantScope.Session, false), InlineData(TenantScope.Session, true)]
    [InlineData(TenantScope.Transaction, false), InlineData(TenantScope.Transaction, true)]
    public async Task A_new_tenant_has_the_default_rules_and_jobs(TenantScope scope, bool sync)
    {
        await using (var context = TenantContexts.Create(Database.DataSource, Other, scope))
        {
            context.Add(Build.Tenant(Other));
            if (sync)
                context.SaveChanges();
            else
                await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext(Other);
        Assert.Equal(
            DefaultAlertRules.Create(Sample.Noon).Select(rule => rule.Name).Order(),
            (await other.AlertRules.ToListAsync()).Select(rule => rule.Name).Order());
        Assert.Equal(
            [
                (JobKind.CheckHealth, Sample.Noon), (JobKind.CheckQuality, Sample.Noon.AddHours(-12)),
                (JobKind.DetectPatterns, Sample.Noon.AddHours(14)),
                (JobKind.EvaluateAlerts, Sample.Noon), (JobKind.RequestRetraining, Sample.Noon),
                (JobKind.TakeSamples, Sample.Noon),
            ],
            (await other.Jobs.OrderBy(job => job.Name).ToListAsync()).Select(job => (job.Kind, job.NextDueAt)));
        Assert.All(
            await Database.ColumnAsync("SELECT tenant_id::text FROM ml_alert_rules UNION ALL SELECT tenant_id::text FROM ml_audit_log"),
            tenant => Assert.Equal($"{Other}", tenant));
        Assert.Equal(0, await Database.ScalarAsync<long>($"SELECT count(*) FROM ml_alert_rules WHERE tenant_id = '{Tenants.Default}'"));
    }

    [Fact]
    public async Task What_a_tenant_has_already_stays_as_it_is()
    {
        var tuned = AlertRule.Define(
            "many errors", "mine", AlertCondition.Below, 7, TimeSpan.FromHours(1), AlertLevel.Warning, Sample.Noon);
        await using (var context = Database.CreateContext())
        {
            context.AddRange(tuned, DefaultJobs.EvaluateAlerts(Sample.Noon.AddDays(1)));
            await context.SaveChangesAsync();
            context.AddRange(
                Build.Tenant(), AlertRule.Define(
                    "slow writes", "mine", AlertCondition.Below, 7, TimeSpan.FromHours(1), AlertLevel.Warning, Sample.Noon));
            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext();
        Assert.Equal(2, await other.AlertRules.CountAsync(rule => rule.Metric == "mine"));
        Assert.Equal(DefaultAlertRules.Create(Sample.Noon).Count, await other.AlertRules.CountAsync());
        Assert.Equal(
            [Sample.Noon.AddDays(1)],
            (await other.Jobs.Where(job => job.Kind == JobKind.EvaluateAlerts).ToListAsync()).Select(job => job.NextDueAt));
        Assert.Equal(DefaultJobs.OfTenant(Sample.Noon).Count, await other.Jobs.CountAsync());
    }

    [Fact]
    public async Task A_change_of_a_tenant_brings_nothing_back()
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.Tenant());
            await context.SaveChangesAsync();
            await context.AlertRules.ExecuteDeleteAsync();
        }

        await using var other = Database.CreateContext();
        (await other.RegisteredTenants.SingleAsync()).Suspend(Sample.Noon);
        await other.SaveChangesAsync();

        Assert.Equal(0, await Database.CountAsync("ml_alert_rules"));
    }
}
