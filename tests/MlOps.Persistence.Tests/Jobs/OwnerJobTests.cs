using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>The jobs of a database whose owner is not a superuser.</summary>
[StandardNames("It runs the migrations of the library.")]
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

        var run = Assert.Single(await new JobRunner(Create).RunDueAsync(Sample.Noon.AddMinutes(8)));

        Assert.Equal((null, "refresh views", Sample.Noon), (run.Error, run.Job, run.DueAt));
        Assert.Equal(1L, await _owner.ScalarAsync<long>("SELECT count(*) FROM m_daily_predictions"));
        Assert.Empty(await new JobRunner(Create).RunDueAsync(Sample.Noon.AddMinutes(14)));
        Assert.Single(await new JobRunner(Create).RunDueAsync(Sample.Noon.AddMinutes(15)));
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
            var job = context.Jobs.Single();
            job.Disable(Sample.Noon);
            await context.SaveChangesAsync();
        }

        await using var other = Create(Tenants.Default);
        await DefaultJobs.EnsureAsync(other, Sample.Noon, default);

        Assert.False(Assert.Single(other.Jobs).IsEnabled);
    }

    private MlOpsDbContext Create(Guid tenant) => TenantContexts.Create(_owner.DataSource, tenant);
}
