using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Governance;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Jobs;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>Samples on a server without pg_stat_statements.</summary>
public class SampleWorkTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly FakeTimeProvider _clock = new(Sample.Noon);

    [Fact]
    public async Task The_machine_and_the_database_are_sampled_and_missing_times_of_statements_are_no_failure()
    {
        await StoreAsync();
        await RunAsync();
        _clock.Advance(TimeSpan.FromMinutes(15));
        await RunAsync();

        var samples = await Database.ColumnAsync(
            """
            SELECT DISTINCT kind FROM resource_utilization
            WHERE used > 0 AND (utilization BETWEEN 0 AND 1 OR kind = 'database') ORDER BY 1
            """);
        Assert.Equal(OperatingSystem.IsLinux() ? ["cpu", "database", "disk", "memory"] : ["database", "disk"], samples);
        Assert.Equal(
            [Environment.MachineName],
            await Database.ColumnAsync("SELECT DISTINCT split_part(resource, ':', 1) FROM resource_utilization WHERE kind <> 'database'"));
        var bytes = await Database.ScalarAsync<double>("SELECT max(used) FROM resource_utilization WHERE kind = 'database'");
        Assert.InRange(bytes / await Database.ScalarAsync<long>("SELECT pg_database_size(current_database())"), 0.9, 1.1);
        Assert.Contains("CREATE EXTENSION pg_stat_statements", await Database.ScalarAsync<string>(
            "SELECT outcome->>'missing' FROM ml_job_runs ORDER BY id LIMIT 1"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await Database.CountAsync("query_performance_logs"), await Database.CountAsync("capacity_planning_metrics")));
    }

    [Fact]
    public async Task A_disk_and_the_database_have_a_forecast_each_day_once_they_have_samples_of_a_day()
    {
        await StoreAsync([
            .. Enumerable.Range(1, 10).Select(day => Build.ResourceSample(used: 60 - day, at: Sample.Noon.AddDays(-day).AddHours(1))),
            .. Enumerable.Range(1, 10).Select(hour => Build.ResourceSample(resource: "/new", at: Sample.Noon.AddHours(-hour))),
            .. Enumerable.Range(1, 10).Select(day => Build.ResourceSample(resource: "/gone", at: Sample.Noon.AddDays(-day - 1))),
            .. Enumerable.Range(1, 10).Select(day => Build.ResourceSample(ResourceKind.Memory, "ram", at: Sample.Noon.AddDays(-day))),
        ]);
        foreach (var _ in (int[])[1, 2, 3])
        {
            await RunAsync();
            _clock.Advance(TimeSpan.FromHours(11));
        }

        await using var context = Database.CreateContext();
        var forecast = await context.CapacityForecasts.SingleAsync(row => row.Resource == "/var");
        Assert.Equal(
            (ResourceKind.Disk, 10, 1.0, Sample.Noon.AddDays(30)),
            (forecast.Kind, forecast.Samples, Math.Round(forecast.GrowthPerDay, 9), forecast.HorizonAt));
        Assert.Equal(Sample.Noon.AddDays(40).AddHours(1), forecast.FullAt!.Value, TimeSpan.FromMinutes(1));
        // The samples of the job itself are of less than a day.
        Assert.Equal(1, await context.CapacityForecasts.CountAsync());
    }

    private async Task StoreAsync(params object[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        context.Add(DefaultJobs.TakeSamples(Sample.Noon));
        await context.SaveChangesAsync();
    }

    private async Task RunAsync() => Assert.Null(Assert.Single(
        await new JobRunner(tenant => Database.CreateContext(tenant), null, _clock).RunDueAsync(_clock.GetUtcNow())).Error);
}
