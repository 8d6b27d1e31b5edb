using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>The jobs of a database whose owner is not a superuser.</summary>
[OneVersionIsEnough, StandardNames("It runs the migrations of the library.")]
public sealed class OwnerJobTests(TestServer server) : IAsyncLifetime
{
    private static readonly Guid Other = Guid.CreateVersion7(Sample.Noon);

    private PlainOwner _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _owner = await PlainOwner.CreateAsync(server);
        await using var context = Create(Tenants.Default);
        await new SchemaUpgrade(context, new FakeTimeProvider(Sample.Noon.AddMinutes(7))).RunAsync();
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    [Fact]
    public async Task A_new_database_has_a_job_that_refreshes_its_views_and_is_due_at_once()
    {
        await using (var context = Create(Other))
        {
            context.Add(Build.OraclePrediction(1));
            await context.SaveChangesAsync();
        }

        Assert.Equal(
            [
                ("check health", Sample.Noon.AddMinutes(5), null), ("check quality", Sample.Noon.AddHours(-12), null),
                ("evaluate alerts", Sample.Noon.AddMinutes(8), null), ("make slices", Sample.Noon, null),
                ("refresh views", Sample.Noon, null), ("request retraining", Sample.Noon.AddMinutes(8), null),
                ("take samples", Sample.Noon, (string?)null),
            ],
            (await new JobRunner(Create).RunDueAsync(Sample.Noon.AddMinutes(8))).Select(run => (run.Job, run.DueAt, run.Error)).Order());

        Assert.Equal(1L, await _owner.ScalarAsync<long>("SELECT count(*) FROM m_daily_predictions"));
        Assert.Equal(
            ["check health", "evaluate alerts", "request retraining"],
            (await new JobRunner(Create).RunDueAsync(Sample.Noon.AddMinutes(14))).Select(run => run.Job).Order());
        Assert.Equal(5, (await new JobRunner(Create).RunDueAsync(Sample.Noon.AddMinutes(15))).Count);
    }

    [Fact]
    public async Task The_owner_runs_the_jobs_of_all_tenants_each_with_the_rows_of_its_tenant()
    {
        await using (var context = Create(Other))
        {
            context.Add(Build.Job("of another"));
            await context.SaveChangesAsync();
        }

        var runs = await new JobRunner(Create, new JobRunnerOptions(), null, null, new CountingWork()).RunDueAsync(Sample.Noon);

        Assert.Equal([(Tenants.Default, "refresh views", null), (Other, "of another", (string?)null)],
            runs.OrderBy(run => run.Job, StringComparer.Ordinal).Reverse().Select(run => (run.TenantId, run.Job, run.Error)));
        Assert.Equal(
            "of another", await _owner.ScalarAsync<string>($"SELECT source FROM system_performance_metrics WHERE tenant_id = '{Other}'"));
    }

    [Fact]
    public async Task An_upgrade_leaves_jobs_that_somebody_changed_as_they_are()
    {
        await using (var context = Create(Tenants.Default))
        {
            foreach (var job in context.Jobs)
                job.Disable(Sample.Noon);

            (await new AlertRepository(context).GetRuleAsync("many errors")).Tune(0.9, TimeSpan.FromHours(1), Sample.Noon);
            (await new AlertRepository(context).GetRuleAsync("slow writes")).Disable(Sample.Noon);
            await context.SaveChangesAsync();
        }

        await using var other = Create(Tenants.Default);
        await TenantDefaults.EnsureAsync(other, Sample.Noon, default);

        Assert.All(other.Jobs, job => Assert.False(job.IsEnabled));
        Assert.Equal(DefaultAlertRules.Create(Sample.Noon).Count, other.AlertRules.Count());
        Assert.Equal(0.9, (await new AlertRepository(other).GetRuleAsync("many errors")).Threshold);
        Assert.False((await new AlertRepository(other).GetRuleAsync("slow writes")).Enabled);
    }

    [Fact]
    public async Task An_upgrade_gives_each_registered_tenant_the_rules_and_the_jobs_that_it_lacks()
    {
        foreach (var tenant in (Guid[])[Tenants.Default, Other])
        {
            await using var context = Create(tenant);
            context.Add(Build.Tenant(tenant));
            await context.SaveChangesAsync();
            await context.AlertRules.Where(rule => rule.Name != "many errors").ExecuteDeleteAsync();
            await context.Jobs.ExecuteDeleteAsync();
        }

        await using (var context = Create(Tenants.Default))
            await TenantDefaults.EnsureAsync(context, Sample.Noon, default);

        await using var other = Create(Other);
        var defaults = DefaultAlertRules.Create(Sample.Noon);
        Assert.Equal(defaults.Select(rule => rule.Name).Order(), (await other.AlertRules.Select(rule => rule.Name).ToListAsync()).Order());
        var stored = await new AlertRepository(other).GetRuleAsync("large database");
        var meant = defaults.Single(rule => rule.Name == stored.Name);
        Assert.Equal(
            (meant.Metric, meant.Condition, meant.Threshold, meant.ClearThreshold, meant.RequiredBreaches, meant.WindowLength,
                meant.Severity),
            (stored.Metric, stored.Condition, stored.Threshold, stored.ClearThreshold, stored.RequiredBreaches, stored.WindowLength,
                stored.Severity));
        Assert.Equal(
            ["check health", "check quality", "detect patterns", "evaluate alerts", "request retraining", "take samples"],
            await other.Jobs.OrderBy(job => job.Name).Select(job => job.Name).ToListAsync());
        await using var own = Create(Tenants.Default);
        Assert.Equal(
            [
                "apply retention", "check health", "check quality", "detect patterns", "evaluate alerts", "make slices", "refresh views",
                "request retraining", "take samples",
            ],
            await own.Jobs.OrderBy(job => job.Name).Select(job => job.Name).ToListAsync());
    }

    private MlOpsDbContext Create(Guid tenant) => TenantContexts.Create(_owner.DataSource, tenant);
}
