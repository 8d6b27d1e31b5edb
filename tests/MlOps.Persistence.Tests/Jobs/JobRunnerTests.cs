using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Jobs;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

public class JobRunnerTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Noon = Sample.Noon;

    [Fact]
    public async Task What_is_not_due_is_not_run()
    {
        await StoreAsync(Build.Job(at: Noon.AddMinutes(1)));

        Assert.Empty(await RunAsync(new CountingWork(), Noon.AddMinutes(59)));
        Assert.Equal(0, await Database.CountAsync("ml_job_runs"));
    }

    [Fact]
    public async Task What_was_missed_is_made_up_for_by_one_run_for_the_latest_due_time()
    {
        await StoreAsync(Build.Job());

        var run = Assert.Single(await RunAsync(new CountingWork(), Noon.AddHours(9.5)));

        Assert.Equal((Noon.AddHours(9), null), (run.DueAt, run.Error));
        Assert.Equal(["2026-03-01 21:00:00+00"], await RunsAsync());
        Assert.Empty(await RunAsync(new CountingWork(), Noon.AddHours(9.9)));
        Assert.Single(await RunAsync(new CountingWork(), Noon.AddHours(10)));
    }

    [Fact]
    public async Task A_job_that_catches_up_runs_once_for_each_due_time_the_oldest_first()
    {
        await StoreAsync(Build.Job());

        var runs = await RunAsync(new CountingWork(catchesUp: true), Noon.AddHours(3));

        Assert.Equal([0, 1, 2, 3], runs.Select(run => (run.DueAt - Noon).Hours));
        Assert.Equal(4, (await RunsAsync()).Count);
        Assert.Equal(
            4, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_job_runs WHERE status = 'succeeded' AND outcome ? 'dueAt'"));
    }

    [Fact]
    public async Task A_run_is_noted_with_its_times_and_its_process()
    {
        await StoreAsync(Build.Job("nightly"));
        await RunAsync(new CountingWork(), Noon);

        await using var context = Database.CreateContext();
        var run = await context.JobRuns.SingleAsync();
        Assert.Equal(("nightly", JobStatus.Succeeded, Noon), (run.Job, run.Status, run.DueAt));
        Assert.Equal($"{Environment.MachineName}:{Environment.ProcessId}", run.Runner);
        Assert.NotNull(run.Duration);
    }

    [Fact]
    public async Task What_a_failed_run_did_is_not_stored_and_the_job_waits_before_it_is_tried_again()
    {
        await StoreAsync(Build.Job());
        var work = new CountingWork { During = (_, _) => throw new MlOpsException(MlOpsError.Refused, "No luck today.") };

        var failed = Assert.Single(await RunAsync(work, Noon));

        Assert.Equal("No luck today.", failed.Error);
        Assert.Empty(await RunsAsync());
        Assert.Equal(["failed No luck today."], await Database.ColumnAsync("SELECT status || ' ' || error FROM ml_job_runs"));
        Assert.Equal(["1 true"], await Database.ColumnAsync("SELECT failures || ' ' || (retry_at > now()) FROM ml_jobs"));
        Assert.Empty(await RunAsync(new CountingWork(), Noon));

        await Database.ExecuteAsync("UPDATE ml_jobs SET retry_at = now() - interval '1 second'");
        Assert.Null(Assert.Single(await RunAsync(new CountingWork(), Noon)).Error);
        Assert.Equal(["0 "], await Database.ColumnAsync("SELECT failures || ' ' || coalesce(retry_at::text, '') FROM ml_jobs"));
    }

    [Fact]
    public async Task A_job_that_fails_again_and_again_waits_twice_as_long_each_time_up_to_an_hour()
    {
        await StoreAsync(Build.Job());
        var work = new CountingWork { During = (_, _) => throw new InvalidOperationException("x") };
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            await RunAsync(work, Noon);
            waits.Add(Math.Round(await Database.ScalarAsync<double>(
                "SELECT extract(epoch FROM retry_at - (SELECT max(updated_at) FROM ml_jobs))::double precision / 60 FROM ml_jobs")));
            await Database.ExecuteAsync("UPDATE ml_jobs SET retry_at = now() - interval '1 second'");
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
    }

    [Fact]
    public async Task One_job_that_fails_does_not_stop_the_others()
    {
        await StoreAsync(Build.Job("a"), Build.Job("b"), Build.Job("c"));
        var work = new CountingWork
        {
            During = (turn, _) => turn.Job.Name == "b" ? throw new InvalidOperationException("x") : Task.CompletedTask,
        };

        var runs = await RunAsync(work, Noon);

        Assert.Equal(["a ", "b x", "c "], runs.Select(run => $"{run.Job} {run.Error}").Order());
    }

    [Fact]
    public async Task A_disabled_job_does_not_run()
    {
        var job = Build.Job();
        job.Disable(Noon);
        await StoreAsync(job);

        Assert.Empty(await RunAsync(new CountingWork(), Noon.AddDays(1)));
    }

    [Fact]
    public async Task A_run_ends_although_the_clock_was_set_back()
    {
        await StoreAsync(Build.Job());
        var clock = new JumpingClock();
        var work = new CountingWork
        {
            During = (_, _) =>
            {
                clock.Offset = TimeSpan.FromDays(-2);
                return Task.CompletedTask;
            },
        };

        Assert.Null(Assert.Single(await RunAsync(work, Noon, clock: clock)).Error);
        Assert.Equal(["00:00:00"], await Database.ColumnAsync("SELECT duration::text FROM ml_job_runs"));
    }

    [Fact]
    public async Task A_job_that_is_stopped_can_run_again_at_once()
    {
        await StoreAsync(Build.Job());
        using var stop = new CancellationTokenSource();
        var work = new CountingWork
        {
            During = async (_, cancellationToken) =>
            {
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(work, Noon, cancellationToken: stop.Token));

        Assert.Equal(["The process was stopped."], await Database.ColumnAsync("SELECT error FROM ml_job_runs"));
        Assert.Single(await RunAsync(new CountingWork(), Noon));
        Assert.Single(await RunsAsync());
    }

    private async Task StoreAsync(params Job[] jobs)
    {
        await using var context = Database.CreateContext();
        context.AddRange(jobs);
        await context.SaveChangesAsync();
    }

    private Task<List<string>> RunsAsync() =>
        Database.ColumnAsync("SELECT created_at::text FROM system_performance_metrics WHERE metric_name = 'runs' ORDER BY created_at");

    private Task<IReadOnlyList<FinishedJob>> RunAsync(
        IJobWork work, DateTimeOffset now, TimeProvider? clock = null, CancellationToken cancellationToken = default) =>
        new JobRunner(tenant => Database.CreateContext(tenant), new JobRunnerOptions(), clock, null, work)
            .RunDueAsync(now, cancellationToken);

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
