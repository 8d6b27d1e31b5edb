using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Telemetry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>Writers, the database, resources, queries and jobs.</summary>
public class OperationMeasureTests(TestDatabase database) : MeasureTest(database)
{
    [Fact]
    public async Task The_queues_of_a_process_are_one_and_its_slowest_batch_counts()
    {
        await StoreAsync(
            Writer("a", 70, 30), Writer("a", 50, 120), Writer("b", 0, null), Writer("silent", 500, 1, at: At(-3)),
            Writer("stopped", 500, 1, stopped: true), Writer("old", 500, 1, at: At(-1441)));
        await StoreForAnotherAsync(Writer("other", 500, 1));

        var queues = (await MeasureAsync(AlertMetrics.WriterQueue)).OrderBy(one => one.Subject).ToList();
        var times = (await MeasureAsync(AlertMetrics.WriteLatencyMs)).OrderBy(one => one.Subject).ToList();

        Assert.Equal(["a:4711 120", "b:4711 0", "silent:4711 "], queues.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Equal(["a:4711 120", "b:4711 ", "silent:4711 "], times.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Contains("120 writes of process a:4711 wait, the oldest one for 5 minutes", queues[0].Observation, StringComparison.Ordinal);
        Assert.Contains("no sign of life since 2026-03-01 11:57:00Z", queues[2].MissingReason, StringComparison.Ordinal);
        Assert.Contains("stored nothing yet", times[1].MissingReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_writers_there_is_nothing_to_measure() => Assert.Contains(
        "No prediction writer has reported", Assert.Single(await MeasureAsync(AlertMetrics.WriterQueue)).MissingReason,
        StringComparison.Ordinal);

    [Fact]
    public async Task The_size_is_that_of_the_database()
    {
        var measured = Assert.Single(await MeasureAsync(AlertMetrics.DatabaseBytes));
        var size = await Database.ScalarAsync<long>("SELECT pg_database_size(current_database())");

        Assert.InRange(measured.Value!.Value, size * 0.9, size * 1.1);
    }

    [Fact]
    public async Task A_resource_is_as_full_as_its_newest_sample()
    {
        Assert.Contains("No sample of a resource", Assert.Single(await MeasureAsync(AlertMetrics.ResourceUtilization)).MissingReason,
            StringComparison.Ordinal);
        await StoreAsync(
            ResourceSample.Measure(ResourceKind.Disk, "/var", 99, At(-30), 100),
            ResourceSample.Measure(ResourceKind.Disk, "/var", 50, At(-10), 100),
            ResourceSample.Measure(ResourceKind.Cpu, "/var", 4, At(-5), 5), ResourceSample.Measure(ResourceKind.Memory, "ram", 7, At(-1)),
            ResourceSample.Measure(ResourceKind.Disk, "/old", 9, At(-61), 10));
        await StoreForAnotherAsync(ResourceSample.Measure(ResourceKind.Disk, "/other", 9, At(-1), 10));

        var all = await MeasureAsync(AlertMetrics.ResourceUtilization);

        Assert.Equal(["cpu /var 0.8", "disk /var 0.5"], all.Select(one => $"{one.Subject} {one.Value}").Order());
    }

    [Fact]
    public async Task A_query_is_compared_with_the_week_before()
    {
        await StoreAsync(
        [
            .. Runs("slow", 5, 60, At(-1)), .. Runs("slow", 30, 20, At(-61)),
            .. Runs("rare", 4, 60, At(-1)), .. Runs("rare", 30, 20, At(-61)),
            .. Runs("new", 5, 60, At(-1)), .. Runs("new", 29, 20, At(-61)),
            .. Runs("fast", 5, 9, At(-1)), .. Runs("fast", 30, 1, At(-61)),
        ]);
        await StoreForAnotherAsync(Runs("slow", 90, 1000, At(-61)));

        var measured = Assert.Single(await MeasureAsync(AlertMetrics.QueryTimeRatio));

        Assert.Equal(("slow", 3), (measured.Subject, measured.Value));
        Assert.Contains("takes 60 ms in the mean, and took 20 ms", measured.Observation, StringComparison.Ordinal);
        Assert.Contains("No query", Assert.Single(await MeasureAsync(AlertMetrics.QueryTimeRatio, At(600))).MissingReason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_overdue_as_long_as_nobody_runs_it()
    {
        Assert.Contains("no other job", Assert.Single(await MeasureAsync(AlertMetrics.JobOverdueMinutes)).MissingReason,
            StringComparison.Ordinal);
        var disabled = Build.Job("disabled");
        disabled.Disable(Sample.Noon);
        await StoreAsync(
            Build.Job("due"), Build.Job("later", at: At(61)), disabled, Build.Job("alerts", JobKind.EvaluateAlerts));
        await StoreForAnotherAsync(Build.Job("other"));

        var all = await MeasureAsync(AlertMetrics.JobOverdueMinutes, At(20));

        Assert.Equal(["due 20", "later 0"], all.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Contains("Job 'due' was due at 2026-03-01 12:00:00Z", all[0].Observation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_has_the_failures_since_it_succeeded_last()
    {
        await StoreAsync(Build.Job("a"), Build.Job("b"));
        await Database.ExecuteAsync("UPDATE ml_jobs SET failures = 3 WHERE name = 'a'");
        var run = Build.JobRun("a");
        run.Fail("No space.", Sample.Noon);
        await StoreAsync(run);

        var all = await MeasureAsync(AlertMetrics.JobFailures);

        Assert.Equal(["a 3", "b 0"], all.Select(one => $"{one.Subject} {one.Value}"));
        Assert.Equal("Job 'a' has failed 3 times in a row. Its last error: No space.", all[0].Observation);
    }

    private static WriterReport Writer(string host, long queue, double? milliseconds, DateTimeOffset? at = null, bool stopped = false)
    {
        var report = Build.WriterReport(host, at: at ?? At(-1));
        report.Renew(
            new WriterActivity
            {
                QueueLength = queue,
                OldestAge = TimeSpan.FromMinutes(5),
                FlushLatency = milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null,
            },
            at ?? At(-1));
        if (stopped)
            report.Stop(At(-1));

        return report;
    }

    private static QueryLog[] Runs(string fingerprint, int count, double milliseconds, DateTimeOffset until) =>
        [.. Enumerable.Range(0, count).Select(i => Build.QueryLog(fingerprint, milliseconds, until.AddSeconds(-i)))];
}
