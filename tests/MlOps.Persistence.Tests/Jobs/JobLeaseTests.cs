using MlOps.Domain.Governance;
using MlOps.Persistence.Jobs;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Jobs;

public class JobLeaseTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid Other = Guid.CreateVersion7(Sample.Noon);

    [Fact]
    public async Task Two_processes_never_run_one_job_at_the_same_time()
    {
        await StoreAsync(Build.Job());
        var work = new CountingWork { During = async (_, _) => Assert.Empty(await RunAsync(new CountingWork())) };

        Assert.Null(Assert.Single(await RunAsync(work)).Error);
        Assert.Equal(1, await Database.CountAsync("system_performance_metrics"));
    }

    [Fact]
    public async Task Many_runners_at_once_run_each_due_time_once()
    {
        await StoreAsync([.. Enumerable.Range(0, 5).Select(i => Build.Job($"job {i}"))]);

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => RunAsync(new CountingWork(catchesUp: true), Sample.Noon.AddHours(9)))));

        Assert.Equal(50, runs.Sum(finished => finished.Count));
        Assert.Equal(50, await Database.CountAsync("system_performance_metrics"));
        Assert.Equal(
            50, await Database.ScalarAsync<long>("SELECT count(DISTINCT (source, created_at)) FROM system_performance_metrics"));
        Assert.Equal(50, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_job_runs WHERE status = 'succeeded'"));
    }

    [Fact]
    public async Task A_process_that_gave_no_sign_of_life_cannot_store_what_another_has_done_meanwhile()
    {
        await StoreAsync(Build.Job());
        var asleep = new CountingWork
        {
            During = async (_, _) =>
            {
                await Database.ExecuteAsync("UPDATE ml_jobs SET leased_until = now() - interval '1 microsecond'");
                Assert.Null(Assert.Single(await RunAsync(new CountingWork())).Error);
            },
        };

        var late = Assert.Single(await RunAsync(asleep));

        Assert.Contains("Another process runs job 'refresh views' now", late.Error, StringComparison.Ordinal);
        Assert.Equal(1, await Database.CountAsync("system_performance_metrics"));
        Assert.Equal(["failed", "succeeded"], await Database.ColumnAsync("SELECT status FROM ml_job_runs ORDER BY status"));
        Assert.Contains(
            "gave no sign of life", Assert.Single(await Database.ColumnAsync("SELECT error FROM ml_job_runs WHERE error IS NOT NULL")),
            StringComparison.Ordinal);
        Assert.Equal(0, await Database.ScalarAsync<int>("SELECT failures FROM ml_jobs"));
    }

    [Fact]
    public async Task A_process_that_works_for_long_keeps_its_lease()
    {
        await StoreAsync(Build.Job());
        var options = new JobRunnerOptions { LeaseTime = TimeSpan.FromSeconds(3) };
        var work = new CountingWork
        {
            During = async (_, cancellationToken) =>
            {
                var first = await LeaseAsync();
                await Polling.UntilAsync(async () => await LeaseAsync() > first + (options.LeaseTime * 1.5), "the lease is renewed often");
                Assert.False(cancellationToken.IsCancellationRequested);
                Assert.Empty(await RunAsync(new CountingWork()));
            },
        };

        Assert.Null(Assert.Single(await RunAsync(work, options: options)).Error);
        Assert.Equal(1, await Database.CountAsync("system_performance_metrics"));
    }

    [Fact]
    public async Task Work_is_stopped_when_its_lease_is_lost()
    {
        await StoreAsync(Build.Job());
        var work = new CountingWork
        {
            During = async (_, cancellationToken) =>
            {
                await Database.ExecuteAsync("UPDATE ml_jobs SET run_id = gen_random_uuid()");
                await Task.Delay(Polling.Patience, cancellationToken);
            },
        };

        var run = Assert.Single(await RunAsync(work, options: new() { LeaseTime = TimeSpan.FromMilliseconds(300) }));

        Assert.Contains("Another process runs job", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_of_one_tenant_leaves_the_jobs_of_others_alone()
    {
        await StoreAsync(Build.Job());
        await using (var context = Database.CreateContext(Other))
        {
            context.Add(Build.Job());
            await context.SaveChangesAsync();
        }

        var run = Assert.Single(await RunAsync(new CountingWork(), options: new() { TenantId = Other }));

        Assert.Equal(Other, run.TenantId);
        Assert.Equal([$"{Other}"], await Database.ColumnAsync("SELECT tenant_id::text FROM system_performance_metrics"));
    }

    private Task<DateTime> LeaseAsync() => Database.ScalarAsync<DateTime>("SELECT leased_until FROM ml_jobs");

    private async Task StoreAsync(params Job[] jobs)
    {
        await using var context = Database.CreateContext();
        context.AddRange(jobs);
        await context.SaveChangesAsync();
    }

    private Task<IReadOnlyList<FinishedJob>> RunAsync(IJobWork work, DateTimeOffset? now = null, JobRunnerOptions? options = null) =>
        new JobRunner(tenant => Database.CreateContext(tenant), options ?? new JobRunnerOptions(), null, null, work)
            .RunDueAsync(now ?? Sample.Noon);
}
