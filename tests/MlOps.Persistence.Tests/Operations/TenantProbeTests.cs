using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Operations.Health;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Operations;

/// <summary>Probes of what a tenant's own rows say: journals, the age of views, and forecasts.</summary>
public class TenantProbeTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly DateTimeOffset _now = Build.Noon;

    [Fact]
    public async Task Writes_in_a_journal_that_nobody_stores_are_seen_until_the_program_runs_again()
    {
        await StoreAsync([Report(_now.AddHours(-2), queue: 7, isStopped: true)]);
        await StoreAsync([Report(_now.AddHours(-3), queue: 900, isStopped: true)], Guid.CreateVersion7());

        var abandoned = await RunAsync(new JournalProbe());
        Assert.Equal(HealthState.Degraded, abandoned.State);
        Assert.Contains("host-1:4711 has 7 writes, and nobody has stored them since ", abandoned.Detail, StringComparison.Ordinal);
        Assert.StartsWith("Start that program again", abandoned.Remedy, StringComparison.Ordinal);

        await StoreAsync([Report(_now, queue: 0)]);
        Assert.Equal(HealthState.Healthy, (await RunAsync(new JournalProbe())).State);
    }

    [Fact]
    public async Task A_killed_writer_is_seen_beside_another_one_of_the_same_program()
    {
        var sibling = Report(_now.AddHours(-3), queue: 0);
        sibling.Renew(new WriterActivity { QueueLength = 0, JournalBytes = 1 }, _now);
        await StoreAsync([sibling, Report(_now.AddHours(-2), queue: 7)]);
        Assert.Equal(HealthState.Degraded, (await RunAsync(new JournalProbe())).State);
    }

    [Fact]
    public async Task A_killed_writer_without_a_journal_has_no_journal_to_look_after()
    {
        await StoreAsync([Report(_now.AddHours(-2), queue: 7, journal: null)]);
        Assert.Equal(HealthState.Healthy, (await RunAsync(new JournalProbe())).State);
    }

    [Theory, InlineData(900_000_000, HealthState.Healthy), InlineData(2_000_000_000, HealthState.Degraded)]
    [InlineData(20_000_000_000, HealthState.Unhealthy)]
    public async Task A_journal_that_grows_is_seen(long bytes, HealthState state)
    {
        await StoreAsync([Report(_now, queue: 5, journal: bytes)]);
        Assert.Equal(state, (await RunAsync(new JournalProbe())).State);
    }

    [Theory, InlineData(10, HealthState.Healthy), InlineData(90, HealthState.Degraded), InlineData(2000, HealthState.Unhealthy)]
    public async Task Views_that_were_not_refreshed_lately_are_seen(int minutes, HealthState state)
    {
        var foreign = Succeed("refresh views", _now);
        await StoreAsync([Build.Job(), foreign], Guid.CreateVersion7());
        Assert.False((await RunAsync(new ViewProbe())).IsVisible);

        await StoreAsync([Build.Job(), Build.Job("another")]);
        Assert.Contains("No job has refreshed them yet", (await RunAsync(new ViewProbe())).Detail, StringComparison.Ordinal);

        await StoreAsync([Succeed("refresh views", _now.AddMinutes(-minutes))]);
        var found = await RunAsync(new ViewProbe());
        Assert.Equal((state, state == HealthState.Healthy), (found.State, found.Remedy is null));
    }

    [Fact]
    public async Task A_view_that_was_never_filled_is_named()
    {
        var view = await Database.ScalarAsync<string>("SELECT min(matviewname) FROM pg_matviews");
        await Database.ExecuteAsync($"REFRESH MATERIALIZED VIEW {view} WITH NO DATA");
        try
        {
            Assert.EndsWith($"cannot be read: {view}.", (await RunAsync(new ViewProbe())).Detail, StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync($"REFRESH MATERIALIZED VIEW {view}");
        }
    }

    [Theory, InlineData(30, HealthState.Healthy), InlineData(15, HealthState.Degraded), InlineData(13, HealthState.Unhealthy)]
    public async Task A_disk_that_is_full_soon_is_seen(double capacity, HealthState state)
    {
        await StoreAsync([Build.CapacityForecast(capacity: 12.1, at: _now)], Guid.CreateVersion7());
        await StoreAsync(
            [Build.CapacityForecast(capacity: 12.1, at: _now.AddHours(-5)), Build.CapacityForecast(capacity: capacity, at: _now)]);
        var found = await RunAsync(new CapacityProbe());
        Assert.Equal(state, found.State);
        Assert.Contains("not known yet", found.Detail, StringComparison.Ordinal);

        await StoreAsync([Build.CapacityForecast(ResourceKind.Database, "mlops", capacity: null, at: _now)]);
        Assert.Contains(
            "The whole database grows by 0 GB a day.", (await RunAsync(new CapacityProbe())).Detail, StringComparison.Ordinal);
    }

    private static WriterReport Report(DateTimeOffset at, long queue, long? journal = 4096, bool isStopped = false)
    {
        var report = Build.WriterReport(at: at);
        report.Renew(new WriterActivity { QueueLength = queue, JournalBytes = journal }, at);
        if (isStopped)
            report.Stop(at);

        return report;
    }

    private static JobRun Succeed(string job, DateTimeOffset at)
    {
        var run = Build.JobRun(job, at);
        run.Succeed(at);
        return run;
    }

    private async Task StoreAsync(object[] entities, Guid? tenant = null)
    {
        await using var context = Database.CreateContext(tenant);
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }

    private async Task<HealthFinding> RunAsync(IHealthProbe probe)
    {
        await using var context = Database.CreateContext();
        return await SystemHealth.RunAsync(probe, context, _now, TestContext.Current.CancellationToken);
    }
}
