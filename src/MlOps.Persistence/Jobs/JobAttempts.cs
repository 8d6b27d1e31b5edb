using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Governance;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Jobs;

/// <summary>Runs jobs, each with a lease, and notes how each run ended.</summary>
internal sealed class JobAttempts(
    Func<Guid, MlOpsDbContext> createContext, JobRunnerOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private static readonly string Runner = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <returns>How the run ended. Null if another process has the job.</returns>
    public async Task<FinishedJob?> TryRunAsync(
        Guid tenant, Job job, IJobWork work, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var run = JobRun.Start(job.Name, clock.GetUtcNow(), Runner, dueAt);
        var lease = await JobLease.TryTakeAsync(
            () => createContext(tenant), job, run, options.LeaseTime, cancellationToken).ConfigureAwait(false);
        if (lease is null)
            return null;

        var start = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            await WorkAsync(tenant, job, work, run, lease, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = cancellationToken.IsCancellationRequested ? "The process was stopped." : Describe(e);
            if (!cancellationToken.IsCancellationRequested)
                JobLog.Failed(logger, job.Name, tenant, e);

            await FailAsync(lease, job, error, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var finished = new FinishedJob(tenant, job.Name, run.Id, dueAt, Stopwatch.GetElapsedTime(start), error);
        options.OnFinished?.Invoke(finished);
        return finished;
    }

    private async Task WorkAsync(
        Guid tenant, Job job, IJobWork work, JobRun run, JobLease lease, CancellationToken cancellationToken)
    {
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var renewing = new CancellationTokenSource();
        var renewal = lease.RenewAsync(working, renewing.Token);
        try
        {
            var context = createContext(tenant);
            await using var whenDone = context.ConfigureAwait(false);
            var turn = new JobTurn(context, job, run.DueAt!.Value, run.CreatedAt);
            var outcome = await work.RunAsync(turn, working.Token).ConfigureAwait(false);
            var nextDueAt = outcome.HasMore ? turn.DueAt : FindNextDue(job, turn.DueAt);
            await lease.CompleteAsync(context, nextDueAt, outcome, clock.GetUtcNow(), working.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (working.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException(job.Name);
        }
        finally
        {
            await renewing.CancelAsync().ConfigureAwait(false);
            await renewal.ConfigureAwait(false);
        }
    }

    // A run for a time before the next due one does not change when the job is due.
    private static DateTimeOffset FindNextDue(Job job, DateTimeOffset done) =>
        job.Schedule.FindNext(done) is var next && next > job.NextDueAt ? next : job.NextDueAt;

    private async Task FailAsync(JobLease lease, Job job, string error, CancellationToken cancellationToken)
    {
        var delay = cancellationToken.IsCancellationRequested ? TimeSpan.Zero : FindDelay(job.Failures);
        try
        {
            await lease.FailAsync(error, delay, clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The lease ends by itself, and the next run notes that this one did not end.
            JobLog.NotNoted(logger, job.Name, DatabaseRefusal.Describe(e));
        }
    }

    private TimeSpan FindDelay(int failures) =>
        Math.Log2(LongestDelay / options.RetryDelay) is var most && failures >= most
            ? LongestDelay
            : options.RetryDelay * Math.Pow(2, failures);

    private static string Describe(Exception e) =>
        e is MlOpsException or AggregateException { InnerExceptions: [MlOpsException, ..] } ? e.Message : DatabaseRefusal.Describe(e);
}
