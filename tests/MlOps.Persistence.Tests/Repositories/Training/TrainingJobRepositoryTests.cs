using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Persistence.Repositories.Training;
using MlOps.Persistence.Tests.Concurrency;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Training;

public class TrainingJobRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Now = Sample.Noon.AddHours(1);

    [Fact]
    public async Task The_latest_jobs_of_a_version_come_newest_first()
    {
        var model = Build.Model();
        var (version, other) = (ModelVersion.Begin(model, "1", Sample.Noon), ModelVersion.Begin(model, "2", Sample.Noon));
        var jobs = new[] { 2, 0, 3, 1 }.Select(hour => TrainingJob.Queue(version, 1, Sample.Noon.AddHours(hour)));
        await StoreAsync([model, version, other, TrainingJob.Queue(other, 1, Now), .. jobs]);
        await using var context = Database.CreateContext();
        Assert.Equal(
            [3, 2, 1],
            await new TrainingJobRepository(context).StreamLatestAsync(version.Id, 3)
                .Select(job => (job.CreatedAt - Sample.Noon).Hours).ToListAsync());
    }

    [Fact]
    public async Task What_a_job_does_is_stored_step_by_step()
    {
        var id = Assert.Single(await StoreRunningAsync(0));
        foreach (var epoch in (int[])[1, 2])
        {
            await using var context = Database.CreateContext();
            var job = await new TrainingJobRepository(context).GetAsync(id);
            job.CompleteEpoch(1.0 / epoch, Sample.Noon.AddMinutes(epoch), resourceUsage: new MetricSet([new("gpu_hours", epoch)]));
            await context.SaveChangesAsync();
        }

        await using (var context = Database.CreateContext())
        {
            var job = await new TrainingJobRepository(context).GetAsync(id);
            job.Succeed(Sample.Noon.AddMinutes(3));
            await context.SaveChangesAsync();
            await using var other = Database.CreateContext();
            var read = await new TrainingJobRepository(other).GetAsync(id);
            Assert.Empty(Fields.Differences(other, job, read));
            Assert.Equal([1.0, 0.5], read.LossCurve.Select(point => point.Loss));
            Assert.Equal((TrainingStatus.Succeeded, 2), (read.Status, read.ResourceUsage["gpu_hours"]));
        }
    }

    [Fact]
    public async Task A_missing_job_is_null_or_an_error_that_names_it()
    {
        await using var context = Database.CreateContext();
        var id = Guid.CreateVersion7(Sample.Noon);
        Assert.Null(await new TrainingJobRepository(context).FindAsync(id));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new TrainingJobRepository(context).GetAsync(id));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.Contains($"{id}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_that_were_silent_for_longer_than_the_limit_fail_and_others_do_not()
    {
        // One beat exactly at the limit, one a microsecond before it.
        var ids = await StoreRunningAsync(0, 55 * 60, 54.9 * 60, (55 * 60) - 0.000001);
        await Database.ExecuteAsync($"UPDATE ml_training_jobs SET status = 'succeeded', ended_at = started_at WHERE id = '{ids[2]}'");
        var lost = await FailLostAsync();
        Assert.Equal([ids[0], ids[3]], lost.Select(job => job.Id));
        Assert.Empty(await FailLostAsync());

        await using var context = Database.CreateContext();
        var read = await new TrainingJobRepository(context).GetAsync(ids[0]);
        Assert.Equal((TrainingStatus.Failed, Now), (read.Status, read.EndedAt));
        Assert.StartsWith("Lost: the last heartbeat of 'gpu-0' was at", read.Error, StringComparison.Ordinal);
        Assert.Equal(TrainingStatus.Running, (await new TrainingJobRepository(context).GetAsync(ids[1])).Status);
    }

    [Fact]
    public async Task A_limit_below_zero_is_refused() =>
        await Assert.ThrowsAsync<InvalidValueException>(() => FailLostAsync(-Limit));

    [Fact]
    public async Task A_job_that_beats_while_it_is_about_to_be_failed_goes_on()
    {
        var id = Assert.Single(await StoreRunningAsync(0));
        var lost = await Database.WriteAtOnceAsync("ml_training_jobs", [() => FailLostAsync()], Beat(id));
        Assert.Empty(lost.Single());
        Assert.Equal("running", await Database.ScalarAsync<string>("SELECT status FROM ml_training_jobs"));
    }

    [Fact]
    public async Task Each_lost_job_is_failed_by_one_of_two_detectors_and_one_that_beats_by_none()
    {
        for (var round = 0; round < 5; round++)
        {
            await Database.ResetAsync();
            var ids = await StoreRunningAsync(0, 1, 2, 3);
            var lost = await Database.WriteAtOnceAsync("ml_training_jobs", [() => FailLostAsync(), () => FailLostAsync()], Beat(ids[1]));
            Assert.Equal(
                new[] { ids[0], ids[2], ids[3] }.Order(), lost.SelectMany(found => found).Select(job => job.Id).Order());
            Assert.Equal([$"{ids[1]}"], await Database.ColumnAsync("SELECT id::text FROM ml_training_jobs WHERE status = 'running'"));
        }
    }

    [Fact]
    public async Task A_worker_that_was_given_up_learns_it_from_its_next_beat()
    {
        var id = Assert.Single(await StoreRunningAsync(0));
        await using var context = Database.CreateContext();
        var job = await new TrainingJobRepository(context).GetAsync(id);
        Assert.Single(await FailLostAsync());

        job.RecordHeartbeat(Now);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync());
        await context.Entry(job).ReloadAsync();
        Assert.Throws<IllegalTransitionException>(() => job.RecordHeartbeat(Now));
    }

    [Fact]
    public async Task A_context_that_remembers_an_older_beat_goes_by_the_newer_one()
    {
        var id = Assert.Single(await StoreRunningAsync(0));
        await using var context = Database.CreateContext();
        var jobs = new TrainingJobRepository(context);
        await jobs.GetAsync(id);
        await Database.ExecuteAsync($"UPDATE ml_training_jobs SET heartbeat_at = '{Sample.Noon.AddMinutes(1):O}'");
        Assert.Equal(Sample.Noon.AddMinutes(1), Assert.Single(await jobs.FailLostAsync(Limit, Now)).HeartbeatAt);
    }

    private static string Beat(Guid id) => $"UPDATE ml_training_jobs SET heartbeat_at = '{Now:O}' WHERE id = '{id}'";

    private async Task<IReadOnlyList<TrainingJob>> FailLostAsync(TimeSpan? limit = null)
    {
        await using var context = Database.CreateContext();
        return await new TrainingJobRepository(context).FailLostAsync(limit ?? Limit, Now.ToOffset(TimeSpan.FromHours(-7)));
    }

    private async Task<IReadOnlyList<Guid>> StoreRunningAsync(params double[] lastHeardAtSeconds)
    {
        var model = Build.Model();
        var version = ModelVersion.Begin(model, "1", Sample.Noon);
        var jobs = lastHeardAtSeconds.Select((seconds, number) =>
        {
            var job = TrainingJob.Queue(version, 10, Sample.Noon);
            job.Start($"gpu-{number}", Sample.Noon);
            job.RecordHeartbeat(Sample.Noon.AddSeconds(seconds));
            return job;
        }).ToList();
        await StoreAsync([model, version, .. jobs]);
        return [.. jobs.Select(job => job.Id)];
    }

    private async Task StoreAsync(IEnumerable<Entity> entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
