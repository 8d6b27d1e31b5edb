using MlOps.Domain.Governance;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Governance;

public class JobRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_activity_of_a_job_is_the_run_with_its_lease_and_the_last_run_that_ended()
    {
        var job = Build.Job("nightly");
        JobRun[] runs = [.. Enumerable.Range(0, 3).Select(hour => Build.JobRun("nightly", Sample.Noon.AddHours(hour)))];
        runs[0].Succeed(Sample.Noon.AddMinutes(1));
        runs[1].Fail("No luck.", Sample.Noon.AddHours(1));
        await StoreAsync([job, Build.Job("idle"), .. runs]);
        await Database.ExecuteAsync(
            $"UPDATE ml_jobs SET run_id = '{runs[2].Id}', leased_until = now() + interval '1 minute' WHERE name = 'nightly'");

        await using var context = Database.CreateContext();
        var activities = (await new JobRepository(context).ListActivityAsync()).ToDictionary(activity => activity.JobId);

        Assert.Equal(2, activities.Count);
        Assert.Equal(
            new JobActivity(job.Id, Sample.Noon.AddHours(2), "host-1", Sample.Noon.AddHours(1), "No luck."), activities[job.Id]);
        var idle = activities.Values.Single(activity => activity.JobId != job.Id);
        Assert.Equal(new JobActivity(idle.JobId, null, null, null, null), idle);
    }

    [Fact]
    public async Task A_process_whose_lease_has_ended_runs_nothing_any_more()
    {
        var (job, run) = (Build.Job("nightly"), Build.JobRun("nightly"));
        await StoreAsync([job, run]);
        await Database.ExecuteAsync($"UPDATE ml_jobs SET run_id = '{run.Id}', leased_until = now() - interval '1 second'");

        await using var context = Database.CreateContext();
        Assert.Null(Assert.Single(await new JobRepository(context).ListActivityAsync()).RunningSince);
    }

    [Fact]
    public async Task A_job_is_disabled_and_enabled_as_often_as_one_likes()
    {
        await StoreAsync([Build.Job("nightly")]);
        foreach (var enabled in (bool[])[false, false, true, true])
        {
            await using var context = Database.CreateContext();
            await new JobRepository(context).SetEnabledAsync("nightly", enabled, Sample.Noon.AddHours(1));
            Assert.Equal(enabled, await Database.ScalarAsync<bool>("SELECT is_enabled FROM ml_jobs"));
        }
    }

    [Fact]
    public async Task A_change_of_another_process_at_the_same_time_is_a_conflict()
    {
        await StoreAsync([Build.Job("nightly")]);
        await using var context = Database.CreateContext();
        var jobs = new JobRepository(context);
        await context.Database.BeginTransactionAsync();
        var job = await jobs.GetAsync("nightly");
        job.Disable(Sample.Noon);
        await Database.ExecuteAsync("UPDATE ml_jobs SET failures = 1");

        // What the caller changed is not read anew.
        var refusal = await Assert.ThrowsAsync<MlOpsException>(() => jobs.SetEnabledAsync("nightly", true, Sample.Noon));

        Assert.Equal(MlOpsError.Conflict, refusal.Error);
    }

    [Fact]
    public async Task The_latest_runs_are_those_of_a_job_or_of_all()
    {
        await StoreAsync(
        [
            Build.JobRun("a", Sample.Noon), Build.JobRun("b", Sample.Noon.AddHours(1)), Build.JobRun("a", Sample.Noon.AddHours(2)),
        ]);

        await using var context = Database.CreateContext();
        var runs = new JobRunRepository(context);
        async Task<List<string>> ReadAsync(string? job, int count) =>
            await runs.StreamRecentAsync(job, count).Select(run => $"{run.Job} {run.CreatedAt.Hour}").ToListAsync();
        Assert.Equal(["a 14", "b 13"], await ReadAsync(null, 2));
        Assert.Equal(["a 14", "a 12"], await ReadAsync("a", 5));
    }

    private async Task StoreAsync(IEnumerable<object> entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
