using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Jobs;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>Jobs that somebody runs by their name.</summary>
public class NamedJobTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Noon = Sample.Noon;

    [Fact]
    public async Task A_job_that_is_not_due_runs_for_its_latest_due_time_and_is_due_when_it_was_before()
    {
        await StoreAsync(Build.Job(at: Noon.AddHours(5)));

        var runs = await RunAsync(new CountingWork(), Noon.AddHours(2.5));

        Assert.Equal((Noon.AddHours(2), null), (Assert.Single(runs).DueAt, runs[0].Error));
        Assert.Equal(["2026-03-01 17:00:00+00"], await Database.ColumnAsync("SELECT next_due_at::text FROM ml_jobs"));
    }

    [Fact]
    public async Task A_job_that_is_due_runs_once_for_all_that_it_missed()
    {
        await StoreAsync(Build.Job());

        Assert.Equal(Noon.AddHours(3), Assert.Single(await RunAsync(new CountingWork(), Noon.AddHours(3.5))).DueAt);
        Assert.Equal(["2026-03-01 16:00:00+00"], await Database.ColumnAsync("SELECT next_due_at::text FROM ml_jobs"));
    }

    [Fact]
    public async Task A_job_that_catches_up_runs_for_each_due_time_and_not_before_the_next()
    {
        await StoreAsync(Build.Job());
        var work = new CountingWork(catchesUp: true);

        Assert.Equal([0, 1, 2], (await RunAsync(work, Noon.AddHours(2))).Select(run => (run.DueAt - Noon).Hours));
        Assert.Empty(await RunAsync(work, Noon.AddHours(2.9)));
    }

    [Fact]
    public async Task It_ends_with_the_first_run_that_fails_and_does_not_wait_before_the_next_try()
    {
        await StoreAsync(Build.Job());
        var failing = new CountingWork(catchesUp: true)
        {
            During = (turn, _) => turn.DueAt > Noon ? throw new InvalidOperationException("x") : Task.CompletedTask,
        };

        Assert.Equal([null, "x"], (await RunAsync(failing, Noon.AddHours(2))).Select(run => run.Error));
        Assert.Equal(2, (await RunAsync(new CountingWork(catchesUp: true), Noon.AddHours(2))).Count);
    }

    [Fact]
    public async Task Other_jobs_are_left_alone()
    {
        await StoreAsync(Build.Job(), Build.Job("other"));

        Assert.Equal("refresh views", Assert.Single(await RunAsync(new CountingWork(), Noon)).Job);
    }

    [Fact]
    public async Task A_job_that_another_process_runs_is_a_conflict()
    {
        await StoreAsync(Build.Job());
        var work = new CountingWork
        {
            During = async (_, _) =>
            {
                var refusal = await Assert.ThrowsAsync<MlOpsException>(() => RunAsync(new CountingWork(), Noon));
                Assert.Equal(MlOpsError.Conflict, refusal.Error);
            },
        };

        Assert.Null(Assert.Single(await RunAsync(work, Noon)).Error);
    }

    [Fact]
    public async Task A_disabled_job_and_an_unknown_one_are_refused()
    {
        var job = Build.Job();
        job.Disable(Noon);
        await StoreAsync(job);

        var refusal = await Assert.ThrowsAsync<IllegalTransitionException>(() => RunAsync(new CountingWork(), Noon));
        Assert.Equal("Job 'refresh views' is disabled. Enable it, and run it then.", refusal.Message);
        var unknown = await Assert.ThrowsAsync<MlOpsException>(() => RunAsync(new CountingWork(), Noon, "nightly"));
        Assert.Equal((MlOpsError.NotFound, "There is no job 'nightly'."), (unknown.Error, unknown.Message));
    }

    [Fact]
    public async Task Each_run_is_reported_as_soon_as_it_has_ended()
    {
        await StoreAsync(Build.Job());
        var finished = new List<FinishedJob>();
        var before = new List<int>();
        var work = new CountingWork(catchesUp: true)
        {
            During = (turn, _) =>
            {
                before.Add(finished.Count);
                return turn.DueAt > Noon ? throw new InvalidOperationException("x") : Task.CompletedTask;
            },
        };

        var runs = await new JobRunner(
            tenant => Database.CreateContext(tenant), new JobRunnerOptions { OnFinished = finished.Add }, null, null, work)
            .RunDueAsync(Noon.AddHours(1));

        Assert.Equal(2, runs.Count);
        Assert.Equal(runs, finished);
        Assert.Equal([0, 1], before);
    }

    private async Task StoreAsync(params Job[] jobs)
    {
        await using var context = Database.CreateContext();
        context.AddRange(jobs);
        await context.SaveChangesAsync();
    }

    private Task<IReadOnlyList<FinishedJob>> RunAsync(IJobWork work, DateTimeOffset now, string name = "refresh views") =>
        new JobRunner(tenant => Database.CreateContext(tenant), new JobRunnerOptions(), null, null, work).RunAsync(name, now);
}
